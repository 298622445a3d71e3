import { type Millis, millis } from '../../src/units.ts';
import type { Notification } from '../../stack/receiver.ts';
import { type Told, toldOf } from './pages.ts';
import type { Incident } from './prometheus-truth.ts';
import type { AckSilence, Done, Down, Run } from './run.ts';

/** What is promised. */
export const CHECKS = [
  'ack-outlives',
  'ack-lost',
  'end-untold',
  'false-end',
  'shown-acknowledged',
  'unpaged',
  'unnamed',
  'said-told',
  'said-open',
  'journal',
] as const;
export type Check = (typeof CHECKS)[number];

/** A promise that was broken for one alert. */
export interface Finding {
  readonly check: Check;
  readonly id: string;
  readonly at: Millis;
  readonly text: string;
}

/** One alert of a run: what became of it, and who was told. */
export interface Case {
  readonly id: string;
  readonly incidents: readonly Incident[];
  readonly silences: readonly AckSilence[];
  readonly told: readonly Told[];
  /** What the receiver was told of its group. */
  readonly group: readonly Notification[];
  readonly done: readonly Done[];
}

export function casesOf(run: Run): readonly Case[] {
  const told = toldOf(run.notifications);
  return run.plan.schedules.map(({ id, team }) => ({
    id,
    incidents: run.truth.incidents.get(id) ?? [],
    silences: run.silences.filter((silence) => silence.id === id),
    told: told.get(id) ?? [],
    group: run.notifications.filter(({ alerts }) => alerts.some(({ labels }) => labels.team === team)),
    done: run.done.filter((done) => done.id === id),
  }));
}

/** Less is the way from a server to us, and whole milliseconds, in milliseconds. */
const NEAR = 300;

/** The last incident that had begun at an instant. */
export const incidentAt = ({ incidents }: Case, at: Millis): Incident | undefined =>
  incidents.findLast(({ began }) => began <= at + NEAR);

/** Whether an operator was taking back what an alert is acknowledged by when that ended. */
export const isTakenBack = ({ done }: Case, { to }: AckSilence): boolean =>
  done.some(({ act, from, at }) => act === 'unack' && from <= to + NEAR && to <= at + NEAR);

/** What a busy machine may be late by, in milliseconds: a second and more for each part, and what it was held up by. */
export function slackOf({ lag, truth, pace, down }: Run): number {
  const gaps = truth.evaluations.map((at, i, all) => {
    const before = all[i - 1] ?? at;
    const stopped = down.some(({ what, from }) => what === 'prometheus' && from >= before && from <= at);
    return stopped ? 0 : at - before - pace.evaluation * 1000;
  });
  return 3000 + lag + Math.max(0, ...gaps);
}

/** Milliseconds for which what `matters` was down between two instants, until it was itself again. */
export function downBetween({ down, ended }: Run, from: number, to: number, matters: (down: Down) => boolean): number {
  return down
    .filter(matters)
    .map((span) => Math.min(to, (span.to ?? ended) + RECOVERY[span.what]) - Math.max(from, span.from))
    .reduce((sum, length) => sum + Math.max(0, length), 0);
}

/** What is up again is not itself at once, in milliseconds: Prometheus scrapes nothing for its first five seconds. */
const RECOVERY = { room: 0, member: 2000, prometheus: 7000 };

/** The instant from which none of an alert's acknowledgements covers it any more. */
export function uncovered(silences: readonly AckSilence[], from: Millis): Millis {
  const standing = silences.filter((silence) => silence.from <= from && silence.to > from);
  return standing.length === 0 ? from : uncovered(silences, millis(Math.max(...standing.map(({ to }) => to))));
}
