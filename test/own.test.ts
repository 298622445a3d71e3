import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dictionary, partialDictionary } from '../src/dictionary.ts';
import { own } from '../src/own.ts';
import { anyName, INHERITED, named } from './names.ts';

describe('what is looked up by a name from outside', () => {
  it('is what the object itself holds, whatever the name', () => {
    fc.assert(
      fc.property(named(anyName, fc.nat()), anyName, (object, name) => {
        expect(own(object, name)).toBe(new Map(Object.entries(object)).get(name));
      }),
    );
  });
});

describe('a dictionary', () => {
  const numbers = dictionary(z.string(), z.number());

  it('keeps every name', () => {
    fc.assert(
      fc.property(named(anyName, fc.nat()), (given) => {
        // Not by way of JSON: V8 of Node 24 reads "\n" as the name "\" where it has just read one.
        const read = numbers.parse(given);
        expect(Object.entries(read).sort()).toEqual(Object.entries(given).sort());
        expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
      }),
    );
  });

  it.each(INHERITED)('reads what stands under %s as under any other name, and says so of what does not fit', (name) => {
    const doubled = dictionary(z.string(), z.object({ n: z.number().transform((n) => 2 * n) }));
    expect(own(doubled.parse(JSON.parse(`{"${name}":{"n":2}}`)), name)).toEqual({ n: 4 });
    const { error } = doubled.safeParse(JSON.parse(`{"${name}":{"n":"2"}}`));
    expect(error?.issues).toMatchObject([{ code: 'invalid_type', path: [name, 'n'] }]);
  });

  it.each(INHERITED)('refuses %s as any other name that its names may not be', (name) => {
    const given: unknown = JSON.parse(`{"${name}":1}`);
    const issues = (schema: z.ZodType) => schema.safeParse(given).error?.issues;
    const never = dictionary(z.string().regex(/^x/, 'not x'), z.number());
    expect(issues(never)).toMatchObject([{ code: 'invalid_key', path: [name], issues: [{ message: 'not x' }] }]);
    expect(issues(partialDictionary(z.enum(['a', 'b']), z.number()))).toHaveLength(1);
    expect(issues(dictionary(z.enum(['a']), z.number()))).not.toEqual([]);
  });

  it('is to editors what a record of zod is', () => {
    const json = (schema: z.ZodType) => z.toJSONSchema(schema.default({}).describe('so'));
    expect(json(numbers)).toEqual(json(z.record(z.string(), z.number())));
    expect(numbers.optional().parse(undefined)).toBeUndefined();
    expect(numbers.safeParse([]).error?.issues).toMatchObject([{ code: 'invalid_type', expected: 'record' }]);
  });
});
