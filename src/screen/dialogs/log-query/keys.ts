import { type Completion, completableAt, completionsOf, isParsed } from '../../../logs/complete.ts';
import { readLogql } from '../../../profile/logql/logql.ts';
import type { LogRequest, LogsNow, SavedLogs } from '../../../session/logs/scene.ts';
import { safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { type Millis, millis } from '../../../units.ts';
import { also, type Effect, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { ScreenState } from '../../core/state.ts';
import { type Here, logTime, type World } from '../../core/world.ts';
import { fieldValues } from '../../views/logs/fields.ts';
import { logView } from '../../views/logs/state.ts';
import { editLine } from '../shared/line-editor.ts';
import { keyOf } from '../shared/typing.ts';
import type { LogQueryDialog } from './state.ts';

/** What can be chosen while a query is typed: a completion, or, before anything is typed, a saved search. */
export type Offer =
  | { readonly kind: 'completion'; readonly completion: Completion; readonly from: number }
  | { readonly kind: 'saved'; readonly search: SavedLogs };

export function offersFor({ line }: LogQueryDialog, logs: LogsNow | null): readonly Offer[] {
  if (line.text.trim() === '') return (logs?.searches ?? []).map((search) => ({ kind: 'saved', search }));
  const before = line.text.slice(0, line.at);
  const place = completableAt(before);
  if (place === null) return [];
  const fields = fieldValues(logs?.scene?.lines ?? [], isParsed(before));
  return completionsOf(place, { labels: [], values: {}, ...logs?.scene?.names, fields })
    .slice(0, 200)
    .map((completion) => ({ kind: 'completion', completion, from: place.from }));
}

/** Names that what is typed asks for. */
function wanted({ line }: LogQueryDialog): readonly Effect[] {
  const place = completableAt(line.text.slice(0, line.at));
  if (place?.kind !== 'label' && place?.kind !== 'value') return [];
  return [{ kind: 'logs', command: { do: 'names', of: place.kind === 'value' ? place.label : null } }];
}

/** A query is typed, with help; it is sent once it is LogQL. */
export function logQueryKeys(dialog: Dialog<'log-query'>, event: ScreenEvent, { state, world }: Here): Step {
  const to = (more: Partial<LogQueryDialog>): Step => {
    const next = { ...dialog, ...more };
    return also({ ...state, dialog: next }, ...(next.line === dialog.line ? [] : wanted(next)));
  };
  const offers = offersFor(dialog, world.logs);
  const chosen = offers[Math.min(dialog.chosen, offers.length - 1)];
  switch (keyOf(event)) {
    case 'esc':
      return only({ ...state, dialog: null });
    case 'up':
      return to({ chosen: Math.max(0, dialog.chosen - 1) });
    case 'down':
      return to({ chosen: Math.max(0, Math.min(offers.length - 1, dialog.chosen + 1)) });
    case 'tab':
      return chosen === undefined ? only(state) : to({ line: taken(dialog, chosen), chosen: 0, message: safe('') });
    case 'enter':
      return send(state, dialog, chosen, world);
    default:
      return to({ line: editLine(dialog.line, event), chosen: 0, message: safe('') });
  }
}

function taken({ line }: LogQueryDialog, offer: Offer): LogQueryDialog['line'] {
  if (offer.kind === 'saved') return { text: offer.search.query, at: offer.search.query.length };
  const before = line.text.slice(0, offer.from) + offer.completion.insert;
  const after = line.text.slice(line.at);
  // What is completed with its quote needs no second one.
  return { text: before + (before.endsWith('"') && after.startsWith('"') ? after.slice(1) : after), at: before.length };
}

const SPAN = 3_600_000;

function send(state: ScreenState, dialog: Dialog<'log-query'>, chosen: Offer | undefined, world: World): Step {
  const saved = chosen?.kind === 'saved' ? chosen.search : null;
  const query = saved?.query ?? dialog.line.text.trim();
  const reading = readLogql(query);
  if (!reading.ok) return only({ ...state, dialog: { ...dialog, message: sanitiseLine(reading.fault.text) } });
  if (reading.kind === 'metric')
    return only({ ...state, dialog: { ...dialog, message: safe('this counts lines instead of returning them') } });
  return askLogs({ ...state, dialog: null }, { query, about: saved?.label ?? '', ...serverOf(saved, world) }, world);
}

/** A saved search names its server; what is typed goes to that of the logs that are open. */
const serverOf = (saved: SavedLogs | null, { logs }: World): Pick<LogRequest, 'server'> => ({
  server: saved ? saved.server : logs?.scene?.server,
});

/** Another query over the window that is open, else over the last hour and what comes. */
export function askLogs(state: ScreenState, asked: Pick<LogRequest, 'query' | 'about' | 'server'>, world: World): Step {
  const window: { from: Millis; to: Millis | null; at: Millis | null } = world.logs?.scene ?? {
    from: millis(logTime(world) - SPAN),
    to: null,
    at: null,
  };
  const { from, to, at } = window;
  const cursor = to === null ? null : (state.views.findLast((view) => view.kind === 'logs')?.cursor ?? null);
  const views = [...state.views.filter(({ kind }) => kind !== 'logs'), logView(cursor)];
  const request = { ...asked, from, to, at: to === null ? null : at };
  return also({ ...state, views }, { kind: 'logs', command: { do: 'open', request } });
}
