import type { Safe } from './safe.ts';
import { sanitiseLine } from './sanitise.ts';

declare const brand: unique symbol;

/**
 * Words for people. Nothing may be decided by them, so that whoever rewords one changes no more than that:
 * `scripts/sentence-faults.ts` finds what compares, searches or looks up by one directly, though not what first makes a
 * plain string of it; test/wording/reworded.test.ts rewords them all.
 */
export type Sentence = Safe & { readonly [brand]: 'sentence' };

/**
 * A sentence with whatever is known in its holes, on one line: say`${ring} waits for ${others}`. What servers and operators
 * wrote is made safe with it, so that no sentence can be unsafe, whatever it is about.
 */
export const say = (words: TemplateStringsArray, ...holes: readonly (string | number)[]): Sentence =>
  sanitiseLine(words.reduce((text, piece, i) => text + String(holes[i - 1] ?? '') + piece)) as Sentence;
