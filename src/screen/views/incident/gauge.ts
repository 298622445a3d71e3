import type { Limit } from '../../../limits/limit.ts';
import type { InfraItem } from '../../../room/shown.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import type { Unit } from '../../../units.ts';

/** A number and the limit it is held against, in base units. */
export interface Gauge {
  readonly value: number;
  readonly limit: Limit;
  readonly unit: Unit;
  /** The number in words, where the sentence above does not say it. */
  readonly told: Safe;
}

/** A value against its own limit, both of which its sentence says; null where it has none, or is not known. */
export const gaugeOf = ({ reading, limit, unit }: Pick<InfraItem, 'reading' | 'limit' | 'unit'>): Gauge | null =>
  reading.known && limit !== null ? { value: reading.value, limit, unit, told: safe('') } : null;
