import { formatDay, formatMinute } from '../../text/format.ts';
import { type Millis, millis, type Unit } from '../../units.ts';
import { asUtc, wallTime } from '../../zoned.ts';
import { targetText, valueText } from '../document/words.ts';
import type { Figure, Report } from '../schema/report.ts';
import { escapeHtml } from './escape.ts';
import { type Scale, scaleOf } from './scale.ts';

const WIDTH = 640;
const HEIGHT = 230;
const AREA = { left: 76, right: WIDTH - 34, top: 12, bottom: HEIGHT - 42 } as const;
const DAY = 86_400;
const HOUR = 3600;

type Point = readonly [at: number, value: number | null];

/** The trend of a figure over the whole period as SVG, with axes, its target and a legend; empty without a number. */
export function plotSvg({ label, unit, target, trend }: Figure, period: Report['period']): string {
  const points = trend?.points ?? [];
  const [from, to] = [Date.parse(period.from) / 1000, Date.parse(period.to) / 1000];
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
  if (values.length === 0) return '';
  const levels = target ? [target.limit, ...(target.limits ?? [])].filter((level) => level !== undefined) : [];
  const scale = scaleOf([...values, ...levels]);
  const x = (at: number) => AREA.left + ((at - from) / (to - from)) * (AREA.right - AREA.left);
  const y = (value: number) =>
    AREA.bottom - ((value - scale.low) / (scale.high - scale.low)) * (AREA.bottom - AREA.top);
  return [
    '<figure>',
    `<figcaption>${escapeHtml(label)}</figcaption>`,
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(`${label} over the period`)}">`,
    ...valueAxis(scale, unit, y),
    ...timeAxis(from, to, period.timeZone, x),
    ...levels.map((level) => `<line class="target" ${ends(AREA.left, y(level), AREA.right, y(level))}/>`),
    `<path class="line" d="${pathOf(points, x, y)}"/>`,
    ...lonely(points).map(([at, value]) => `<circle class="dot" cx="${at1(x(at))}" cy="${at1(y(value ?? 0))}" r="2"/>`),
    '</svg>',
    `<p class="legend"><span class="key line-key"></span>${escapeHtml(label)}${levels.length > 0 ? `<span class="key target-key"></span>target ${escapeHtml(targetText({ target, unit }))}` : ''}</p>`,
    '</figure>',
  ].join('\n');
}

type Place = (value: number) => number;

/** One decimal: a tenth of a pixel is not seen. */
const at1 = (value: number): string => String(Number(value.toFixed(1)));
const ends = (x1: number, y1: number, x2: number, y2: number) =>
  `x1="${at1(x1)}" y1="${at1(y1)}" x2="${at1(x2)}" y2="${at1(y2)}"`;

const valueAxis = ({ ticks }: Scale, unit: Unit, y: Place): string[] =>
  ticks.flatMap((tick) => [
    `<line class="grid" ${ends(AREA.left, y(tick), AREA.right, y(tick))}/>`,
    `<text class="tick" x="${AREA.left - 6}" y="${at1(y(tick) + 4)}" text-anchor="end">${escapeHtml(valueText(tick, unit))}</text>`,
  ]);

function timeAxis(from: number, to: number, timeZone: string, x: Place): string[] {
  const length = to - from;
  const isLong = length > 2 * DAY;
  const step = isLong
    ? Math.ceil(length / DAY / 8) * DAY
    : ([HOUR / 4, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR].find((one) => length / one <= 8) ?? 8 * HOUR);
  const label = (at: Millis) => (isLong ? formatDay(at, timeZone).slice(5) : formatMinute(at, timeZone));
  // Where the clocks of the zone show whole hours, or days.
  const ahead = (asUtc(wallTime(millis(from * 1000), timeZone)) - Math.floor(from) * 1000) / 1000;
  const ticks: number[] = [];
  for (let at = Math.ceil((from + ahead) / step) * step - ahead; at <= to; at += step) ticks.push(at);
  return ticks.flatMap((at) => [
    `<line class="grid" ${ends(x(at), AREA.bottom, x(at), AREA.bottom + 5)}/>`,
    `<text class="tick" x="${at1(x(at))}" y="${AREA.bottom + 26}" text-anchor="middle">${escapeHtml(label(millis(at * 1000)))}</text>`,
  ]);
}

/** A line through the points; where there is no number it is broken. */
function pathOf(points: readonly Point[], x: Place, y: Place): string {
  let isDrawing = false;
  const parts: string[] = [];
  for (const [at, value] of points) {
    if (value !== null) parts.push(`${isDrawing ? 'L' : 'M'}${at1(x(at))} ${at1(y(value))}`);
    isDrawing = value !== null;
  }
  return parts.join('');
}

/** Points without a neighbour, of which a line shows nothing. */
const lonely = (points: readonly Point[]): readonly Point[] =>
  points.filter(
    ([, value], i) => value !== null && (points[i - 1]?.[1] ?? null) === null && (points[i + 1]?.[1] ?? null) === null,
  );
