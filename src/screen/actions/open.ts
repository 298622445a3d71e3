import { logqlOf } from '../../profile/source-query.ts';
import type { Room } from '../../room/shown.ts';
import { promqlMatcher } from '../../text/promql.ts';
import { infraKey, journalId, listSelection } from '../core/rows.ts';
import { isList, type ListView, ringView, type ScreenState, type Subject, type View, WHOLE } from '../core/state.ts';
import { selection } from '../core/world.ts';
import { patternId, patternRows } from '../views/patterns/rows.ts';
import { selectedCheck } from './move.ts';

const chart = (subject: Subject): View => ({ kind: 'chart', subject, window: WHOLE });

/** The view `enter` leads to from here; null when there is nothing more to see. */
function viewOf(state: ScreenState, room: Room): View | null {
  const view = state.views.at(-1);
  if (view?.kind === 'ring') {
    const ring = room.rings.find((r) => r.id === view.ring);
    const check = ring === undefined ? undefined : selectedCheck(ring, view.check);
    return check === undefined ? null : chart({ kind: 'check', ring: view.ring, check });
  }
  if (view !== undefined && isList(view)) return aboutOf(view, room);
  const chosen = view === undefined ? selection(state, room) : null;
  switch (chosen?.panel) {
    case 'rings':
      return ringView(chosen.id);
    case 'comparison':
      return chart({ kind: 'metric', metric: chosen.id });
    case 'traffic':
      return chart({ kind: 'traffic' });
    case 'alerts':
      return { kind: 'alert', fingerprint: chosen.id, scroll: 0 };
    case 'infra':
      return chart({ kind: 'infra', row: chosen.id });
    case 'journal':
      return { kind: 'journal', chosen: chosen.id, scroll: 0, filter: '' };
    default:
      return null;
  }
}

/** A list on the whole screen; its key closes it again. */
export function openList(state: ScreenState, kind: ListView['kind'], chosen: string | null = null): ScreenState {
  const others = state.views.filter((view) => view.kind !== kind);
  if (state.views.at(-1)?.kind === kind) return { ...state, views: others };
  return { ...state, views: [...others, { kind, chosen, scroll: 0, filter: '' }] };
}

/** The verdict with its numbers; its key closes it again. */
export function openVerdict(state: ScreenState, room: Room): ScreenState {
  if (room.comparison === null) return state;
  const others = state.views.filter(({ kind }) => kind !== 'verdict');
  if (state.views.at(-1)?.kind === 'verdict') return { ...state, views: others };
  return { ...state, views: [...others, { kind: 'verdict', scroll: 0 }] };
}

/** Opens the details of what is selected. */
export function open(state: ScreenState, room: Room): ScreenState {
  const view = viewOf(state, room);
  return view === null ? state : { ...state, views: [...state.views, view] };
}

/** What the selected row of a list is about: a ring, or an alert that is still there. */
function aboutOf(view: ListView, room: Room): View | null {
  const { selected } = listSelection(view, room);
  const alertView = (fingerprint: string | undefined): View | null => {
    const alert = room.alerts.list.find((a) => a.fingerprint === fingerprint);
    return alert === undefined ? null : { kind: 'alert', fingerprint: alert.fingerprint, scroll: 0 };
  };
  if (view.kind === 'patterns') return null;
  if (view.kind === 'silences') return alertView(room.silences.find(({ id }) => id === selected)?.covers[0]);
  const entry = room.journal.find((one) => journalId(one) === selected);
  const ring = room.rings.find(({ id }) => id === entry?.target);
  return ring === undefined ? alertView(entry?.fingerprint) : ringView(ring.id);
}

/** The selected row of a list in full, as JSON. */
function listCopy(view: ListView, room: Room): string | null {
  const { selected } = listSelection(view, room);
  const row =
    view.kind === 'silences'
      ? room.silences.find(({ id }) => id === selected)
      : view.kind === 'patterns'
        ? patternRows(room).find((one) => patternId(one) === selected)
        : room.journal.find((one) => journalId(one) === selected);
  return row === undefined ? null : JSON.stringify(row);
}

/** The selected thing as one would paste it into a chat: what it is, then how to find it. */
export function copyText(state: ScreenState, room: Room): string | null {
  const view = state.views.at(-1);
  if (view !== undefined && isList(view)) return listCopy(view, room);
  if (view?.kind === 'verdict') return room.comparison?.verdict.sentence ?? null;
  const chosen = selection(state, room);
  const alertId = view?.kind === 'alert' ? view.fingerprint : chosen?.panel === 'alerts' && !view ? chosen.id : null;
  const alert = room.alerts.list.find((a) => a.fingerprint === alertId);
  if (alert !== undefined) {
    const labels = Object.entries(alert.labels).map(([name, value]) => promqlMatcher(name, value));
    const lines = [`${alert.tier} ${alert.name}: ${alert.summary}`, `{${labels.join(', ')}}`];
    if (alert.runbook !== null) lines.push(alert.runbook);
    return lines.join('\n');
  }
  const ringId = view?.kind === 'ring' ? view.ring : chosen?.panel === 'rings' && !view ? chosen.id : null;
  const ring = room.rings.find((r) => r.id === ringId);
  if (ring !== undefined) return `${ring.id} (${ring.name}): ${ring.state}, ${ring.reason}`;
  const expr = exprOf(view?.kind === 'chart' ? view.subject : subjectOf(chosen), room);
  return expr === undefined ? (chosen?.id ?? null) : (logqlOf(expr) ?? expr);
}

function subjectOf(chosen: ReturnType<typeof selection>): Subject | null {
  if (chosen?.panel === 'comparison') return { kind: 'metric', metric: chosen.id };
  if (chosen?.panel === 'infra') return { kind: 'infra', row: chosen.id };
  return chosen?.panel === 'traffic' ? { kind: 'traffic' } : null;
}

/** The query of what a chart shows, by its name. */
function exprOf(subject: Subject | null, room: Room): string | undefined {
  switch (subject?.kind) {
    case 'metric':
      return room.comparison?.metrics.find((m) => m.id === subject.metric)?.candidateExpr;
    case 'check':
      return room.rings.find((r) => r.id === subject.ring)?.checks.find((c) => c.id === subject.check)?.expr;
    case 'infra':
      return room.infra.find((item) => infraKey(item) === subject.row)?.expr;
    case 'traffic':
      return room.traffic?.shares.map((share) => share.expr).join('\n');
    default:
      return undefined;
  }
}
