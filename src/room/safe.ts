import type { Safe, SafeArgument } from '../text/safe.ts';
import { sanitiseLine, sanitiseText } from '../text/sanitise.ts';

/** Kept byte for byte: queries are the keys of the history, exact labels go into matchers. None of them can be drawn. */
type Exact = 'expr' | 'baselineExpr' | 'candidateExpr' | 'exactLabels';
const EXACT: ReadonlySet<string> = new Set<Exact>(['expr', 'baselineExpr', 'candidateExpr', 'exactLabels']);
/** May run over several lines. */
const MULTILINE: ReadonlySet<string> = new Set(['annotations', 'description']);
/** Their keys are names that others chose, and say nothing of what they hold. */
const FOREIGN: ReadonlySet<string> = new Set(['labels', 'annotations']);

/** Something of the room with every text in it safe, as all outputs have it. */
export type Shown<T> = T extends string
  ? string extends T
    ? Safe
    : SafeArgument<T>
  : T extends number | bigint | boolean | null | undefined
    ? T
    : unknown extends T
      ? T
      : { [K in keyof T]: K extends Exact ? T[K] : Shown<T[K]> };

/** Makes every text in a room safe to draw: the one place all output passes. Names of labels are made safe too. */
export function makeSafe<T>(value: T): Shown<T> {
  return walk(value, sanitiseLine, EXACT) as Shown<T>;
}

function walk(value: unknown, sanitise: (text: string) => Safe, exact: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return sanitise(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, sanitise, exact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) =>
      exact.has(key)
        ? [key, item]
        : [
            sanitiseLine(key),
            walk(item, MULTILINE.has(key) ? sanitiseText : sanitise, FOREIGN.has(key) ? new Set() : exact),
          ],
    ),
  );
}
