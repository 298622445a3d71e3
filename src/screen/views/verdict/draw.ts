import type { Comparison, Judged, Room } from '../../../room/shown.ts';
import { formatAge, formatClock, formatDelta, formatDuration, formatValue } from '../../../text/format.ts';
import { joined, type Safe, type SafeArgument, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { secondsBetween } from '../../../units.ts';
import type { BoundaryVerdict, LatencyVerdict, ProportionVerdict, QuantileInterval } from '../../../verdict/verdict.ts';
import { limitsSentence } from '../../../wording/limits.ts';
import { noiseText } from '../../../wording/noise.ts';
import { verdictReasons, verdictSentence } from '../../../wording/verdict.ts';
import { plainVerdict } from '../../../wording/verdict-plain.ts';
import { cell, type Line, run, type Tone, wrap } from '../../canvas/runs.ts';
import { marksOf } from '../../core/marks.ts';
import { hiddenRun } from '../../panels/panel.ts';
import { verdictMark, verdictTone, verdictWord } from '../../panels/parts.ts';
import type { DetailDrawing, DetailInput } from '../shared/detail.ts';
import { differenceChart, evidenceChart, evidenceText } from './charts.ts';
import { LABEL, originLines, percent, rateLines } from './errors.ts';
import { comparedOver, metricLines } from './metrics.ts';

/** What is counted, as the room has it. */
type CountedVerdict = NonNullable<Judged['verdict']>;

const CHART = 8;
const SMALL_CHART = 5;

/** The verdict with all its numbers: evidence over time, rates, latency, traffic share, the noise model, and why. */
export function drawVerdict(scroll: number, input: DetailInput): DetailDrawing | null {
  const { comparison } = input.room;
  if (!comparison) return null;
  const { verdict } = comparison;
  const tone = verdictTone(verdict);
  const lines = verdictLines(comparison, input, tone);
  const end = Math.max(0, lines.length - input.height);
  const from = Math.min(scroll, end);
  const more = lines.length - from - input.height;
  return {
    title: safe(`${comparison.baseline.label} ${input.glyphs.becomes} ${comparison.candidate.label}: verdict`),
    badge: [
      run(`${verdictMark(verdict, input.glyphs)} ${verdictWord(verdict)}`, tone, { bold: true }),
      hiddenRun(more, input.glyphs),
    ],
    lines: lines.slice(from, from + input.height),
    end,
  };
}

function verdictLines(comparison: Comparison, input: DetailInput, tone: Tone): Line[] {
  const { verdict, limits } = comparison;
  const { width, room } = input;
  const paragraph = <T extends string>(text: SafeArgument<T>, of: Tone): Line[] =>
    wrap<T>(text, width).map((part) => [run(part, of)]);
  const plain = wrap(plainVerdict(room), width).map((part): Line => [run(part, tone, { bold: true })]);
  const sentence = [...plain, ...wrap(verdictSentence(room), width).map((part): Line => [run(part, tone)])];
  const beside =
    verdict.method === 'e-process'
      ? [[run(cell('Limits', LABEL), 'title'), run(limitsSentence(comparison), limits === 'ok' ? 'text' : limits)]]
      : [];
  const why = section(
    'Why',
    verdictReasons(room).flatMap((reason) => paragraph(`${input.glyphs.mark} ${reason}`, 'text')),
  );
  const { judged } = verdict;
  const alone =
    'Only limits: the newest values, without statistics. A statistical verdict needs `verdict` in the profile and a stage that has begun.';
  if (!judged) return [...sentence, ...why, [], ...paragraph(alone, 'dim')];
  return [
    ...sentence,
    ...paragraph(stageText(judged, input.room), 'dim'),
    ...(judged.verdict ? numberLines(judged, judged.verdict, comparison, input) : []),
    [],
    ...beside,
    ...why,
  ];
}

const section = (title: 'Why' | 'Errors' | 'Latency' | 'Slower than', lines: readonly Line[]): Line[] =>
  lines.length === 0 ? [] : [[], [run(title, 'title')], ...lines];

function stageText({ ring, since, scrape, verdict }: Judged, { at }: Room): Safe {
  const stage = safe(`${ring ?? 'this stage'} began ${formatAge(secondsBetween(since, at))} ago`);
  const scraped = scrape === null ? [] : [safe(`scraped every ${formatDuration(scrape)}`)];
  const watched = verdict ? [safe(`${formatDuration(verdict.observed)} with traffic of both`)] : [];
  return joined([stage, ...scraped, ...watched], ', ');
}

function numberLines(judged: Judged, verdict: CountedVerdict, comparison: Comparison, input: DetailInput): Line[] {
  const { height, width, timeZone, glyphs, room, range } = input;
  const isLarge = height >= 34;
  const time = { from: judged.since, to: room.at, timeZone };
  const place = { time, width, ink: glyphs.ink, cursor: range.cursor ?? null, marks: marksOf(room) };
  const chart = evidenceChart(verdict, { ...place, height: isLarge ? CHART : SMALL_CHART });
  return [
    [],
    evidenceLine(verdict, input),
    ...chart,
    ...section('Errors', rateLines(verdict.errors, comparison, input)),
    ...(isLarge ? differenceChart(verdict, { ...place, height: SMALL_CHART }) : []),
    ...latencyLines(verdict.latency, comparison, input),
    ...metricLines(verdict.metrics, comparison, input, verdict),
    [],
    shareLine(verdict, comparison),
    ...noiseLines(verdict, comparison),
    ...podLines(judged, verdict, comparison),
  ];
}

function evidenceLine(
  { logE, peakLogE, warnLogE, failLogE, failedAt }: CountedVerdict,
  { timeZone, width }: DetailInput,
): Line {
  const reached = (threshold: number): Tone => (logE >= threshold ? 'fail' : 'dim');
  return [
    run(cell('Evidence', LABEL), 'title'),
    run(`E = ${evidenceText(logE)}`, logE >= failLogE ? 'fail' : logE >= warnLogE ? 'warn' : 'text', { bold: true }),
    run(peakLogE > logE + 0.01 ? `, at most ${evidenceText(peakLogE)}` : '', 'dim'),
    run('   warns from ', 'dim'),
    run(evidenceText(warnLogE), logE >= warnLogE ? 'warn' : 'dim'),
    run(', worse from ', 'dim'),
    run(evidenceText(failLogE), reached(failLogE)),
    run(failedAt === null || width < 100 ? '' : `, reached at ${formatClock(failedAt, timeZone)}`, 'fail'),
  ];
}

/** Every common boundary, and the quantiles as the intervals between boundaries that is all a histogram knows. */
function latencyLines(latency: LatencyVerdict | null, comparison: Comparison, { glyphs, width }: DetailInput): Line[] {
  if (!latency) return [];
  if (!latency.comparable)
    return section('Latency', [[run('  the histograms have no bucket boundary in common', 'unknown')]]);
  const worst = latency.differs?.boundary;
  const table = comparedOver(LABEL - 2, width);
  const row = (one: BoundaryVerdict): Line => {
    const tone: Tone = one.boundary === worst && one.logE > 1 ? 'warn' : 'text';
    return table.row({
      pointer: run(one.boundary === worst ? glyphs.pointer : '', tone),
      name: run(`> ${formatValue(one.boundary, 'seconds')}`, tone),
      baseline: run(percent(one.baseline.rate), 'baseline'),
      candidate: run(percent(one.candidate.rate), 'candidate'),
      difference: run(one.difference ? formatDelta(one.difference.value, 'ratio') : safe(''), tone),
      evidence: run(`E ${evidenceText(one.logE)}`, one.boundary === worst ? tone : 'dim'),
    });
  };
  const header = table.row({
    baseline: run(comparison.baseline.label, 'baseline'),
    candidate: run(comparison.candidate.label, 'candidate'),
  });
  const quantiles = joined(
    latency.quantiles.map((one) => quantileText(one, comparison)),
    '   ',
  );
  return [
    ...section('Slower than', [header, ...latency.boundaries.map(row)]),
    ...(latency.differs ? originLines(latency.differs, width) : []),
    ...wrap(quantiles, width - 2).map((text): Line => [run(`  ${text}`, 'dim')]),
  ];
}

function quantileText({ quantile, baseline, candidate }: QuantileInterval, labels: Comparison): Safe {
  const interval = (found: QuantileInterval['baseline']) => {
    if (!found) return safe('unknown');
    const above = formatValue(found.above, 'seconds');
    return safe(Number.isFinite(found.upTo) ? `(${above}, ${formatValue(found.upTo, 'seconds')}]` : `> ${above}`);
  };
  const name = safe(`p${Math.round(quantile * 100)}`);
  const [old, young] = [interval(baseline), interval(candidate)];
  return safe(
    old === young ? `${name} ${old}` : `${name} ${labels.baseline.label} ${old} ${labels.candidate.label} ${young}`,
  );
}

/** The candidate's share of all that was counted. */
function shareOf({ baseline, candidate }: ProportionVerdict): number | null {
  const requests = baseline.requests + candidate.requests;
  return requests > 0 ? candidate.requests / requests : null;
}

function shareLine({ share, errors }: CountedVerdict, { candidate }: Comparison): Line {
  const off = share.state === 'below' || share.state === 'above';
  const words = {
    'as-configured': 'as planned',
    below: 'below plan',
    above: 'above plan',
    'not-configured': 'no plan',
    unknown: 'not known',
  } as const;
  return [
    run(cell('Traffic', LABEL), 'title'),
    run(`${candidate.label} got ${percent(share.observed ?? shareOf(errors))}`, off ? 'warn' : 'text'),
    run(share.configured === null ? '' : `, planned ${percent(share.configured)}`),
    run(`  ${words[share.state]}`, off ? 'warn' : 'dim'),
    run(share.observed === null ? '' : `, E ${evidenceText(share.logE)}`, 'dim'),
  ];
}

function noiseLines({ noise, advisory, approximate }: CountedVerdict, { baseline }: Comparison): Line[] {
  const doubt = advisory ? '  a hint only' : approximate ? '  approximate' : '';
  return [
    [run(cell('Noise', LABEL), 'title'), run(noiseText(noise), advisory ? 'warn' : 'text'), run(doubt, 'warn')],
    [
      run(cell('', LABEL)),
      run(
        `dispersion ${sanitiseLine(noise.dispersion.toFixed(2))}, placebo E ${evidenceText(noise.placeboLogE)} (${baseline.label} against itself)`,
        'dim',
      ),
    ],
  ];
}

function podLines(
  { pods }: Judged,
  { pods: reporting, gone, restarts }: CountedVerdict,
  { baseline, candidate }: Comparison,
): Line[] {
  const down = safe(pods && pods.down > 0 ? `, ${pods.down} down` : '');
  const left = safe(gone ? `, ${gone.pods} of ${gone.of} gone` : '');
  const restarted = safe(restarts.candidate > 0 ? `, restarted ${restarts.candidate} times` : '');
  return [
    [
      run(cell('Pods', LABEL), 'title'),
      run(`${baseline.label} ${reporting.baseline}, ${candidate.label} ${reporting.candidate}`),
      run(`${down}${left}${restarted}`, 'warn'),
    ],
  ];
}
