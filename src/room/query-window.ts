/** A range selector, "[5m]", without a subquery's step. */
const RANGE = /\[(\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*)(?::[^\]]*)?\]/g;

/**
 * Over how long back PromQL texts take their rates, as they write it: "5m". Null where they differ, or say nothing of it:
 * two numbers of one thing may differ by nothing but this.
 */
export function windowOfQueries(exprs: readonly string[]): string | null {
  const windows = new Set(exprs.flatMap((expr) => [...expr.matchAll(RANGE)].map(([, window]) => window)));
  const [only] = windows;
  return windows.size === 1 ? (only ?? null) : null;
}
