import type { Check, Ring } from '../../room/room.ts';
import { pauseText } from '../../room/soak.ts';
import { formatAge, formatClock } from '../../text/format.ts';
import { secondsBetween } from '../../units.ts';
import { selectedCheck } from '../move.ts';
import { limitText, readingRun, ringMark, ringTone, stateMark, unknownDetail } from '../panels/parts.ts';
import { soakLine } from '../panels/rings.ts';
import { windowOf } from '../rows.ts';
import { cell, type Line, run, selected, toWidth, widthOf } from '../runs.ts';
import type { DetailDrawing, DetailInput } from './detail.ts';

const CHART = 9;

/** Everything about one ring: how it stands and why, every check against its limit, the trend of the selected one. */
export function drawRing(ring: Ring, checkId: string | null, input: DetailInput): DetailDrawing {
  const { glyphs, width, height } = input;
  const chosen = selectedCheck(ring, checkId);
  const head = headLines(ring, input);
  const label = Math.min(30, Math.max(10, ...ring.checks.map((check) => widthOf(check.label))));
  const chart = height - head.length - 2 - Math.min(ring.checks.length, 4) >= CHART ? CHART : 0;
  const rows = Math.max(1, height - head.length - 2 - (chart > 0 ? chart + 2 : 0));
  const at = ring.checks.findIndex((check) => check.id === chosen);
  const table = windowOf(ring.checks, Math.max(0, at), rows).shown.map((check) => {
    const line = toWidth(checkRow(check, input, label), width);
    return check.id === chosen ? selected(line) : line;
  });
  const check = ring.checks[at];
  const used = head.length + 2 + table.length;
  const space = height - used - 2;
  const lines: Line[] = [
    ...head,
    [],
    [run(`  ${cell('check', label)}${cell('now', 11, 'right')}${cell('limit', 13, 'right')}`, 'dim')],
    ...table,
  ];
  if (check !== undefined && chart > 0 && space >= 4)
    lines.push(
      [],
      [run(check.label, 'title'), run(`  ${limitText(check, glyphs)}`, 'dim')],
      ...input.chart([{ expr: check.expr, line: 'candidate' }], check.unit, width, space),
    );
  return {
    title: `${ring.id} ${ring.name}`,
    badge: [ringMark(ring.state, glyphs), run(` ${ring.state.toUpperCase()}`, ringTone(ring.state), { bold: true })],
    lines,
  };
}

function headLines(ring: Ring, input: DetailInput): Line[] {
  const { room, glyphs, timeZone, width } = input;
  const lines: Line[] = [[run(ring.reason, ringTone(ring.state), { bold: true })]];
  if (ring.validated !== null) {
    const { by, at, note } = ring.validated;
    const who = by === '' ? 'Validated' : `Validated by ${by}`;
    const when = at === null ? '' : ` ${formatAge(secondsBetween(at, room.at))} ago, at ${formatClock(at, timeZone)}`;
    lines.push([run(`${glyphs.ok} ${who}`, 'ok'), run(when, 'dim'), run(note === undefined ? '' : `  ${note}`)]);
  }
  if (ring.soak !== null && ring.validated === null)
    lines.push([
      ...soakLine(ring, input, Math.min(30, Math.max(6, width - 50))),
      run(ring.soak.paused === undefined ? '' : `: ${pauseText(ring.soak.paused, room.at)}`, 'warn'),
    ]);
  const deployed =
    ring.deployedAt === null ? 'not deployed' : `deployed ${formatAge(secondsBetween(ring.deployedAt, room.at))} ago`;
  lines.push([run(ring.after.length > 0 ? `${deployed}, after ${ring.after.join(', ')}` : deployed, 'dim')]);
  return lines;
}

function checkRow(check: Check, input: DetailInput, label: number): Line {
  const { glyphs, width, room } = input;
  const left = width - label - 26;
  const unknown = unknownDetail(check.reading, check.unit, room.at);
  const trend = Math.min(40, left - 14);
  return [
    stateMark(check.state, glyphs),
    run(` ${cell(check.label, label)}`, check.state === 'ok' ? 'text' : check.state),
    readingRun(check.reading, check.unit, 11, check.state === 'ok' ? 'text' : check.state),
    run(cell(limitText(check, glyphs), 13, 'right'), 'dim'),
    ...(unknown !== ''
      ? [run(`  ${unknown}`, 'dim')]
      : trend >= 8
        ? [run(`  ${input.trend(check.expr, trend)}`, 'candidate')]
        : []),
    run(check.critical ? '  critical' : '', check.state === 'fail' ? 'fail' : 'dim'),
  ];
}
