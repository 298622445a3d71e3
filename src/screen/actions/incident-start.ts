import { isBeyond, type Limit } from '../../limits/limit.ts';
import type { Query } from '../../profile/query.ts';
import type { Ring, Room } from '../../room/shown.ts';
import { newestOf, type Scene, type Trends } from '../../session/session.ts';
import { type Millis, millis } from '../../units.ts';
import type { ScreenState } from '../core/state.ts';
import { targetAlert, targetRing } from './target.ts';

/**
 * When what is wrong began: the alert or ring in view, the selected alert, else the worst in the room. Null where nothing
 * is wrong, or it is not known since when. In the past it may be what is wrong by now.
 */
export function incidentStart(state: ScreenState, { room, playback, trends }: Scene): Millis | null {
  const newest = newestOf(room, playback);
  const alert = targetAlert(state, room) ?? targetAlert(state, newest);
  if (alert !== undefined) return alert.startsAt;
  const ring = state.views.length > 0 ? targetRing(state, room) : undefined;
  return (ring && failsSince(ring, room, trends)) ?? worstStart(room, trends) ?? worstStart(newest, trends);
}

function worstStart(room: Room, trends: Trends): Millis | null {
  const { finding, comparison } = room;
  switch (finding.kind) {
    case 'fires':
    case 'acknowledged':
      return finding.alert.startsAt;
    case 'alerts-unknown':
      return finding.last?.startsAt ?? null;
    case 'ring':
    case 'near-limit':
      return failsSince(finding.ring, room, trends);
    case 'verdict':
      return comparison?.verdict.judged?.verdict?.failedAt ?? null;
    case 'infra': {
      const { expr, limit } = finding.item;
      return limit && beyondSince(expr, limit, room, trends);
    }
    default:
      return null;
  }
}

/** Since when the first of a ring's failing checks fails. */
function failsSince({ checks }: Ring, room: Room, trends: Trends): Millis | null {
  const starts = checks
    .filter(({ state }) => state === 'fail')
    .flatMap(({ expr, limit }) => beyondSince(expr, limit, room, trends) ?? []);
  return starts.length > 0 ? millis(Math.min(...starts)) : null;
}

/** Into so many parts the history is cut to find a beginning. */
const PARTS = 240;

/** Since when a query is beyond its limit without a pause, by its history, which may begin later. */
function beyondSince(expr: Query, limit: Limit, { at }: Room, trends: Trends): Millis | null {
  const { since } = trends;
  if (!Number.isFinite(since) || since >= at) return null;
  const samples = trends.slice(expr, since, at, PARTS);
  const last = samples.findLastIndex((value) => value !== null);
  const kept = samples.findLastIndex((value, i) => i <= last && (value === null || !isBeyond(value, limit)));
  return last < 0 || kept === last ? null : millis(since + ((kept + 1) * (at - since)) / PARTS);
}
