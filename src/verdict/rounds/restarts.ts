import { markBetween, type TrackedSeries, type TrackedTarget } from './tracked.ts';

/** A start time is the same if it differs by less than this, in milliseconds. */
const SAME_START = 1000;

/**
 * Scrapes up to `at`, not yet counted, that found the target's process begun anew: its start time changed, or more than half
 * of its counters fell at once. Then all its counters began at 0, those that did not fall too: a rare error's counter may
 * have reached the same value again, or the new process may not expose it yet. A single counter that falls says nothing of the
 * others.
 */
export function findRestarts({ series, startedAt }: TrackedTarget, at: number): readonly number[] {
  const found = new Set<number>();
  const falls = new Map<number, number>();
  for (const one of series) {
    if (one.role.kind === 'start') {
      let before = startedAt;
      for (let k = one.head; (one.times[k] ?? Infinity) <= at; k += 1) {
        const now = (one.values[k] ?? 0) * 1000;
        if (before !== null && now > before + SAME_START) found.add(one.times[k] ?? 0);
        before = now;
      }
      continue;
    }
    // A sum may fall because something less than nothing was added.
    if (one.role.kind === 'sum') continue;
    let before = one.value;
    for (let k = one.head; (one.times[k] ?? Infinity) <= at; k += 1) {
      const now = one.values[k] ?? 0;
      if (now < before || beganBefore(one, k)) falls.set(one.times[k] ?? 0, (falls.get(one.times[k] ?? 0) ?? 0) + 1);
      before = now;
    }
  }
  for (const [time, fallen] of falls) if (2 * fallen > countersBefore(series, time)) found.add(time);
  return [...found];
}

/**
 * Scrapes up to `at`, not yet counted, in which most of the counters of a metric's cases fell: if their sum fell as well, it began
 * anew with them. Alone it may fall because something less than nothing was added.
 */
export function casesBegunAnew({ series }: TrackedTarget, metric: number, at: number): readonly number[] {
  if (!series.some((one) => one.role.kind === 'cases' && one.role.metric === metric && falls(one, at))) return [];
  const found = new Map<number, { fell: number; told: number }>();
  for (const { role, times, values, head, value } of series) {
    if (role.kind !== 'cases' || role.metric !== metric) continue;
    let before = value;
    for (let k = head; (times[k] ?? Infinity) <= at; k += 1) {
      const [time, now] = [times[k] ?? 0, values[k] ?? 0];
      const { fell, told } = found.get(time) ?? { fell: 0, told: 0 };
      found.set(time, { fell: fell + (now < before ? 1 : 0), told: told + 1 });
      before = now;
    }
  }
  return [...found].flatMap(([time, { fell, told }]) => (2 * fell > told ? [time] : []));
}

/** Whether a sample up to `at`, not yet counted, is less than the one before. */
function falls({ times, values, head, value }: TrackedSeries, at: number): boolean {
  let before = value;
  for (let k = head; (times[k] ?? Infinity) <= at; k += 1) {
    const now = values[k] ?? 0;
    if (now < before) return true;
    before = now;
  }
  return false;
}

/** Whether a created timestamp tells that a counter began anew since its sample before. */
function beganBefore(series: TrackedSeries, k: number): boolean {
  const before = k === series.head ? series.time : (series.times[k - 1] ?? null);
  return before !== null && markBetween(series, before, series.times[k] ?? 0)?.born === true;
}

/** Counters that had counted something before a scrape, of those that have a sample in it. */
function countersBefore(series: readonly TrackedSeries[], time: number): number {
  let count = 0;
  for (const { role, times, values, head, value } of series) {
    const k = role.kind === 'start' || role.kind === 'sum' ? -1 : times.indexOf(time, head);
    if (k >= head && ((k === head ? value : values[k - 1]) ?? 0) > 0) count += 1;
  }
  return count;
}
