import type { Room } from '../../room/shown.ts';
import { newestOf, type Scene, type Trends } from '../../session/session.ts';
import { type Millis, millis } from '../../units.ts';
import { pastOver } from '../canvas/charts/trend.ts';
import type { View } from '../core/kinds.ts';
import { knownTrends } from '../core/known-trends.ts';
import type { ScreenState } from '../core/state.ts';
import { panelKind } from '../panels/registry.ts';
import { selection } from '../panels/selection.ts';
import type { Subject } from '../views/chart/state.ts';
import { factsOf } from '../views/incident/facts-of.ts';
import { onsetOf } from '../views/incident/onset.ts';
import { type Incident, incidentView } from '../views/incident/state.ts';
import { viewInForce, worstView } from '../views/incident/worst.ts';

/**
 * When what is wrong began: what is in view, else what is selected, else the worst in the room; in the past it may be the
 * worst by now. Null where nothing is wrong, or it is not known since when.
 */
export function incidentStart(state: ScreenState, { room, playback, trends }: Scene): Millis | null {
  const newest = newestOf(room, playback);
  const views: readonly (readonly [View | null | undefined, Room])[] = [
    [viewInForce(state, room), room],
    [viewInForce(state, newest), newest],
    [viewSelected(state, room), room],
    [worstView(room), room],
    [worstView(newest), newest],
  ];
  for (const [view, of] of views) {
    const at = view ? viewStart(view, of, trends) : null;
    if (at !== null) return at;
  }
  return null;
}

/** What `enter` would open. */
function viewSelected(state: ScreenState, room: Room): View | null {
  const chosen = state.views.length > 0 ? null : selection(state, room);
  return chosen && panelKind(chosen.panel, room).open(chosen.id);
}

function viewStart(view: View, room: Room, trends: Trends): Millis | null {
  switch (view.kind) {
    case 'incident':
      return startOf(view.about, room, trends);
    case 'chart':
      return onset(view.subject, room, trends);
    case 'verdict':
      return startOf(incidentView({ kind: 'verdict' }).about, room, trends);
    case 'ring':
      return checksStart(view.ring, room, trends);
    default:
      return null;
  }
}

/** As its page says. */
function startOf(about: Incident, room: Room, trends: Trends): Millis | null {
  const facts = factsOf(about, room);
  return facts && (facts.since ?? (facts.subject && onset(facts.subject, room, trends)));
}

/** Since when the first of a ring's failing checks fails. */
function checksStart(ring: string, room: Room, trends: Trends): Millis | null {
  const checks = room.rings.find(({ id }) => id === ring)?.checks ?? [];
  const starts = checks.flatMap(({ id: check, state }) =>
    state === 'fail' ? (onset({ kind: 'check', ring, check }, room, trends) ?? []) : [],
  );
  return starts.length > 0 ? millis(Math.min(...starts)) : null;
}

function onset(subject: Subject, room: Room, trends: Trends): Millis | null {
  const range = { from: trends.since, to: room.at };
  if (!Number.isFinite(range.from) || range.from >= range.to) return null;
  return onsetOf(subject, room, pastOver(knownTrends({ room, trends }), range), range)?.at ?? null;
}
