import { sameOperator } from '../../room/rings/approvals.ts';
import { failsStill } from '../../room/rings/rings.ts';
import { standsStill } from '../../room/rings/soak.ts';
import type { Ring, State } from '../../room/shown.ts';
import { formatAge, formatDuration } from '../../text/format.ts';
import { joined, safe } from '../../text/safe.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import { ringReason } from '../../wording/rings.ts';
import { columns } from '../canvas/columns.ts';
import { isRoomy } from '../canvas/layout.ts';
import { type Line, lineWidth, run, selected, toWidth, wrapTo } from '../canvas/runs.ts';
import { ringCopy } from '../core/copies.ts';
import { ringFields } from '../core/fields.ts';
import { inView, ringUrgency, worstFirst, worstOf } from '../core/worst.ts';
import { ringLogs } from '../views/logs/jumps.ts';
import { ringView } from '../views/ring/state.ts';
import type { PanelKind } from './kind.ts';
import { filteredTitle, hiddenRun, listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { barRuns, ringMark, ringTone, ringWord } from './parts.ts';
import { checkRows, checkRuns, checksLine, checksWindow, isEmpty, troubled } from './ring-checks.ts';
import { windowTitle } from './window-title.ts';

/** What it draws from. */
type Part = 'at' | 'rings' | 'ringStoreError' | 'comparison' | 'traffic';
type Input = PanelInput<Part>;

/** Narrower than this a ring is a row, not a column. */
const COLUMN = 36;

/** The rings in their order, side by side when there is room. */
function draw(input: Input): PanelDrawing {
  const { room } = input;
  const rings = room.rings.filter((ring) => input.ids.includes(ring.id));
  const validated = room.rings.filter((ring) => ring.validated !== null).length;
  const badge: Line = room.ringStoreError
    ? [run(room.ringStoreError, 'fail')]
    : [run(`${validated} of ${room.rings.length} validated`, 'dim')];
  const title = windowTitle(
    filteredTitle('Rings', input),
    checksWindow(room.rings),
    badge,
    input,
    safe('checks over '),
  );
  if (rings.length === 0) return { title, badge, lines: [NO_MATCH] };
  if (input.detail === 'line') return { title, badge, lines: [ringsLine(rings, input)] };
  const columnWidth = Math.floor(input.width / Math.max(1, rings.length));
  const sideBySide = input.height >= 4 && columnWidth >= COLUMN && rings.length > 1;
  if (sideBySide) return { title, badge, lines: besideEachOther(rings, input, columnWidth) };
  const lines = listLines(
    inView(rings, input.height, (r) => r.id === input.cursor, ringUrgency),
    (r) => r.id,
    input,
    input.height,
    (r) => ringRow(r, input),
  );
  return { title, badge: [...badge, hiddenRun(rings.length - lines.length, input.glyphs)], lines };
}

function ringsLine(rings: readonly Ring[], { glyphs, cursor }: Input): Line {
  return rings.flatMap((ring, i) => {
    const part: Line = [ringMark(ring.state, glyphs), run(` ${ring.id}`)];
    return [...(i > 0 ? [run(` ${glyphs.becomes} `, 'dim')] : []), ...(ring.id === cursor ? selected(part) : part)];
  });
}

function ringRow(ring: Ring, input: Input): Line {
  const wide = input.width >= 90;
  const asked = approvalLine(ring, input);
  const table = columns(
    [
      { name: 'mark', width: 1 },
      { name: 'ring', width: wide ? 10 : 7, gap: 1, after: 1 },
      { name: 'state', width: 12 },
      { name: 'words', width: 'flows' },
    ],
    input.width,
  );
  const row = table.row({
    mark: ringMark(ring.state, input.glyphs),
    ring: run(ring.id, 'title'),
    state: run(ringWord(ring.state).toLowerCase(), ringTone(ring.state), { bold: true }),
    words: (cells) => {
      const before: Line = [
        ...regionsLine(ring, input),
        ...checksLine(ring, input.glyphs),
        run('  '),
        ...(asked.length > 0 ? [...asked, run('  ')] : []),
      ];
      return [...before, ...whyRuns(ring, input, cells - lineWidth(before))];
    },
  });
  if (ring.soak === null || ring.state === 'validated') return row;
  return [...row, ...soakBeside(ring, input, input.width - lineWidth(row) - 2, wide ? 10 : 6)];
}

/** The worst check; else why it stands as it does, of a ring that was rolled back with as many words as fit uncut. */
function whyRuns(ring: Ring, input: Input, cells: number): Line {
  const [worst] = troubled(ring);
  const reason = reasonRuns(ring, input);
  if (worst === undefined) return reason;
  if (ring.state !== 'rolled-back')
    return [...overrideRuns(ring.validated?.override), ...checkRuns(worst, input.glyphs)];
  const short = reasonRuns({ ...ring, checks: [] }, input);
  const all = [reason, [...short, run('  '), ...checkRuns(worst, input.glyphs)], short];
  return all.find((line) => lineWidth(line) <= cells) ?? short;
}

/** The soak in what is left of a row: whole, without its bar, or not at all; a clock that is cut tells another time. */
function soakBeside(ring: Ring, input: Input, room: number, bar: number): Line {
  const drawn = [bar, 0].map((width) => soakLine(ring, input.room.at, input, width, safe('')));
  const fitting = drawn.find((line) => lineWidth(line) <= room);
  return fitting === undefined ? [] : [run('  '), ...fitting];
}

/** "eu ✔ us ✖  "; nothing where it has no regions. */
export function regionsLine({ regions }: Ring, { glyphs }: Pick<Input, 'glyphs'>): Line {
  if (!regions) return [];
  return [
    ...regions.list.flatMap(
      ({ id, state }): Line => [run(`${id} `, ringTone(state)), ringMark(state, glyphs), run(' ')],
    ),
    run(' '),
  ];
}

/** What waits for a second operator, in reverse where it waits for whoever looks; empty where nothing does. */
export function approvalLine({ approval }: Ring, { room, operator }: Pick<Input, 'room' | 'operator'>): Line {
  if (approval === null) return [];
  const since = formatAge(secondsBetween(approval.at, room.at));
  const override = approval.override === undefined ? '' : ', as an override';
  if (sameOperator(approval.by, operator))
    return [run(`you asked ${since} ago${override}, nobody confirmed yet`, 'warn')];
  return [
    run(` ${approval.by} ASKS TO CONFIRM `, 'accent', { bold: true, inverse: true }),
    run(` ${since}${override}`, 'warn'),
  ];
}

/** How far the soak is; while it stands still, for how long, with that word before it. */
export function soakLine(
  ring: Ring,
  now: Millis,
  { glyphs, unicode }: Pick<Input, 'glyphs' | 'unicode'>,
  width: number,
  word = safe('paused '),
): Line {
  if (ring.soak === null) return [];
  const { elapsed, required } = ring.soak;
  const paused = standsStill(ring.soak);
  const text = safe(`${formatDuration(Math.min(elapsed, required))} of ${formatDuration(required)}`);
  return [
    run('soak ', 'dim'),
    ...barRuns(required > 0 ? elapsed / required : 1, width, paused === undefined ? 'accent' : 'warn', unicode),
    run(width > 0 ? ` ${text}` : text, paused === undefined ? 'text' : 'warn'),
    ...(paused === undefined
      ? []
      : [run(` ${glyphs.paused} ${word}${formatAge(secondsBetween(paused.since, now))}`, 'warn')]),
  ];
}

/** Why it stands as it does; of a validated ring, by whom and when. */
function reasonRuns(ring: Ring, { room }: Input): Line {
  const { state, validated, approvals, approval } = ring;
  const reason = ringReason(ring, room);
  if (validated === null)
    return [
      run(reason, state === 'rolled-back' ? 'warn' : 'dim'),
      run(approvals === 2 && approval === null && state === 'ready' ? ', by two operators' : '', 'dim'),
    ];
  const { at, by, approvedBy, override } = validated;
  const when = safe(at === null ? '' : `${formatAge(secondsBetween(at, room.at))} ago`);
  const who = safe(approvedBy === undefined ? by : `${by} and ${approvedBy}`);
  const words = joined(
    [when, who && safe(`by ${who}`)].filter((part) => part !== ''),
    ' ',
  );
  return [...overrideRuns(override), run(state === 'validated' ? words : `${reason}, validated ${words}`, 'dim')];
}

/** A validation against the evidence is never drawn like another. */
export const overrideRuns = (override: string | undefined): Line =>
  override === undefined ? [] : [run(' OVERRIDE ', 'warn', { bold: true, inverse: true }), run(' ')];

function besideEachOther(rings: readonly Ring[], input: Input, width: number): readonly Line[] {
  const blocks = rings.map((ring, i) => ringBlock(ring, input, width - (i < rings.length - 1 ? 5 : 0)));
  return Array.from({ length: input.height }, (_, row) =>
    blocks.flatMap((block, i) => {
      const arrow = i < blocks.length - 1 ? [run(row === 0 ? ` ${input.glyphs.arrow} ` : '     ', 'dim')] : [];
      return [...toWidth(block[row] ?? [], width - (arrow.length > 0 ? 5 : 0)), ...arrow];
    }),
  );
}

/** A ring's state, and all of its reason below it, in so many rows at most. */
function folded(ring: Ring, input: Input, width: number, rows: number): readonly Line[] {
  const reason = reasonRuns(ring, input);
  const words = reason.map(({ text }) => text);
  // Who validated it is one row, however long: what is drawn in several manners cannot be wrapped.
  const below: readonly Line[] =
    ring.validated === null
      ? wrapTo(joined(words, ''), width - 2, rows).map((line) => [run('  '), run(line, reason[0]?.tone ?? 'dim')])
      : [[run('  '), ...reason]];
  return [[run('  '), run(ringWord(ring.state), ringTone(ring.state), { bold: true })], ...below];
}

function ringBlock(ring: Ring, input: Input, width: number): Line[] {
  const { glyphs, cursor } = input;
  const head: Line = [ringMark(ring.state, glyphs), run(` ${ring.id} `, 'title'), run(ring.name, 'dim')];
  const state: Line = [run('  '), run(ringWord(ring.state), ringTone(ring.state), { bold: true }), run('  ')];
  const checks: Line = [run(isEmpty(ring) ? '' : 'checks ', 'dim'), ...checksLine(ring, glyphs)];
  const bad = troubled(ring);
  const isCut = lineWidth([...state, ...reasonRuns(ring, input)]) > width;
  // Which checks fail is told by their own rows: better how many than half of their names.
  const isTold = isCut && bad.length > 0 && (ring.because.kind === 'checks' || ring.because.kind === 'rolled-back');
  const lines: Line[] = [
    ring.id === cursor ? selected(toWidth(head, width)) : head,
    [...state, ...(isTold ? checks : reasonRuns(ring, input))],
  ];
  // What is left of a version that was rolled back is told nowhere else.
  if (isTold && ring.because.kind === 'rolled-back')
    lines.push([run('  '), ...reasonRuns({ ...ring, checks: [] }, input)]);
  const asked = approvalLine(ring, input);
  if (asked.length > 0) lines.push([run('  '), ...asked]);
  if (ring.soak !== null && ring.validated === null) {
    const taken = lineWidth(soakLine(ring, input.room.at, input, 0)) + 3;
    lines.push([run('  '), ...soakLine(ring, input.room.at, input, Math.max(4, Math.min(20, width - taken)))]);
  }
  if (ring.regions) lines.push([run('  '), run('regions ', 'dim'), ...regionsLine(ring, input)]);
  if (!isTold) lines.push([run('  '), ...checks]);
  const kept = isCut && !isTold && ring.state === 'rolled-back' ? 2 : 0;
  const places = Math.max(0, input.height - lines.length - kept);
  const shown = bad.length <= places ? bad : bad.slice(0, Math.max(0, places - 1));
  lines.push(...checkRows(shown, { ...input, width: width - 2 }).map((line): Line => [run('  '), ...line]));
  const hidden = bad.length - shown.length;
  if (hidden > 0) lines.push([run(`  ${glyphs.down} ${hidden} more not well`, 'accent')]);
  // What does not fit beside the state stands below it, where nothing worse needs the row.
  const free = input.height - lines.length;
  if (free > 0 && isCut && !isTold) lines.splice(1, 1, ...folded(ring, input, width, free));
  return lines.slice(0, input.height);
}

const ringState = (ring: Ring): State =>
  ring.state === 'failing' || (ring.state === 'rolled-back' && failsStill(ring))
    ? 'fail'
    : ring.state === 'unknown'
      ? 'unknown'
      : 'ok';

/** The rings of the rollout. */
export const rings: PanelKind<Part> = {
  title: safe('Rings'),
  place: {
    spots: { wall: [0, 0, 0], wide: [0, 0, 0], medium: [0, 0, 0], small: [0, 0, 0] },
    stays: 5,
    share: 2,
    inOneRow: true,
  },
  need: (size, room) => ({ min: 3, want: 2 + (isRoomy(size) ? 6 : Math.max(1, room.rings.length)), grow: 0 }),
  present: (room) => room.rings.length > 0,
  reads: { at: true, rings: true, ringStoreError: true, comparison: true, traffic: true },
  rows: (room) =>
    room.rings.map((ring) => ({
      id: ring.id,
      text: `${ring.id} ${ring.name} ${ring.state} ${ringReason(ring, room)}`,
      fields: ringFields(ring),
    })),
  // Rings keep the order of the rollout.
  landing: ({ rings }) => worstFirst(rings.map((ring) => ({ id: ring.id, state: ringState(ring) })))[0]?.id,
  state: (room) => worstOf(room.rings.map(ringState)),
  draw,
  open: (id) => ringView(id),
  copy: ringCopy,
  logs: (id, { room }) => ringLogs(id, room),
  about: (id) => ({ ring: id }),
  hints: () => ({ first: ['validate'], besides: [] }),
  sideBySide: true,
};
