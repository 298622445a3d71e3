/** Whether two lists hold the same objects, in the same order. */
export const isSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, i) => Object.is(item, b[i]));

/** A value of plain data, in which every part that is as it was before is the same object: who draws it need not look into it. */
export const share = <T>(value: T, before: T | undefined): T => shareUnknown(value, before) as T;

function shareUnknown(value: unknown, before: unknown): unknown {
  if (value === before || typeof value !== 'object' || value === null) return value;
  if (typeof before !== 'object' || before === null || Array.isArray(value) !== Array.isArray(before)) return value;
  const [names, old] = [Object.keys(value), Object.entries(before)];
  const items = Object.values(value).map((item, i) =>
    shareUnknown(item, old[i]?.[0] === names[i] ? old[i]?.[1] : undefined),
  );
  const isAsBefore =
    old.length === items.length && old.every(([name, item], i) => name === names[i] && Object.is(item, items[i]));
  if (isAsBefore) return before;
  return Array.isArray(value) ? items : Object.fromEntries(names.map((name, i) => [name, items[i]]));
}
