import type { Comparison } from '../../../room/shown.ts';
import { formatClock, formatDelta, formatValue } from '../../../text/format.ts';
import { suppliersText } from '../../../text/origin.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import type { ProportionVerdict } from '../../../verdict/verdict.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, run, wrap } from '../../canvas/runs.ts';
import type { DetailInput } from '../shared/detail.ts';
import { bandText } from './charts.ts';

/** Cells of the names at the left. */
export const LABEL = 14;

export const percent = (value: number | null): Safe => (value === null ? safe('unknown') : formatValue(value, 'ratio'));
const count = (value: number): Safe => formatValue(value, 'count');

/** Both rates with their bands on one scale, and the difference. */
export function rateLines(errors: ProportionVerdict, { baseline, candidate }: Comparison, input: DetailInput): Line[] {
  const { width, timeZone } = input;
  const table = toldOver(width);
  const rows = [
    { label: baseline.label, of: errors.baseline, tone: 'baseline' as const },
    { label: candidate.label, of: errors.candidate, tone: 'candidate' as const },
  ];
  const max = Math.max(0, ...rows.map(({ of }) => of.band?.upper ?? 0));
  const { difference, margin, times, since } = errors;
  const verb = safe(
    difference === null
      ? 'cannot be told yet'
      : `${formatDelta(difference.value, 'ratio')}, between ${formatDelta(difference.lower, 'ratio')} and ${formatDelta(difference.upper, 'ratio')}`,
  );
  return [
    ...rows.map(({ label, of, tone }) => rateRow(label, of, tone, max, input)),
    table.row({
      name: run('difference', 'dim'),
      told: [
        run(verb),
        run(
          `; passes below ${formatDelta(margin, 'ratio')}${times === null ? safe('') : safe(`, at less than ${times} times ${baseline.label}’s rate`)}`,
          errors.passes ? 'ok' : 'dim',
        ),
      ],
    }),
    ...(since === null || since.difference === null
      ? []
      : [
          table.row({
            name: run('recently', 'dim'),
            told: [
              run(`${percent(since.candidate)} against ${percent(since.baseline)}`),
              run(`, ${formatDelta(since.difference, 'ratio')}, since ${formatClock(since.from, timeZone)}`, 'dim'),
            ],
          }),
        ]),
    ...sureLine(errors, input),
    ...originLines(errors, width),
  ];
}

/** What is told of the errors, below their rates. */
const toldOver = (width: number) =>
  columns(
    [
      { name: 'name', width: LABEL - 2, gap: 2 },
      { name: 'told', width: 'flows', least: 1, gap: 1 },
    ],
    width,
  );

/** A rate, between what it surely lies, and that as a band on the scale of both where there is room. */
function rateRow(
  label: Safe,
  { rate, band, events, requests }: ProportionVerdict['baseline'],
  tone: 'baseline' | 'candidate',
  max: number,
  { width, unicode }: DetailInput,
): Line {
  const table = columns(
    [
      { name: 'label', width: LABEL - 2, gap: 2 },
      { name: 'rate', width: 9, align: 'right' },
      { name: 'between', width: 18, gap: 2 },
      { name: 'band', width: band && rate !== null ? 'rest' : 0, least: 10, most: 40, vanishes: true, gap: 1 },
      { name: 'events', width: 'flows', least: 20, gap: 2 },
    ],
    width,
  );
  return table.row({
    label: run(label, tone, { bold: true }),
    rate: run(percent(rate), tone, { bold: true }),
    between: run(band ? `${percent(band.lower)} – ${percent(band.upper)}` : ''),
    band: (cells) =>
      band && rate !== null ? run(bandText(band, rate, max, cells, unicode), tone, { charted: true }) : [],
    events: run(`${count(events)} of ${count(requests)}`, 'dim'),
  });
}

/** From so much evidence on it is told where it comes from. */
const TELLING = Math.log(20);

/** What supplies most of the excess. */
export function originLines({ since, logE }: ProportionVerdict, width: number): Line[] {
  const text = since && logE >= TELLING ? suppliersText(since) : safe('');
  if (text === '') return [];
  const table = toldOver(width);
  return wrap(text, table.widths.told).map((part, i) =>
    table.row({ name: run(i === 0 ? 'from' : '', 'dim'), told: run(part, 'warn') }),
  );
}

/** By how much the candidate surely is worse since it seems to be. */
function sureLine({ surely, since }: ProportionVerdict, { width, timeZone }: DetailInput): Line[] {
  if (surely === null || since === null) return [];
  const ifAlike = safe(`${formatDelta(surely.byChance, 'ratio')} if all pods of a version are alike`);
  const words =
    surely.byPods === null
      ? safe(`${ifAlike}, which is not known`)
      : safe(`${formatDelta(surely.byPods, 'ratio')}, and ${ifAlike}`);
  const from = safe(`since ${formatClock(since.from, timeZone)} at least `);
  return [toldOver(width).row({ name: run('surely', 'dim'), told: [run(from), run(words)] })];
}
