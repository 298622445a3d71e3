import type { Room } from '../room/room.ts';
import { isProven, type Judged } from '../room/versions/verdict.ts';
import { quote } from '../sources/text.ts';
import { formatAge, formatDuration, formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';
import type { CountedVerdict, VerdictReason } from '../verdict/verdict.ts';
import { ailmentText } from './ailments.ts';
import { limitsReasons, limitsSentence } from './limits.ts';
import { noiseText } from './noise.ts';
import { dataText } from './unjudged.ts';
import { sizeText, timesText, unprovenText } from './unproven.ts';
import {
  claimText,
  count,
  metricText,
  ofLateText,
  originText,
  percent,
  ratesText,
  type Speaker,
  shareText,
} from './verdict-claims.ts';

/** What of the room a verdict is spoken of by. */
export type VerdictRoom = Pick<Room, 'at' | 'comparison'>;

/** The verdict in one line anyone understands; empty where nothing is compared. */
export function verdictSentence({ comparison, at }: VerdictRoom): Sentence {
  if (!comparison) return say``;
  const { candidate, verdict, limits } = comparison;
  switch (verdict.because) {
    case 'counted':
      return say`${verdict.judged ? judgedSentence(verdict.judged, speakerOf(comparison, at)) : ''}`;
    case 'limits':
      return limitsSentence(comparison);
    case 'not-rolled-out':
      return limits === 'ok'
        ? say`no rollout is under way: ${candidate.label} is not judged`
        : limitsSentence(comparison);
    case 'start-unknown':
      return say`${candidate.label} cannot be judged yet: it is not known when the rollout began`;
    case 'not-counted':
      return say`${candidate.label} cannot be judged yet: nothing has been counted`;
  }
}

/** Why, most important first, with the noise model beside every claim. */
export function verdictReasons({ comparison, at }: VerdictRoom): readonly Sentence[] {
  if (!comparison) return [];
  const { judged, because } = comparison.verdict;
  if (judged) return judgedReasons(judged, speakerOf(comparison, at)).map((text) => say`${text}`);
  const note = because === 'not-rolled-out' ? [say`no rollout is under way: only limits are checked`] : [];
  return because === 'limits' || because === 'not-rolled-out' ? [...limitsReasons(comparison), ...note] : [];
}

const speakerOf = ({ baseline, candidate }: NonNullable<Room['comparison']>, at: Millis): Speaker => ({
  baselineName: baseline.label,
  candidateName: candidate.label,
  at,
});

function judgedSentence(judged: Judged, speaker: Speaker): string {
  const { candidateName, at } = speaker;
  const { verdict, pods, data, ailments } = judged;
  if (verdict && isProven(judged)) {
    const over = verdict.reasons.find((reason) => reason.kind === 'recovered');
    return over
      ? `${candidateName} was worse ${spanText(over, at)}, ${chanceText(verdict)}; it has not been worse since`
      : `${candidateName} is worse: ${claimText(verdict, speaker)}, ${chanceText(verdict)}`;
  }
  if (data === 'DOWN') return `${candidateName} is down: none of its ${pods?.down ?? 0} pods answers`;
  if (data !== 'OK' || !verdict) return `${candidateName} cannot be judged: ${dataText(judged, speaker)}`;
  if (verdict.state !== 'WARN' && ailments.length > 0)
    return `${candidateName} is unhealthy: ${ailments.map((one) => ailmentText(one, candidateName, at)).join(', ')}`;
  switch (verdict.state) {
    case 'WARN':
      return warningText(verdict, speaker);
    case 'PASS':
      return passText(verdict, speaker);
    default:
      return missingText(verdict, speaker);
  }
}

/** "from 9m to 4m ago". */
function spanText({ from, until }: Extract<VerdictReason, { kind: 'recovered' }>, at: Millis): string {
  const end = formatAge(secondsBetween(until, at));
  return from === null ? `until ${end} ago` : `from ${formatAge(secondsBetween(from, at))} to ${end} ago`;
}

/** "false-alarm risk below 1 in 300": by Ville's inequality, whenever and however often one looks. Nothing of the kind where no bound holds. */
function chanceText({ p, advisory }: Pick<CountedVerdict, 'p' | 'advisory'>): string {
  if (advisory) return 'only a hint';
  if (p < 1e-6) return 'false-alarm risk below 1 in a million';
  const odds = 1 / p;
  const unit = 10 ** Math.floor(Math.log10(odds));
  return `false-alarm risk below 1 in ${count(Math.floor(odds / unit) * unit)}`;
}

function warningText(verdict: CountedVerdict, speaker: Speaker): string {
  const { share, reasons, logE, warnLogE, advisory } = verdict;
  const isWarned = logE >= warnLogE;
  const differ = reasons.some(
    ({ kind }) =>
      kind === 'pods-differ' ||
      kind === 'few-pods' ||
      kind === 'some-pods' ||
      kind === 'zones-apart' ||
      (kind === 'noise-model-violated' && isWarned),
  );
  if (differ)
    return `${speaker.candidateName} may be worse: ${claimText(verdict, speaker)}, but ${whyUnsure(verdict, speaker)}`;
  if (reasons.some(({ kind }) => kind === 'below-practical-size'))
    return `${speaker.candidateName} ${advisory ? 'may be' : 'is'} slightly worse: ${claimText(verdict, speaker)}, ${chanceText(verdict)}`;
  if (!isWarned)
    return `${reasons.flatMap((reason) => (reason.kind === 'share-off' ? shareText(reason, speaker) : [])).join()}: ${percent(share.observed)} of requests in this stage, ${percent(share.configured)} planned`;
  return `${speaker.candidateName} may be worse: ${claimText(verdict, speaker)}, ${chanceText(verdict)}`;
}

const noisyText = (baselineName: string) => `${baselineName}’s pods differ so much that one of them may be faulty`;

/** What keeps evidence from being certain. */
function whyUnsure({ reasons }: CountedVerdict, { baselineName }: Speaker): string {
  const few = reasons.find((reason) => reason.kind === 'few-pods');
  if (reasons.some(({ kind }) => kind === 'noise-model-violated')) return noisyText(baselineName);
  if (reasons.some(({ kind }) => kind === 'zones-apart')) return `${baselineName} has no pods in the same zones`;
  if (reasons.some(({ kind }) => kind === 'some-pods')) return `only some of its pods are`;
  if (!few) return `${baselineName}’s own pods differ as much`;
  return `${few.pods === 1 ? 'one pod' : `${few.pods} pods`} of ${baselineName} ${few.pods === 1 ? 'is' : 'are'} too few to tell how much pods differ`;
}

function passText({ better, errors, metrics }: CountedVerdict, speaker: Speaker): string {
  const { baselineName, candidateName } = speaker;
  const upper = errors.difference?.upper ?? errors.margin;
  const most = `at most ${sizeText(upper, 'ratio')} more`;
  const more =
    errors.times === null
      ? `${most} errors than ${baselineName}`
      : `less than ${errors.times} times ${baselineName}’s errors, and ${most}`;
  const proven = upper <= 0 ? `fewer errors than ${baselineName}` : more;
  const beside = metrics.length > 0 ? `; ${metrics.map(({ label }) => label).join(' and ')} not worse` : '';
  return better
    ? `${candidateName} is better: errors ${ratesText(errors, speaker)}${beside}`
    : `${candidateName} is not worse: ${proven}${beside}`;
}

/**
 * What keeps the candidate from passing: evidence against it first, then what cannot be known, then what is only a
 * matter of time.
 */
function missingText(verdict: CountedVerdict, speaker: Speaker): string {
  const { missing, soak, observed, reasons, warming } = verdict;
  const { baselineName, candidateName } = speaker;
  const late = reasons.find((reason) => reason.kind === 'worse-of-late');
  const isNoisy = reasons.some(({ kind }) => kind === 'noise-model-violated');
  if (late)
    return isNoisy
      ? `${candidateName} may have become worse: ${ofLateText(late, verdict, speaker)}, but ${noisyText(baselineName)}`
      : `${candidateName} has become worse: ${ofLateText(late, verdict, speaker)}`;
  if (isNoisy) return `${candidateName} cannot pass in this stage: ${noisyText(baselineName)}`;
  if (!missing) return 'too early to tell';
  const soakLeft = Math.max(0, soak - observed);
  const { requests, needed, eta, towards } = missing;
  if (requests === 0 && warming.candidate > 0) return warmingText(warming.candidate, candidateName);
  const short = `too early to ${towards === 'PASS' ? 'pass' : `tell whether ${candidateName} is worse`}`;
  const isMetric = verdict.errors.passes && verdict.latency?.passes !== false;
  if (needed === null && towards === 'PASS' && isMetric) return `${short}: ${unprovenText(verdict, speaker)}`;
  if (needed === null) return `${short}: ${count(requests)} ${candidateName} requests so far`;
  if (needed <= requests) {
    const isOpen = soakLeft === 0 || reasons.some(({ kind }) => kind === 'not-enough-evidence');
    return isOpen
      ? `${short}: ${unprovenText(verdict, speaker)}`
      : `no sign that ${candidateName} is worse; it can pass in ${formatDuration(Math.max(1, soakLeft))} at the earliest`;
  }
  const time =
    eta === null
      ? ''
      : `, ${eta > soakLeft ? `${formatDuration(eta)} at this traffic` : `at least ${formatDuration(soakLeft)} more`}`;
  return `${short}: ${count(requests)} of about ${count(needed)} ${candidateName} requests${time}`;
}

const warmingText = (pods: number, candidateName: string) =>
  `${pods} ${candidateName} ${pods === 1 ? 'pod has' : 'pods have'} just started and ${pods === 1 ? 'is' : 'are'} not compared yet`;

function judgedReasons(judged: Judged, speaker: Speaker): readonly string[] {
  const { verdict } = judged;
  const { candidateName, at } = speaker;
  const ailments = judged.ailments.map((one) => ailmentText(one, candidateName, at));
  if (!verdict) return ailments;
  const { restarts, noise, advisory, approximate } = verdict;
  return [
    ...verdict.reasons.map((reason) => reasonText(reason, judged, speaker)),
    ...ailments,
    ...(restarts.candidate > 0 ? [`${candidateName} restarted ${times(restarts.candidate)} in this stage`] : []),
    ...copiesText(verdict),
    ...unlabelledText(verdict),
    ...unseenText(judged, speaker),
    `noise: ${noiseText(noise)}`,
    ...(advisory ? ['the verdict is only a hint: it may raise false alarms here'] : []),
    ...(approximate && !advisory ? ['the false-alarm risk is approximate: too few pods to see how they differ'] : []),
  ].filter((text) => text !== '');
}

/** Pods that count while `up` knows of none: those that are down will not be seen either. */
const unseenText = ({ pods, verdict }: Judged, { candidateName }: Speaker): readonly string[] =>
  pods && pods.up + pods.down === 0 && (verdict?.pods.candidate ?? 0) > 0
    ? [`verdict.up matches no pod of ${candidateName}: pods that are down will not be seen`]
    : [];

/** That each counter was counted once, though several series tell it. */
const copiesText = ({ copiesBy }: CountedVerdict): readonly string[] =>
  copiesBy.length > 0
    ? [
        `several series are copies of the same counters (they differ by ${copiesBy.join(', ')}): each counter is counted once`,
      ]
    : [];

const unlabelledText = ({ unlabelled }: CountedVerdict): readonly string[] =>
  unlabelled.map((label) => `verdict.by: no series has a label ${quote(label, 40)}`);

const times = (n: number) => (n === 1 ? 'once' : `${n} times`);

function reasonText(reason: VerdictReason, judged: Judged, speaker: Speaker): string {
  const { verdict } = judged;
  const { baselineName, candidateName } = speaker;
  if (!verdict) return '';
  switch (reason.kind) {
    case 'errors-worse':
      return `errors ${ratesText(verdict.errors, speaker)}${originText(verdict.errors)}`;
    case 'latency-worse': {
      const boundary = verdict.latency?.boundaries.find((one) => one.boundary === reason.boundary);
      const rates = boundary ? ` ${ratesText(boundary, speaker)}${originText(boundary)}` : '';
      return `requests slower than ${formatValue(reason.boundary, 'seconds')}${rates}`;
    }
    case 'metric-worse': {
      const metric = verdict.metrics.find(({ id }) => id === reason.metric);
      return `${metricText(reason, verdict.metrics, speaker)}${metric ? originText(metric) : ''}`;
    }
    case 'below-practical-size':
      return `a real difference, but smaller than what counts as worse`;
    case 'size-unsure':
      return `certainly worse, but perhaps by too little to count${reason.size === null ? '' : ` (less than ${sizeText(reason.size, 'ratio')})`}`;
    case 'pods-differ':
      return `this is true of these pods, but ${baselineName}’s own pods differ as much`;
    case 'few-pods':
      return `${baselineName} has ${reason.pods === 1 ? 'one pod' : `${reason.pods} pods`}: too few to tell how much pods of one version differ`;
    case 'some-pods':
      return `some of ${candidateName}’s pods are worse and others are not: either these pods or ${candidateName} may be at fault`;
    case 'zones-apart':
      return `most of ${candidateName}’s requests are in zones without ${baselineName}: either the zone or ${candidateName} may be at fault`;
    case 'worse-of-late':
      return `${candidateName} ${verdict.advisory ? 'may have' : 'has'} become worse, judged by its newest requests alone: ${ofLateText(reason, verdict, speaker)}`;
    case 'warming':
      return warmingText(reason.pods, candidateName);
    case 'lingering':
      return `${reason.pods} ${reason.pods === 1 ? 'pod' : 'pods'} labelled ${candidateName} started before this rollout and ${reason.pods === 1 ? 'is' : 'are'} not counted`;
    case 'recovered':
      return `${candidateName} looks fine now, but was worse earlier in this stage, and that still counts`;
    case 'noise-model-violated':
      return noisyText(baselineName);
    case 'share-off':
      return `${shareText(reason, speaker)}: ${percent(verdict.share.observed)}, planned ${percent(verdict.share.configured)}`;
    case 'data':
      return dataText(judged, speaker);
    case 'soaking':
      return `it can pass after ${formatDuration(reason.left)} more with traffic to both versions`;
    case 'not-enough-evidence':
      return unprovenText(verdict, speaker);
    case 'no-common-boundaries':
      return `latency is not compared: the histograms of ${baselineName} and ${candidateName} have no bucket boundary in common`;
    case 'within-margin':
      return [
        `${candidateName} has less than ${sizeText(verdict.errors.margin, 'ratio')} more errors than ${baselineName}${timesText(verdict.errors)}`,
        ...verdict.metrics.map(
          ({ label, margin, unit, worse }) => `${label} is ${worse} by less than ${sizeText(margin, unit)}`,
        ),
      ].join('; ');
  }
}
