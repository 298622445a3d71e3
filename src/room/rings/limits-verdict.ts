import { formatValue } from '../../text/format.ts';
import type { Unit } from '../../units.ts';
import type { ComparisonMetric, LimitsVerdict, State, Verdict } from '../room.ts';

/** No statistics: the newest values against their limits, and it says so. */
export function holdAgainstLimits(
  metrics: readonly ComparisonMetric[],
  baseline: string,
  candidate: string,
): LimitsVerdict {
  // By its own limit alone a value may fail that is better than the other version's.
  const words = ({ label, unit, candidate: own, baseline: other, missed = '', states }: ComparisonMetric) =>
    states && states.own !== 'ok' && states.difference === 'ok' && own.known && missed !== ''
      ? `${label} ${inWords(own, unit)} (${missed})`
      : `${label} ${inWords(own, unit)} against ${inWords(other, unit)}`;
  const of = (state: State) => metrics.filter((metric) => metric.state === state).map(words);
  const failing = of('fail');
  const unknown = of('unknown');
  const warning = of('warn');
  const verdict = (state: State, sentence: string, reasons: readonly string[]) => ({ state, sentence, reasons });
  if (failing.length > 0) return verdict('fail', `${candidate} is beyond its limits: ${failing.join(', ')}`, failing);
  if (unknown.length > 0) return verdict('unknown', `cannot compare: ${unknown.join(', ')}`, unknown);
  if (warning.length > 0) return verdict('warn', `${candidate} is near its limits: ${warning.join(', ')}`, warning);
  return verdict('ok', `${candidate} is within its limits against ${baseline}`, []);
}

const inWords = (reading: ComparisonMetric['candidate'], unit: Unit) =>
  reading.known ? formatValue(reading.value, unit) : reading.reason === 'partial' ? 'partial' : 'unknown';

const STATES = { ok: 'same', warn: 'inconclusive', fail: 'worse', unknown: 'unknown' } as const;

/** What limits alone say, where nothing is counted. */
export const verdictByLimits = ({ state, sentence, reasons }: LimitsVerdict, note?: string): Verdict => ({
  state: STATES[state],
  method: 'limits',
  level: state,
  sentence,
  reasons: note === undefined ? reasons : [...reasons, note],
  judged: null,
});
