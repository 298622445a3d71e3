import { type Millis, millis } from '../../src/units.ts';
import { type Case, downBetween, type Finding, slackOf, uncovered } from './case.ts';
import { isPaging } from './pages.ts';
import type { Incident } from './prometheus-truth.ts';
import type { Down, Run } from './run.ts';

/** Why Alertmanager could not tell an end. */
export type Untellable = 'fired-again' | 'group-told' | 'log-lost' | 'members-differ';

/** An end of which the receiver knows the beginning. */
export interface End {
  readonly id: string;
  readonly at: Millis;
  /** From when on no acknowledgement stood in the way. */
  readonly free: Millis;
  /** When the receiver was told. */
  readonly told: Millis | null;
  /**
   * `told`: in time. `pending`: there is time left. The others say why Alertmanager could not tell it: the alert fired again
   * before, the ends of the rest of its group were told before, it was ended while it notified and forgot that, or its
   * members told the group's receiver one after the other what contradicts itself, as they do when they are slow.
   * `told-by-room`: Prometheus was restarted and sends it no more, so that a room has to.
   */
  readonly came: 'told' | 'told-by-room' | 'late' | 'pending' | 'untold' | Untellable;
  /** An acknowledgement stood at the end. */
  readonly acknowledged: boolean;
}

const SENDING: (down: Down) => boolean = ({ what }) => what !== 'room';
/** Members of a cluster take so long to agree that one of them is gone, in milliseconds. */
const FAILOVER = 10_000;
/** Within this time a room notices that Prometheus was restarted and sends what had ended before no more, in milliseconds. */
const NOTICED = 65_000;

/** Every end that is to be told: those whose page is open. */
export function endsOf(run: Run, one: Case): readonly End[] {
  return one.incidents.flatMap((incident, i) => {
    const end = endOf(run, one, incident, one.incidents[i + 1]?.began ?? null);
    return end ? [end] : [];
  });
}

function endOf(run: Run, one: Case, incident: Incident, again: Millis | null): End | null {
  const { began, ended } = incident;
  if (ended === null) return null;
  const { id, told } = one;
  const opened = openedAfter(run, one, began, ended);
  if (!isPaging(told, ended) && !(opened !== null && opened < (again ?? run.ended))) return null;
  const open = millis(Math.max(ended, opened ?? 0));
  const free = uncovered(one.silences, open);
  const acknowledged = uncovered(one.silences, ended) > ended;
  const resolved = told.find(({ at, status }) => status === 'resolved' && at >= open)?.at ?? null;
  const end = { id, at: ended, free, told: resolved, acknowledged };
  const deadline = deadlineOf(run, ended, free);
  if (resolved !== null && resolved <= deadline) return { ...end, came: 'told' };
  if (again !== null && again <= deadline) return { ...end, came: 'fired-again' };
  if (deadline > run.ended) return { ...end, came: 'pending' };
  if (isUnsent(run, incident, deadline)) {
    if (resolved !== null && resolved <= deadline + NOTICED) return { ...end, came: 'told-by-room' };
    if (again !== null && again <= deadline + NOTICED) return { ...end, came: 'fired-again' };
    if (deadline + NOTICED > run.ended) return { ...end, came: 'pending' };
  }
  if (wasForgotten(run, one, open)) return { ...end, came: 'log-lost' };
  if (wasGroupTold(one, ended, deadline)) return { ...end, came: 'group-told' };
  if (membersDiffer(one, began, deadline)) return { ...end, came: 'members-differ' };
  return { ...end, came: resolved === null ? 'untold' : 'late' };
}

/** When a notification came of an incident that had ended meanwhile; what comes later than a turn is an old one of another member. */
function openedAfter(run: Run, { told }: Case, began: Millis, ended: Millis): Millis | null {
  const { groupWait, groupInterval, peerTimeout } = run.pace;
  const latest = ended + (groupWait + groupInterval + (run.size - 1) * peerTimeout) * 1000 + slackOf(run);
  const late = told.find(
    ({ at, status, startsAt }) => status === 'firing' && at > ended && startsAt >= began && startsAt < ended,
  );
  return late && late.at < latest ? late.at : null;
}

/** One resend after nothing stood in the way, and the group's next turn. */
function deadlineOf(run: Run, ended: Millis, free: Millis): number {
  const { resend, evaluation, groupInterval, peerTimeout } = run.pace;
  const usual = free + (resend + evaluation + groupInterval) * 1000 + slackOf(run);
  const down = downBetween(run, ended, usual, SENDING);
  if (down === 0) return usual;
  return usual + down + (run.size > 1 ? FAILOVER + (run.size - 1) * peerTimeout * 1000 : 0);
}

/** Whether Alertmanager told that the whole group had ended, without this alert, and nothing of the group since. */
function wasGroupTold({ id, group }: Case, ended: Millis, deadline: number): boolean {
  const holds = (notification: Case['group'][number]) => notification.alerts.some(({ labels }) => labels.id === id);
  const firing = group.findLast((one) => one.at <= ended && holds(one))?.at ?? 0;
  const last = group.findLast(({ at }) => at > firing && at <= deadline);
  return last !== undefined && last.status === 'resolved' && !holds(last);
}

/** Whether an Alertmanager that is alone was being ended when it notified: its log may have been written down before. */
function wasForgotten({ size, down }: Run, { told }: Case, open: Millis): boolean {
  const opened = told.findLast(({ at, status }) => at <= open && status === 'firing')?.at;
  return (
    size === 1 && down.some(({ what, from, to }) => what === 'member' && opened && opened > from && opened < (to ?? 0))
  );
}

/** Whether more than one member notified of the group: the first does, while the others wait for it. */
const membersDiffer = ({ group }: Case, from: Millis, to: number): boolean =>
  new Set(group.filter(({ at }) => at >= from && at <= to).map(({ externalURL }) => externalURL)).size > 1;

/** Whether a restart made Prometheus forget an end before it was told, or the alert before it ended. */
const isUnsent = ({ down }: Run, { ended, endedAtEarliest }: Incident, deadline: number): boolean =>
  endedAtEarliest !== undefined ||
  down.some(({ what, from }) => what === 'prometheus' && from > (ended ?? 0) && from < deadline);

/** Ends that are not told, or told of an alert that fires. */
export function judgeEnds(run: Run, one: Case, ends: readonly End[]): readonly Finding[] {
  const untold = ends
    .filter(({ came }) => came === 'untold' || came === 'late')
    .map(({ at, free, told }): Finding => {
      const since = free > at ? `, ${seconds(at, free)} of them acknowledged` : '';
      const text =
        told === null
          ? `its end was not told in ${seconds(at, run.ended)}`
          : `its end was told after ${seconds(at, told)}`;
      return { check: 'end-untold', id: one.id, at, text: text + since };
    });
  return [...untold, ...falseEnds(run, one)];
}

const seconds = (from: Millis, to: Millis): string => `${((to - from) / 1000).toFixed(1)} s`;

/** A notification may have been decided on before the alert fired again. */
function falseEnds({ size, pace, lag }: Run, { id, incidents, told }: Case): readonly Finding[] {
  const underWay = 2000 + lag + (size - 1) * pace.peerTimeout * 1000;
  return told.flatMap(({ at, status, endsAt }): Finding[] => {
    const incident = incidents.find(
      ({ began, ended, endedAtEarliest = ended }) => began < at && at < (endedAtEarliest ?? Number.POSITIVE_INFINITY),
    );
    if (status !== 'resolved' || !incident) return [];
    const ofThis = endsAt >= incident.began;
    if (!ofThis && at < incident.began + underWay) return [];
    const text = ofThis
      ? 'an end was told while it fired'
      : 'the end of an earlier incident was told while it fired again';
    return [{ check: 'false-end', id, at, text }];
  });
}

/** Incidents that nobody acknowledged, and nobody was told of though the page before was closed. */
export function judgePages(run: Run, one: Case): readonly Finding[] {
  const { groupWait, groupInterval } = run.pace;
  return one.incidents.flatMap(({ began, ended }): Finding[] => {
    if (isPaging(one.told, began)) return [];
    const free = uncovered(one.silences, began);
    const usual = free + (groupWait + groupInterval) * 1000 + slackOf(run);
    const deadline = usual + downBetween(run, began, usual, SENDING) + (run.size > 1 ? FAILOVER : 0);
    const acked = one.silences.some(({ from }) => from > began && from < deadline);
    if ((ended ?? run.ended) < deadline || acked) return [];
    const paged = one.told.some(({ at, status }) => status === 'firing' && at >= began && at <= deadline);
    return paged ? [] : [{ check: 'unpaged', id: one.id, at: began, text: 'nobody was paged' }];
  });
}
