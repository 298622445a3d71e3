import { failed, type Outcome, type SourceError, succeeded } from '../sources/error.ts';
import type { InstantResult } from '../sources/prometheus/types.ts';
import { formatAge } from '../text/format.ts';
import { type Millis, millis, secondsBetween } from '../units.ts';

/** What the answers to one round of questions say of the server that gave them. */
export interface Standing {
  /** Why some of them, or all, are of no use; absent when nothing is wrong with the server. */
  readonly lacking?: SourceError;
  /** The instant that its newest answer is of, where that is before the one it was asked for. */
  readonly asOf?: Millis;
}

/** Errors that every further question would run into too. */
export const isUnreachable = ({ kind }: SourceError): boolean =>
  ['unreachable', 'tls', 'unauthorized', 'clock'].includes(kind);

/** The server understood a question, and says in its own way that it is a wrong one: that is an answer. */
const isRefusal = ({ kind }: SourceError): boolean => kind === 'bad-query';

/**
 * A server is up when it gave a well-formed answer, be it a refusal; otherwise it fails with what came instead. What a
 * question of ours is refused for says nothing against the server, unless it refuses all of them.
 */
export function standingOf(outcomes: readonly Outcome<unknown>[]): Outcome<Standing> {
  const errors = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
  const troubles = errors.filter((error) => !isRefusal(error));
  const trouble = troubles.find(isUnreachable) ?? troubles[0];
  const refusal = errors.find(isRefusal);
  if (trouble && errors.length === outcomes.length && !refusal) return failed(trouble);
  if (trouble) return succeeded({ lacking: trouble });
  if (refusal && errors.length === outcomes.length)
    return succeeded({ lacking: { ...refusal, message: `every query is refused: ${refusal.message}` } });
  return succeeded({});
}

/** How a server stands that answers for an earlier instant than the one it was asked for, as one behind a cache does. */
export function pastOf(outcomes: readonly Outcome<InstantResult>[], at: Millis): Standing {
  const given = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.asOf ?? at] : []));
  const asOf = millis(Math.max(...given));
  if (given.length === 0 || asOf >= at) return {};
  const message = `its answers are from ${formatAge(secondsBetween(asOf, at))} before it was asked`;
  const hint = 'Check whether a cache in front of it, or a query offset, delays answers.';
  return { asOf, lacking: { kind: 'clock', message, hint } };
}
