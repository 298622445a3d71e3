import type { Firing, Pause } from '../../frames/firing-log.ts';
import { addSeconds, type Millis, type Seconds, seconds } from '../../units.ts';

/** One alert from its first firing to its last, without any pause in between. */
export type Spell = Omit<Firing, 'pauses'>;

/** Evaluations within which all rules have on record again what fires, once one of them has. */
const RESTORED_WITHIN = 4;

/**
 * When alerts fired, to the evaluation. Over a short pause an incident goes on, where incidents are counted; but Alertmanager
 * was told of an end then.
 * @param startedAt when the server began to run: what it left out for that is no pause; null where it does not say
 */
export function spellsOf(firings: readonly Firing[], startedAt: Millis | null): readonly Spell[] {
  const hole = startedAt === null ? null : holeAround(firings, startedAt);
  return firings.flatMap(({ pauses, ...firing }) => {
    const step = firing.interval ?? seconds(0);
    const ends = hole === null ? pauses : pauses.filter((pause) => !isPartOf(hole, pause, step));
    const starts = [firing.from, ...ends.map(({ to }) => to)];
    return starts.map((from, i) => ({ ...firing, from, to: ends[i]?.from ?? firing.to }));
  });
}

/** The last sample of anything before the server began to run, and the first afterwards; null where there are not both. */
function holeAround(firings: readonly Firing[], startedAt: Millis): Pause | null {
  const samples = firings
    .flatMap(({ from, to, pauses }) => [from, to, ...pauses.flatMap((pause) => [pause.from, pause.to])])
    .sort((a, b) => a - b);
  const from = samples.findLast((at) => at < startedAt);
  const to = samples.find((at) => at >= startedAt);
  return from === undefined || to === undefined ? null : { from, to };
}

/** Whether an alert may have fired all along: while the server ran, no evaluation of its rule is known to lack it. */
const isPartOf = (hole: Pause, { from, to }: Pause, step: Seconds): boolean =>
  from <= hole.from &&
  to >= hole.to &&
  hole.from < addSeconds(from, step) &&
  to <= addSeconds(hole.to, seconds(RESTORED_WITHIN * step));
