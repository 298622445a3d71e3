import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isoInstant, utcInstant } from '../src/iso-instant.ts';
import { own } from '../src/own.ts';
import { dictionary, IN_WORDS, integer, number, object, strictObject, wrongPlace } from '../src/shape.ts';
import { anyName, INHERITED, named } from './names.ts';

/** What is said of the first thing that is wrong with a value. */
function said(schema: v.GenericSchema, value: unknown): string | null {
  const read = v.safeParse(schema, value, IN_WORDS);
  return read.success ? null : `${wrongPlace(read.issues[0]) ?? 'top'}: ${read.issues[0].message}`;
}

describe('a dictionary', () => {
  const doubled = dictionary(
    object({
      n: v.pipe(
        number,
        v.transform((n) => 2 * n),
      ),
    }),
  );

  it('keeps every name, and what it need not change as it is', () => {
    fc.assert(
      fc.property(named(anyName, fc.nat()), (given) => {
        expect(v.parse(dictionary(number), given)).toBe(given);
      }),
    );
  });

  it.each(INHERITED)('reads what stands under %s as under any other name, and says so of what does not fit', (name) => {
    const read = v.parse(doubled, JSON.parse(`{"${name}":{"n":2}}`));
    expect(own(read, name)).toEqual({ n: 4 });
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(said(doubled, JSON.parse(`{"${name}":{"n":"2"}}`))).toBe(
      `${name}.n: Invalid input: expected number, received string`,
    );
  });

  it.each([[[]], [null], ['a'], [1]])('is not %j', (given) => {
    expect(v.is(dictionary(v.unknown()), given)).toBe(false);
  });
});

describe('what is wrong', () => {
  const ring = { ring: v.string(), weight: v.optional(integer), state: v.optional(v.picklist(['up', 'down'])) };
  const asZod = { ring: z.string(), weight: z.int().optional(), state: z.enum(['up', 'down']).optional() };
  const both = [
    ['an object', object(ring), z.object(asZod)],
    ['a strict one', strictObject(ring), z.strictObject(asZod)],
  ] as const;

  it.each(both)('of %s is told in the words that profiles are read with', (_, schema, reference) => {
    const field = fc.constantFrom('a', '', 1, 1.5, null, true, [], {}, 'up', undefined);
    const given = fc.oneof(
      fc.record({ ring: field, weight: field, state: field, other: field }, { requiredKeys: [] }),
      fc.constantFrom([], null, 'a', 3),
    );
    fc.assert(
      fc.property(given, (value) => {
        const issue = reference.safeParse(value).error?.issues[0];
        expect(said(schema, value)).toBe(issue ? `${issue.path.join('.') || 'top'}: ${issue.message}` : null);
      }),
    );
  });

  it('is what JSON has no number for', () => {
    expect(said(number, JSON.parse('1e999'))).not.toBeNull();
    expect(said(integer, 2 ** 53)).not.toBeNull();
  });
});

describe('an instant', () => {
  const two = fc.nat(99).map((n) => String(n).padStart(2, '0'));
  const day = fc.tuple(fc.nat(2400), fc.nat(13), fc.nat(32)).map(([year, month, date]) => {
    const [m, d] = [month, date].map((n) => String(n).padStart(2, '0'));
    return `${String(year).padStart(4, '0')}-${m}-${d}`;
  });
  const time = fc
    .tuple(fc.nat(24), fc.nat(60), fc.nat(60))
    .map((parts) => parts.map((n) => String(n).padStart(2, '0')).join(':'));
  const zone = fc.oneof(
    fc.constantFrom('Z', '', 'z', '+00:00', '-12:00'),
    fc.tuple(two, two).map(([h, m]) => `+${h}:${m}`),
  );
  const text = fc
    .tuple(day, fc.constantFrom('T', ' ', 't'), time, fc.constantFrom('', '.5', '.123456789', '.'), zone)
    .map((parts) => parts.join(''));

  it('is one where it is one to profiles, and no other', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(v.is(isoInstant, given)).toBe(z.iso.datetime({ offset: true }).safeParse(given).success);
        expect(v.is(utcInstant, given)).toBe(z.iso.datetime().safeParse(given).success);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['2024-02-29T00:00:00Z', true],
    ['2023-02-29T00:00:00Z', false],
    ['1900-02-29T00:00:00Z', false],
    ['2000-02-29T23:59:59.999999999+05:30', true],
    ['2026-11-31T00:00:00Z', false],
  ])('is %s: %j', (given, is) => {
    expect(v.is(isoInstant, given)).toBe(is);
  });
});
