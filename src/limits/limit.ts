import { formatAgainst, formatValue } from '../text/format.ts';
import type { Safe } from '../text/safe.ts';
import type { Unit } from '../units.ts';
import { type AtLeast, atLeast } from './at-least.ts';
import { type AtMost, atMost } from './at-most.ts';
import { type Between, between } from './between.ts';
import type { InUnit, LimitKind, LimitLevel, LimitSigns, Nearness } from './kind.ts';

/** What a value must keep to be well, and from where on it is near to not keeping it. */
export type Limit = AtMost | AtLeast | Between;

/** Every kind of limit, under the name that snapshots and the journal call its direction. */
export const KINDS = { 'at-most': atMost, 'at-least': atLeast, between } as const satisfies {
  readonly [K in Limit['kind']]: LimitKind<Extract<Limit, { readonly kind: K }>>;
};

/** The kind of a limit, which takes just such limits. */
export const kindOf = (limit: Limit): LimitKind<Limit> => KINDS[limit.kind];

const inUnit =
  (unit: Unit): InUnit =>
  (value) =>
    formatValue(value, unit);

/** Whether a number, which may be infinite, does not keep the limit. */
export const isBeyond = (value: number, limit: Limit): boolean => kindOf(limit).isBeyond(limit, value);

/** From where on a value that keeps the limit is near to it, where it is; null while it is not. */
export const nearness = (value: number, limit: Limit): Nearness | null => kindOf(limit).nearness(limit, value);

/** "at most 200 MB"; numbers as `inNumber` says them. */
export const limitWords = (limit: Limit, inNumber: InUnit): Safe => kindOf(limit).words(limit, inNumber);

/** The same in a unit. */
export const limitIn = (limit: Limit, unit: Unit): Safe => limitWords(limit, inUnit(unit));

/** Its numbers alone: "200 MB". */
export const limitExtent = (limit: Limit, unit: Unit): Safe => kindOf(limit).extent(limit, inUnit(unit));

/** What is asked of a value: "at most 200 MB is allowed". */
export const demandText = (limit: Limit, unit: Unit): Safe => kindOf(limit).demand(limit, inUnit(unit));

/** As short as it can be told: "≤ 200 MB"; numbers in a unit, or as `of` says them. */
export const limitSigns = (limit: Limit, of: Unit | InUnit, signs: LimitSigns): Safe =>
  kindOf(limit).signs(limit, signs, typeof of === 'string' ? inUnit(of) : of);

/** A value beside its limit: where rounding would make it look like the limit although it is not, which side it is on. */
export function valueAgainst(value: number, limit: Limit, unit: Unit): Safe {
  const texts = kindOf(limit)
    .bounds(limit)
    .map((bound) => formatAgainst(value, bound, unit));
  const plain = formatValue(value, unit);
  return texts.find((text) => text !== plain) ?? plain;
}

/** Values at which what is within it ends. */
export const limitBounds = (limit: Limit): readonly number[] => kindOf(limit).bounds(limit);

/** Where a chart draws lines. */
export const limitLevels = (limit: Limit): readonly LimitLevel[] => kindOf(limit).levels(limit);

/** A limit that warns where a part of what it allows, 0–1, is used, unless it warns somewhere already. */
export const warnedAt = (limit: Limit, part: number, unit: Unit): Limit =>
  limit.warn === undefined ? kindOf(limit).warnedAt(limit, part, unit === 'ratio') : limit;

/** PromQL that holds where a value is beyond a limit. */
export const beyondQuery = (value: string, limit: Limit): string => kindOf(limit).query(limit, value);

/** PromQL that holds where a value is near a limit and not beyond; null where it never is. */
export function nearQuery(value: string, limit: Limit): string | null {
  const warning = kindOf(limit).warning(limit);
  return warning && `(${beyondQuery(value, warning)}) unless (${beyondQuery(value, limit)})`;
}

/** The value at which a bar is full. */
export const fullAt = (limit: Limit): number => kindOf(limit).full(limit);
