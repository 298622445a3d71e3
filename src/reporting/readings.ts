import { own } from '../own.ts';
import type { Outcome, SourceError } from '../sources/error.ts';
import type { InstantResult, Sample } from '../sources/prometheus/types.ts';
import { say } from '../text/say.ts';
import type { Unknown } from './schema/parts.ts';

/** A number of a report: what the server answered, or null with why there is none. */
export interface Told {
  readonly value: number | null;
  readonly unknown: Unknown;
}

export const told = (value: number): Told => ({ value, unknown: null });
export const untold = (unknown: NonNullable<Unknown>): Told => ({ value: null, unknown });

/** Why an answer tells nothing; null when it tells something. */
export function unknownOf(outcome: Outcome<Pick<InstantResult, 'warnings' | 'partial' | 'asOf'>>): Unknown {
  if (!outcome.ok) return failureOf(outcome.error);
  const { partial, warnings, asOf } = outcome.value;
  if (partial) return { reason: 'partial', text: say`incomplete answer: ${warnings[0] ?? 'the server warns'}` };
  if (asOf !== undefined)
    return { reason: 'other-instant', text: say`answered as of ${new Date(asOf).toISOString()}, another instant` };
  return null;
}

const failureOf = ({ kind, message }: SourceError): NonNullable<Unknown> => ({
  reason: kind === 'bad-query' ? 'refused' : 'unanswered',
  text: say`${message}`,
});

/** The one number of an answer. */
export function readOne(outcome: Outcome<InstantResult>): Told {
  const unknown = unknownOf(outcome);
  if (unknown) return untold(unknown);
  return outcome.ok ? readSamples(outcome.value.samples) : untold(NO_DATA);
}

/** A number for each value of a label, by that value; what has no such label stands under the empty one. */
export function readEach(samples: readonly Sample[], label: string): ReadonlyMap<string, Told> {
  const groups = Map.groupBy(samples, ({ labels }) => own(labels, label) ?? '');
  return new Map([...groups].map(([name, group]) => [name, readSamples(group)]));
}

function readSamples(samples: readonly Sample[]): Told {
  const [sample, ...others] = samples;
  if (sample === undefined) return untold(NO_DATA);
  if (others.length > 0)
    return untold({ reason: 'several', text: say`${samples.length} series where one is expected` });
  return Number.isFinite(sample.value) ? told(sample.value) : untold(notANumber(sample.value));
}

const NO_DATA = { reason: 'no-data', text: say`no data: the query has no series` } as const;

const notANumber = (value: number): NonNullable<Unknown> => ({
  reason: 'not-a-number',
  text: Number.isNaN(value) ? say`not a number: usually nothing to divide by` : say`infinite: nothing to divide by`,
});
