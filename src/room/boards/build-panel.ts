import type { PlannedPanel } from '../../profile/plan/boards.ts';
import type { Query } from '../../profile/query.ts';
import { addSeconds } from '../../units.ts';
import type { Alerts } from '../alerts/alerts.ts';
import type { Observed, Unread } from '../readings.ts';
import { worst } from '../rings/limits.ts';
import { parseMatchers } from '../silences/matcher-text.ts';
import { covers } from '../silences/matchers.ts';
import type { State } from '../state.ts';
import type { BoardAnswers, Read } from './answers.ts';
import type { Built } from './built.ts';
import { buildContent } from './contents.ts';
import { fillLegend } from './name.ts';
import type { RoomPanel } from './panel.ts';

/** How keys name a panel of a page; a value is written as in URLs, so that no two are alike once made safe. */
const boardKey = (page: string, id: string, value: string | null): string =>
  `${page}/${id}${value === null ? '' : `@${encodeURIComponent(value.toWellFormed())}`}`;

/** What a panel stands for of the label that it is repeated by: a value, or all those that have no panel of their own. */
export type Part = { readonly value: string } | { readonly others: readonly string[] };

/** A panel, for one part of the label that it is repeated by; null: once, or while no value is known. */
export function buildPanel(panel: PlannedPanel, part: Part | null, answers: BoardAnswers): RoomPanel {
  const { page, id, repeat } = panel;
  const name = part === null ? 'any' : 'value' in part ? part.value : `${part.others.length} more`;
  const title = repeat === null ? panel.title : fillLegend(panel.title, { [repeat]: name });
  const values = part === null ? [] : 'value' in part ? [part.value] : part.others;
  const read: Read =
    repeat === null || part === null ? (expr) => answers.all(expr) : (expr) => answers.of(expr, repeat, values);
  const value = part !== null && 'value' in part ? part.value : null;
  const key = boardKey(page, id, value);
  const repeated = repeat === null || part === null ? null : { label: repeat, value };
  return { key, page, id, title, repeat: repeated, ...contentOf(panel, read, title, answers.observed) };
}

const WELL = { state: 'ok', unread: null, more: 0, worst: null } as const;

function contentOf({ content }: PlannedPanel, read: Read, title: string, observed: Observed): Built {
  switch (content.type) {
    case 'text':
      return { content, ...WELL };
    // How alerts and promises stand the room knows later: `withOthers`.
    case 'slo':
    case 'sla':
      return { content, ...WELL };
    case 'alerts':
      return { content: { ...content, alerts: [] }, ...WELL };
    case 'logs':
      return linesOf(content.expr, observed);
    default:
      return buildContent(content, read, title);
  }
}

/** Lines are no values: that there are none is no fault. */
function linesOf(expr: Query, { history, moment, staleAfter }: Observed): Built {
  const feed = history.lines(expr);
  const nothing = (unread: Unread): Built => ({
    content: { type: 'logs', expr, lines: [] },
    ...WELL,
    state: 'unknown',
    unread,
  });
  if (feed.state === 'waiting') return nothing({ known: false, reason: 'waiting' });
  if (feed.state === 'failed') return nothing({ known: false, reason: 'query-error', error: feed.error.message });
  const content = { type: 'logs', expr, lines: feed.value } as const;
  if (!moment.isOver(addSeconds(feed.at, staleAfter))) return { content, ...WELL };
  const error = feed.state === 'stale' ? feed.error.message : null;
  return {
    content,
    ...WELL,
    state: 'unknown',
    unread: { known: false, reason: 'stale', at: feed.at, part: false, error },
  };
}

/** What else of the room panels show. */
export interface Others {
  readonly alerts: Alerts;
  readonly slos: readonly Promised[];
  readonly slas: readonly Promised[];
}

interface Promised {
  readonly id: string;
  readonly state: State;
}

/** Panels of alerts, objectives and agreements as these stand. */
export const withOthers = (panels: readonly RoomPanel[], others: Others): readonly RoomPanel[] =>
  panels.map((panel) => {
    switch (panel.content.type) {
      case 'alerts':
        return withAlerts(panel, panel.content, others.alerts);
      case 'slo':
        return { ...panel, state: stateOf(panel.content.ids, others.slos) };
      case 'sla':
        return { ...panel, state: stateOf(panel.content.ids, others.slas) };
      default:
        return panel;
    }
  });

const stateOf = (ids: readonly string[], promised: readonly Promised[]): State =>
  worst(promised.filter(({ id }) => ids.includes(id)).map(({ state }) => state));

type AlertsContent = Extract<RoomPanel['content'], { readonly type: 'alerts' }>;

/** With the alerts that its matchers fit. */
function withAlerts(panel: RoomPanel, content: AlertsContent, alerts: Alerts): RoomPanel {
  const matchers = content.matchers.map(parseMatchers).flatMap((parsed) => (parsed.ok ? parsed.matchers : []));
  const own = alerts.list.filter(({ exactLabels }) => covers(matchers, exactLabels));
  const states = own.map(({ state, tier }): State => {
    if (state !== 'firing') return state === 'acknowledged' ? 'warn' : 'ok';
    return tier === 'P0' ? 'fail' : 'warn';
  });
  const isUnheard = alerts.freshness === 'stale' || alerts.freshness === 'unknown';
  const unheard = isUnheard || (own.length === 0 && !alerts.complete);
  return {
    ...panel,
    state: worst([...states, ...(unheard ? ['unknown' as const] : [])]),
    content: { ...content, alerts: own.map(({ fingerprint }) => fingerprint) },
  };
}
