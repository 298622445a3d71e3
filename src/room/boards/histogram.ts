import { own } from '../../own.ts';
import { judgeReading } from '../rings/limits.ts';
import type { State } from '../state.ts';
import type { Read } from './answers.ts';
import { type Built, built } from './built.ts';
import type { HistogramBucket } from './panel.ts';
import type { Of } from './series.ts';

export function buildHistogram({ expr, unit, scale }: Of<'histogram'>, read: Read): Built {
  const { series: all, unread } = read(expr);
  const silent = all.find((one) => one.silent);
  const series = all.filter((one) => !one.silent);
  const buckets = series
    .map(({ labels, reading }): HistogramBucket & { readonly state: State } => ({
      le: boundOf(own(labels, 'le')) * scale,
      reading,
      state: judgeReading(reading, null),
      expr,
      exactLabels: labels,
    }))
    .filter(({ le }) => !Number.isNaN(le))
    .sort((a, b) => a.le - b.le);
  const twice = buckets.find(({ le }, i) => le === buckets[i - 1]?.le);
  const isOfSeveral = new Set(series.map(({ server }) => server)).size > 1;
  const several = isOfSeveral ? SEVERAL_SERVERS : SEVERAL_PER_BOUND;
  const problem = series.length === 0 ? null : buckets.length === 0 ? NO_BOUNDS : twice ? several : null;
  if (problem !== null)
    return built([], { known: false, reason: 'query-error', error: problem }, none, () => ({
      type: 'histogram',
      unit,
      buckets: [],
    }));
  // Buckets of the other servers are no more than a part.
  const missing = silent === undefined || silent.reading.known ? null : silent.reading;
  return built(buckets, unread ?? missing, none, (shown) => ({
    type: 'histogram',
    unit,
    buckets: shown.map(({ state: _, ...bucket }) => bucket),
  }));
}

/** Of buckets none is worse than another. */
const none = () => null;

const NO_BOUNDS = 'its series have no label "le": ask for sum by (le) (rate(x_bucket[$window]))';

const SEVERAL_PER_BOUND = 'several series have the same "le": ask for sum by (le) (rate(x_bucket[$window]))';

const SEVERAL_SERVERS = 'several servers have the same "le": ask one of them, or repeat the panel by a label of theirs';

/** As Prometheus writes bounds. */
const boundOf = (text = ''): number =>
  text === '+Inf' ? Number.POSITIVE_INFINITY : text === '' ? Number.NaN : Number(text);
