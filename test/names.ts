import fc from 'fast-check';

/** Names that every object has something under. */
export const INHERITED: readonly string[] = Object.getOwnPropertyNames(Object.prototype);

/** What no quoting, no folding and no look-up may change: signs that break what quotes badly, Unicode, and very long ones. */
export const hostileText = fc.oneof(
  fc.constantFrom('', ' ', '"', "'", '\\', '\n', '\r\n', '\t', '\u0000', 'é', 'e\u0301', '火', '👩‍🚒', '\u202e'),
  fc.constantFrom('.*', 'a|b', '^$', '{}', ',', '=~', '$&', '%', 'x'.repeat(2000)),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);

/** Any name, often one that objects inherit. */
export const anyName = fc.oneof(fc.constantFrom(...INHERITED), hostileText);

/** An object of such names: one made by assignment would lose `__proto__`. */
export const named = <T>(name: fc.Arbitrary<string>, value: fc.Arbitrary<T>, maxLength = 6) =>
  fc.array(fc.tuple(name, value), { maxLength }).map((entries) => Object.fromEntries<T>(entries));
