/** What the bounds of a histogram's buckets may count. */
export const BUCKET_UNITS = ['s', 'ms', 'us', 'ns'] as const;
export type BucketUnit = (typeof BUCKET_UNITS)[number];

/** How many of a unit make a second. */
export const PER_SECOND: Readonly<Record<BucketUnit, number>> = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 };

const NAMED: readonly (readonly [RegExp, BucketUnit])[] = [
  [/(?:^|_)(?:milliseconds|millis|ms)(?:_|$)/, 'ms'],
  [/(?:^|_)(?:microseconds|micros|us)(?:_|$)/, 'us'],
  [/(?:^|_)(?:nanoseconds|nanos|ns)(?:_|$)/, 'ns'],
];
const METRIC = /^\s*([A-Za-z_:][\w:]*)|["']?__name__["']?\s*=\s*["'`]([^"'`]*)|^\s*\{\s*"([^"]*)"/;

/** The unit that the name of a selector's metric says; seconds where it says none, which is Prometheus' own convention. */
export function unitOfName(selector: string): BucketUnit {
  const [, plain, named, quoted] = METRIC.exec(selector) ?? [];
  const name = (plain ?? named ?? quoted ?? '').replace(/[.:-]/g, '_');
  return NAMED.find(([pattern]) => pattern.test(name))?.[1] ?? 's';
}
