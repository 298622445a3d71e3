import { demandText, isBeyond, type Limit, limitBounds, valueAgainst } from '../limits/limit.ts';
import type { Query } from '../profile/query.ts';
import type { RoomAlert } from '../room/alerts/alert.ts';
import type { InfraItem } from '../room/infra.ts';
import type { Reading } from '../room/readings.ts';
import type { Check } from '../room/rings/checks.ts';
import { windowOfQueries } from '../room/rings/query-window.ts';
import type { Ring } from '../room/rings/rings.ts';
import type { Comparison, ComparisonMetric } from '../room/versions/comparison.ts';
import type { Traffic } from '../room/versions/traffic.ts';
import { formatAge, formatDelta, formatDuration, formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, type Seconds, secondsBetween, type Unit } from '../units.ts';
import { limitText, missedText } from './limits.ts';
import { unreadText } from './readings.ts';
import { trafficReason } from './traffic.ts';

/** A value that is held against a limit, as it is spoken of. */
interface Spoken {
  readonly what: string;
  readonly reading: Reading;
  readonly unit: Unit;
  readonly limit: Limit | null;
  /** The queries whose window is said. */
  readonly exprs: readonly Query[];
}

/** "error rate of half is 6.10 % (5 min), 6.1 times the limit: at most 1.00 % is allowed" */
export function valueSentence({ what, reading, unit, limit, exprs }: Spoken, now: Millis): Sentence {
  const demand = limit === null ? '' : `: ${demandText(limit, unit)}`;
  if (!reading.known) {
    const allowed = limit === null ? '' : ` (${demandText(limit, unit)})`;
    return say`${what} is not known: ${unreadText(reading, now)}${allowed}`;
  }
  const value = limit === null ? formatValue(reading.value, unit) : valueAgainst(reading.value, limit, unit);
  const far = limit === null ? '' : beyondText(reading.value, limit, unit);
  return say`${what} is ${value}${windowWords(exprs)}${far === '' ? '' : `, ${far}`}${demand}`;
}

/** @param rings those that it is the same in */
export function checkSentence(check: Check, rings: readonly string[], now: Millis): Sentence {
  const of = [rings.slice(0, -1).join(', '), ...rings.slice(-1)].filter((ids) => ids !== '').join(' and ');
  return valueSentence({ ...check, what: `${check.label} of ${of}`, exprs: [check.expr] }, now);
}

export function infraSentence(item: InfraItem, now: Millis): Sentence {
  const { group, label, reading, show, expr } = item;
  if (show === 'up' && reading.known) return say`${group} ${label} is ${reading.value > 0 ? 'up' : 'down'}`;
  return valueSentence({ ...item, what: `${group} ${label}`, exprs: [expr] }, now);
}

/** "errors: V2 7.05 %, 37 times V1’s 0.19 % (5 min); limit at most 1.00 %" */
export function metricSentence(
  metric: ComparisonMetric,
  { baseline: old, candidate: young }: Pick<Comparison, 'baseline' | 'candidate'>,
  now: Millis,
): Sentence {
  const { label, unit, baseline, candidate, baselineExpr, candidateExpr } = metric;
  const missed = missedText(metric, old.label) || limitText(metric, old.label);
  const limit = missed === '' ? '' : `; limit ${missed}`;
  if (!candidate.known) return say`${label} of ${young.label} is not known: ${unreadText(candidate, now)}${limit}`;
  const against = baseline.known
    ? againstText(candidate.value, baseline.value, unit, old.label)
    : `${old.label} is not known: ${unreadText(baseline, now)}`;
  const window = windowWords([baselineExpr, candidateExpr]);
  return say`${label}: ${young.label} ${formatValue(candidate.value, unit)}, ${against}${window}${limit}`;
}

function againstText(value: number, other: number, unit: Unit, name: string): string {
  const told = formatValue(other, unit);
  const times = other > 0 && value > 0 ? value / other : 1;
  return times >= 1.5 ? `${timesWords(times)} ${name}’s ${told}` : `${name} ${told}`;
}

const timesWords = (times: number): string =>
  `${times >= 10 ? formatValue(Math.round(times), 'count') : Number(times.toPrecision(2))} times`;

/** How far a value is beyond its limit: "6.1 times the limit", "4 ms over it"; empty while it is within. */
function beyondText(value: number, limit: Limit, unit: Unit): string {
  if (!isBeyond(value, limit) || !Number.isFinite(value)) return '';
  const over = (most: number): string =>
    most > 0 && value / most >= 2
      ? `${timesWords(value / most)} the limit`
      : `${formatDelta(value - most, unit).replace('+', '')} over the limit`;
  const short = (least: number): string => `${formatDelta(value - least, unit).replace('−', '')} short of the limit`;
  const [edge = value] = limitBounds(limit).toSorted((a, b) => Math.abs(value - a) - Math.abs(value - b));
  return value > edge ? over(edge) : short(edge);
}

/** Over how long back it is taken, where the queries say so: " (5 min)". */
export function windowWords(exprs: readonly Query[]): string {
  const window = windowOfQueries(exprs);
  return window === null ? '' : ` (${lengthWords(window)})`;
}

const LENGTHS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
] as const;

function lengthWords(window: Seconds): string {
  const [length, word] = LENGTHS.find(([seconds]) => window % seconds === 0) ?? [1, 's'];
  return `${window / length} ${word}`;
}

/** Who keeps an alert quiet, in a sentence: "alice acknowledged it 6m ago, for 9m more"; null where nobody does. */
export function quietText({ ack, silence, state, mutedBy }: Quiet, now: Millis): Sentence | null {
  if (ack !== null) {
    const who = ack.by === '' ? 'somebody' : ack.by;
    const note = ack.note === '' ? '' : `: ${ack.note}`;
    const since = formatAge(secondsBetween(ack.at, now));
    return say`${who} acknowledged it ${since} ago, for ${formatDuration(secondsBetween(now, ack.expiresAt))} more${note}`;
  }
  if (silence !== null) {
    const who = silence.by === '' ? 'somebody' : silence.by;
    const note = silence.comment === '' ? '' : `: ${silence.comment}`;
    return say`${who} silenced it for ${formatDuration(secondsBetween(now, silence.endsAt))} more${note}`;
  }
  if (state === 'inhibited') return say`another alert keeps it quiet (inhibited): nobody is called for it`;
  if (state === 'muted') return say`it is muted by ${(mutedBy ?? []).join(', ')}: nobody is called for it`;
  return null;
}

type Quiet = Pick<RoomAlert, 'ack' | 'silence' | 'state'> & Partial<Pick<RoomAlert, 'mutedBy'>>;

/** What the candidate gets and what is planned: "V2 gets 41.8 % of the traffic; the plan is 5.00 %". */
export function trafficSentence(traffic: Traffic, now: Millis): Sentence {
  const { shares, planned } = traffic;
  const candidate = shares.find(({ role }) => role === 'candidate');
  if (candidate?.share == null) return say`traffic: ${trafficReason(traffic, now)}`;
  const plan =
    planned === null
      ? 'no share is planned'
      : planned.known
        ? `the plan is ${formatValue(planned.value, 'ratio')}`
        : 'the plan is not known';
  return say`${candidate.label} gets ${formatValue(candidate.share, 'ratio')} of the traffic; ${plan}`;
}

/** Whether the candidate should be taken back from a ring, as far as the room can tell; empty where nothing is compared. */
export function rollBackSentence(
  { comparison, traffic, at }: RollBackRoom,
  ring: Pick<Ring, 'id' | 'because'>,
): Sentence {
  if (!comparison) return say``;
  const { verdict, candidate, baseline } = comparison;
  const share = traffic?.shares.find(({ role }) => role === 'candidate')?.share ?? null;
  const { because } = ring;
  if (because.kind === 'rolled-back') {
    const left =
      share === null || share === 0
        ? ''
        : `; ${candidate.label} still gets ${formatValue(share, 'ratio')} of the traffic`;
    return say`${ring.id} was rolled back ${formatAge(secondsBetween(because.at, at))} ago${left}`;
  }
  switch (verdict.state) {
    case 'worse': {
      const found = verdict.method === 'limits' ? 'is beyond its limits' : 'is worse';
      if (share === 0) return say`${candidate.label} ${found} but no longer gets any requests`;
      const gets = share === null ? '' : ` and gets ${formatValue(share, 'ratio')} of the traffic`;
      return say`Roll back: ${candidate.label} ${found}${gets}. Use your deploy script: ringdeck does not deploy`;
    }
    case 'better':
    case 'same':
      // What is counted may be alike while a value is beyond its limit.
      if (comparison.limits === 'fail')
        return say`Roll back? ${candidate.label} is beyond its limits, though it is not shown to be worse than ${baseline.label}`;
      return say`No need to roll back: ${candidate.label} is not worse than ${baseline.label}`;
    case 'inconclusive':
      return say`Roll back? It is not certain yet that ${candidate.label} is worse than ${baseline.label}`;
    case 'unknown':
      return say`Roll back? It is not known whether ${candidate.label} is worse than ${baseline.label}`;
  }
}

/** What of a room tells whether the candidate should be taken back. */
export interface RollBackRoom {
  readonly comparison: Comparison | null;
  readonly traffic: Traffic | null;
  readonly at: Millis;
}
