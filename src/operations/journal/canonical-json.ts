/**
 * JSON with one spelling for each value: no white space, and the names of every object in the order of their UTF-16 code
 * units, as RFC 8785 has it. `value` is plain JSON: what `JSON.stringify` would drop or change is treated likewise.
 */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(JSON.parse(JSON.stringify(value))));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, sorted(item)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
