import { sanitiseLine, sanitiseText } from '../text/sanitise.ts';

/** Kept byte for byte: queries are the keys of the history, exact labels go into matchers. None of them is drawn as is. */
const EXACT = new Set(['expr', 'baselineExpr', 'candidateExpr', 'exactLabels']);
/** May run over several lines. */
const MULTILINE = new Set(['annotations', 'description']);

/** Makes every text in a room safe to draw: the one place all output passes. Names of labels are made safe too. */
export function makeSafe<T>(value: T): T {
  return walk(value, sanitiseLine) as T;
}

function walk(value: unknown, sanitise: (text: string) => string): unknown {
  if (typeof value === 'string') return sanitise(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, sanitise));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) =>
      EXACT.has(key) ? [key, item] : [sanitiseLine(key), walk(item, MULTILINE.has(key) ? sanitiseText : sanitise)],
    ),
  );
}
