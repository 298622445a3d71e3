import type { Alerts, EndedAck, PastIncident } from '../../room/shown.ts';
import { formatDuration } from '../../text/format.ts';
import { joined, type Safe, safe } from '../../text/safe.ts';
import type { Millis } from '../../units.ts';
import { endingText } from '../../wording/acks.ts';
import { pastTexts } from '../../wording/past-incidents.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { type Line, run, wrap } from '../canvas/runs.ts';
import type { PanelInput } from './panel.ts';

/** What it is drawn from. */
type Input = Pick<PanelInput<'at' | 'alerts' | 'incidents'>, 'room' | 'glyphs' | 'width'>;

/** Pages that nobody closes, or perhaps nobody. */
export const leftOpen = ({ ended }: Alerts): readonly EndedAck[] =>
  ended.filter(({ telling }) => telling === 'left-open' || telling === 'with-its-group');

/** Acknowledged alerts that are over of late, and what receivers hear of it, each in the rows it needs; pages left open first. */
export function endedLines({ room, glyphs, width }: Input, most: number): readonly (readonly Line[])[] {
  const { alerts, at } = room;
  const open = new Set(leftOpen(alerts));
  const others = alerts.ended.filter((one) => one.again === null && !open.has(one));
  return [...open, ...others].slice(0, most).map((ended): readonly Line[] => {
    const [tone, glyph] = open.has(ended) ? (['warn', glyphs.warn] as const) : (['dim', glyphs.ok] as const);
    return wrap(safe(`${ended.name} ${endingText(ended, at)}`), width - 4).map((text, i) => [
      run(i === 0 ? ` ${glyph} ` : '   ', tone),
      run(text, tone),
    ]);
  });
}

/** In so many rows: all of each where there is room for all, else a row of each. */
export function endedWithin(input: Input, rows: number): readonly Line[] {
  // No more of them than there are rows can be drawn, whether in full or not.
  const told = endedLines(input, Math.max(0, rows) + 1);
  const whole = told.flat();
  // What receivers hear stands at the end of each.
  const short = told.map(([first = [], ...more]) => (more.length > 0 ? [...first, run('…', first[1]?.tone)] : first));
  return (whole.length <= rows ? whole : short).slice(0, Math.max(0, rows));
}

/** Incidents that are over, but for those whose end is told by their acknowledgement. */
export const pastOf = ({ alerts, incidents }: Input['room']): readonly PastIncident[] =>
  (incidents?.recent ?? []).filter(
    (past) => !alerts.ended.some(({ name, endedAt }) => name === past.name && Math.abs(endedAt - past.end) <= SAME),
  );

/** Milliseconds by which two may tell the end of one incident otherwise. */
const SAME = 60_000;

/** The last incident behind the title of a panel in which nothing fires, in parts of which each may be left out. */
export function lastRuns(last: PastIncident | undefined, at: Millis, { separator }: Glyphs): Line {
  if (last === undefined) return [];
  const [first = safe(''), ...more] = pastTexts(last, at);
  return [
    run(` ${separator} last ${last.name}`, 'dim'),
    run(` ${first}`, 'dim'),
    ...more.map((text) => run(`, ${text}`, 'dim')),
  ];
}

/** Incidents that are over of late, and how fast they were answered and over on average, in so many rows. */
export function pastLines({ room, glyphs }: Input, rows: number): readonly Line[] {
  const tally = tallyText(room);
  const past = pastOf(room);
  if (tally === null || rows < 1) return [];
  const shown = past.slice(0, Math.max(0, rows - 1)).map((one): Line => {
    const name = run(`${one.tier} ${one.name} `, 'text', { dim: true });
    return [run(` ${glyphs.ok} `, 'dim'), name, run(joined(pastTexts(one, room.at), ', '), 'dim', { hangs: true })];
  });
  return [[run(tally, 'dim')], ...shown];
}

/** "3 incidents in 1d, answered in 3m, over in 25m on average"; null where none is known. */
function tallyText({ incidents }: Input['room']): Safe | null {
  const { total, window } = incidents ?? { total: null, window: 0 };
  if (total === null || total.count === 0) return null;
  const mean = (name: 'answered' | 'over', value: number | null) =>
    value === null ? [] : [safe(`${name} in ${formatDuration(value)}`)];
  const count = safe(`${total.count} ${total.count === 1 ? 'incident' : 'incidents'} in ${formatDuration(window)}`);
  const means = [...mean('answered', total.mtta), ...mean('over', total.mttr)];
  return means.length === 0 ? count : safe(`${joined([count, ...means], ', ')} on average`);
}
