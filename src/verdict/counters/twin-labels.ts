/** Labels by name, in their order. */
export type LabelList = readonly (readonly [string, string])[];

const EXPORTED = 'exported_';

export const isExported = (name: string): boolean => name.startsWith(EXPORTED);

/**
 * Labels as the process that counts would write them: a server that scrapes another one and keeps its own labels puts what it
 * found into `exported_…`.
 */
export function ownLabels(labels: Readonly<Record<string, string>>): LabelList {
  const found = new Map(Object.entries(labels));
  for (const [name, value] of Object.entries(labels)) {
    if (!isExported(name)) continue;
    found.delete(name);
    found.set(name.slice(EXPORTED.length), value);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** By what two series of one role differ: each label with its value in either, empty where it has none. */
export type Difference = readonly (readonly [name: string, a: string, b: string])[];

export function differenceOf(a: LabelList, b: LabelList): Difference {
  const found: [string, string, string][] = [];
  for (let i = 0, k = 0; i < a.length || k < b.length; ) {
    const [one, other] = [a[i], b[k]];
    if (one && (!other || one[0] < other[0])) {
      found.push([one[0], one[1], '']);
      i += 1;
    } else if (other && (!one || other[0] < one[0])) {
      found.push([other[0], '', other[1]]);
      k += 1;
    } else if (one && other) {
      if (one[1] !== other[1]) found.push([one[0], one[1], other[1]]);
      i += 1;
      k += 1;
    }
  }
  return found;
}

/** Whether a series bears all the values that the second of two differing series has. */
export const bears = (labels: LabelList, difference: Difference): boolean =>
  difference.every(([name, , value]) => (labels.find(([own]) => own === name)?.[1] ?? '') === value);
