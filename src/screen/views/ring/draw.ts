import { windowOfQueries } from '../../../room/rings/query-window.ts';
import { standsStill } from '../../../room/rings/soak.ts';
import type { Check, Ring } from '../../../room/shown.ts';
import { formatAge, formatClock, formatDuration } from '../../../text/format.ts';
import { joined, safe } from '../../../text/safe.ts';
import { secondsBetween } from '../../../units.ts';
import { pauseText, regionReason, ringReason } from '../../../wording/rings.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { type Line, run, selected, toWidth, wrap, wrapTo } from '../../canvas/runs.ts';
import { inView, urgency, worstFirst } from '../../core/worst.ts';
import { trendRuns } from '../../panels/board/limited.ts';
import { distanceRuns } from '../../panels/distance.ts';
import { hiddenRun } from '../../panels/panel.ts';
import {
  checkText,
  limitText,
  readingRun,
  ringMark,
  ringTone,
  ringWord,
  stateMark,
  unknownDetail,
  warnText,
} from '../../panels/parts.ts';
import { checkDistance } from '../../panels/ring-checks.ts';
import { approvalLine, overrideRuns, soakLine } from '../../panels/ring-words.ts';
import { isMany } from '../chart/now.ts';
import type { DetailDrawing, DetailInput } from '../shared/detail.ts';
import { besideLines } from './beside.ts';
import { budgetLines } from './budgets.ts';
import { goingOnLines } from './going-on.ts';
import { selectedCheck } from './selected-check.ts';

/** Lower than this, a page says each thing once; so many of its rows are kept for soak and checks. */
const SMALL = 14;
const SMALL_REST = 3;
/** Rows of a long reason. */
const REASON = 4;
/** Rows that say of a ring what is always said: why it stands so, its soak, when it was deployed, the names of columns. */
const BESIDE = 5;
/** Rows of what can be done on a small terminal. */
const ACTS = 2;
/** Rows above the table; above the chart; and those from which a chart tells anything. */
const HEADER = 1;
const CHART_HEAD = 2;
const LEAST_CHART = 5;

/** Everything about one ring: how it stands and why, every check against its limit, the trend of the selected one. */
export function drawRing(ring: Ring, checkId: string | null, input: DetailInput): DetailDrawing {
  const { glyphs, width, height } = input;
  const chosen = selectedCheck(ring, checkId);
  const head = headLines(ring, input);
  // Every check before any chart: a chart is one key away.
  const newest = windowOfQueries(ring.checks.map(({ expr }) => expr));
  const free = height - head.length - HEADER;
  // What can be done stands before checks that are well; what is around it has the rows that no check needs.
  const needed = height < SMALL ? ring.checks.length : ring.checks.filter(({ state }) => state !== 'ok').length + 1;
  const most = Math.max(free - ring.checks.length, Math.min(ACTS, free - needed));
  const beside = besideLines(ring, chosen, most, input);
  const spare = free - beside.length;
  const rows = Math.max(1, spare);
  const shown = inView(worstFirst(ring.checks, checkDistance), rows, (check) => check.id === chosen, urgency);
  const table = shown.map((check) => {
    const line = toWidth(checkRow(check, ring, input), width);
    return check.id === chosen ? selected(line) : line;
  });
  const check = ring.checks.find(({ id }) => id === chosen);
  const space = spare - table.length - CHART_HEAD;
  const lines: Line[] = [
    ...head,
    ...beside,
    [
      ...tableOf(ring, input, false).header({
        label: safe('check'),
        value: safe(newest === null ? 'now' : `last ${formatDuration(newest)}`),
        limit: safe('limit'),
      }),
    ],
    ...table,
  ];
  if (check !== undefined && !isMany(check.reading) && space >= LEAST_CHART)
    lines.push(
      [],
      [run(check.label, 'title'), run(`  ${limitText(check, glyphs)}`, 'dim')],
      ...input.chart([{ expr: check.expr, line: 'candidate' }], check.unit, width, space, { limit: check.limit }),
    );
  return {
    title: safe(`${ring.id} ${ring.name}`),
    badge: [
      { ...ringMark(ring.state, glyphs), kept: true },
      run(` ${ringWord(ring.state)}`, ringTone(ring.state), { bold: true }),
      hiddenRun(ring.checks.length - shown.length, glyphs),
    ],
    lines,
  };
}

function headLines(ring: Ring, input: DetailInput): Line[] {
  const { width, height } = input;
  const { approval } = ring;
  const isSmall = height < SMALL;
  const asked = approvalLine(ring, input);
  const reason = wrapTo(ringReason(ring, input.room), width, isSmall ? 1 : REASON);
  // What stands against it comes before checks that stand well, but not before all of them.
  const spare = height - ring.checks.length - BESIDE;
  const rows = Math.max(spare, isSmall ? height - SMALL_REST : Math.floor(height / 2) - 1);
  const goingOn = goingOnLines(ring, input, rows);
  return [
    ...(isSmall && goingOn.length > 0 ? [] : reason).map(
      (text): Line => [run(text, ringTone(ring.state), { bold: true })],
    ),
    ...goingOn,
    ...nearLines(ring, input),
    ...regionLines(ring, input),
    ...(asked.length > 0 ? [[...asked, run(approval?.note === undefined ? '' : `  ${approval.note}`)]] : []),
    ...(approval?.override === undefined ? [] : [[run(`override: ${approval.override}`, 'warn')]]),
    ...validationLines(ring, input),
    ...soakLines(ring, input, isSmall),
    ...(isSmall ? [] : [deployedLine(ring, input)]),
    ...budgetLines(ring, input),
  ];
}

/** Checks that pass, and not by much. */
const nearLines = ({ checks }: Ring, { glyphs }: DetailInput): Line[] =>
  checks
    .filter(({ state }) => state === 'warn')
    .map(
      (check): Line => [
        stateMark('warn', glyphs),
        run(` ${check.label} is near its limit: ${checkText(check)}, ${warnText(check)}`, 'warn'),
      ],
    );

/** How far the soak is, and why it stands still; where there are few rows that stands among the reasons above. */
function soakLines(ring: Ring, input: DetailInput, isSmall: boolean): Line[] {
  const { room, width } = input;
  if (ring.soak === null || ring.validated !== null) return [];
  const { pausedFor } = ring.soak;
  const paused = standsStill(ring.soak);
  const soak = soakLine(ring, room.at, input, Math.min(30, Math.max(6, width - 50)));
  if (paused === undefined || isSmall) return [soak];
  const why = `${pauseText(paused, { ...room, checks: ring.checks })}; ${formatDuration(pausedFor)} in all` as const;
  return [soak, ...wrap(why, width).map((text): Line => [run(text, 'warn')])];
}

function deployedLine(ring: Ring, { room }: DetailInput): Line {
  const before = ring.deployments.at(-1);
  const candidate = room.comparison?.candidate.label ?? safe('the new version');
  // That it was rolled back, and when, stands above.
  const since = safe(ring.state === 'rolled-back' ? '' : ', but does not run here any more');
  const never =
    before === undefined
      ? safe('not deployed')
      : safe(`${candidate} was deployed ${formatAge(secondsBetween(before, room.at))} ago${since}`);
  const deployed = safe(
    ring.deployedAt === null ? never : `deployed ${formatAge(secondsBetween(ring.deployedAt, room.at))} ago`,
  );
  const after = safe(ring.after.length > 0 ? `, after ${joined(ring.after, ', ')}` : '');
  return [run(`${deployed}${after}${ring.approvals === 2 ? ', takes two operators to validate' : ''}`, 'dim')];
}

/** How it stands in each of its regions, and since when. */
function regionLines(ring: Ring, { room, glyphs, width }: DetailInput): Line[] {
  const { regions } = ring;
  if (!regions) return [];
  const table = columns(
    [
      { name: 'mark', width: 1 },
      {
        name: 'region',
        width: widest(
          regions.list.map(({ id }) => id),
          { least: 4, most: 16 },
        ),
        gap: 1,
      },
      { name: 'state', width: 12, gap: 1 },
      { name: 'words', width: 'flows', gap: 1 },
    ],
    width,
  );
  return regions.list.map((region) =>
    table.row({
      mark: ringMark(region.state, glyphs),
      region: run(region.id, 'title'),
      state: run(ringWord(region.state).toLowerCase(), ringTone(region.state)),
      words: [run(regionReason(ring, region, room), 'dim')],
    }),
  );
}

function validationLines({ validated }: Ring, { room, glyphs, timeZone, width }: DetailInput): Line[] {
  if (validated === null) return [];
  const { by, at, note, approvedBy, override } = validated;
  const confirmed = safe(approvedBy === undefined ? '' : `, confirmed by ${approvedBy}`);
  const who = safe(by === '' ? 'Validated' : `Validated by ${by}${confirmed}`);
  const when =
    at === null ? safe('') : safe(` ${formatAge(secondsBetween(at, room.at))} ago, at ${formatClock(at, timeZone)}`);
  const reason = override === undefined ? [] : wrap(`against the evidence: ${override}`, width);
  return [
    [
      ...overrideRuns(override),
      run(`${glyphs.ok} ${who}`, override === undefined ? 'ok' : 'warn'),
      run(when, 'dim'),
      run(note === undefined ? '' : `  ${note}`),
    ],
    ...reason.map((text): Line => [run(text, 'warn')]),
  ];
}

/** Cells of a distance with its word, and the least of one. */
const BAR = 19;
const LEAST_BAR = 5;

const tableOf = ({ checks }: Ring, { width, glyphs }: DetailInput, hasTrend: boolean) =>
  columns(
    [
      { name: 'mark', width: 1 },
      {
        name: 'label',
        width: widest(
          checks.map(({ label }) => label),
          { least: 10, most: 30 },
        ),
        gap: 1,
      },
      { name: 'value', width: 11, align: 'right' },
      {
        name: 'limit',
        width: widest(
          checks.map((check) => limitText(check, glyphs)),
          { least: 12 },
        ),
        align: 'right',
        gap: 1,
      },
      { name: 'bar', width: hasTrend ? BAR : 0, least: LEAST_BAR, vanishes: true, gives: 1, gap: 2 },
      { name: 'trend', width: hasTrend ? 'rest' : 0, least: 8, most: 40, vanishes: true, gap: 2 },
      { name: 'remarks', width: 'flows', least: 12 },
    ],
    width,
  );

function checkRow(check: Check, ring: Ring, input: DetailInput): Line {
  const { glyphs, unicode, room } = input;
  const unknown = unknownDetail(check.reading, check.unit, room.at);
  const tone = check.state === 'ok' ? 'text' : check.state;
  const table = tableOf(ring, input, unknown === '');
  return table.row({
    mark: stateMark(check.state, glyphs),
    label: run(check.label, tone),
    value: readingRun(check.reading, check.unit, table.widths.value, { ...(tone && { tone }), limit: check.limit }),
    limit: run(limitText(check, glyphs), 'dim'),
    bar: (cells) => distanceRuns(checkDistance(check), cells, unicode),
    trend: (cells) => trendRuns(check, { measure: check, top: 1 }, cells, input),
    remarks: [
      run(unknown === '' ? '' : `  ${unknown}`, 'dim'),
      run(warnText(check) === '' ? '' : `  ${warnText(check)}`, 'warn'),
      run(check.critical ? '  critical' : '', check.state === 'fail' ? 'fail' : 'dim'),
    ],
  });
}
