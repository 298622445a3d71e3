import { failsStill } from '../../room/rings/rings.ts';
import type { Ring, State } from '../../room/shown.ts';
import { safe } from '../../text/safe.ts';
import { ringReason } from '../../wording/rings.ts';
import { columns } from '../canvas/columns.ts';
import { isRoomy } from '../canvas/layout.ts';
import { type Line, lineWidth, run, selected, toWidth } from '../canvas/runs.ts';
import { ringCopy } from '../core/copies.ts';
import { ringFields } from '../core/fields.ts';
import { inView, ringUrgency, worstFirst, worstOf } from '../core/worst.ts';
import { ringLogs } from '../views/logs/jumps.ts';
import { ringView } from '../views/ring/state.ts';
import type { PanelKind } from './kind.ts';
import { filteredTitle, hiddenRun, listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';
import { ringMark, ringTone, ringWord } from './parts.ts';
import { ringBlock, ringRows } from './ring-block.ts';
import { checkRuns, checksLine, checksWindow, troubled } from './ring-checks.ts';
import { approvalLine, overrideRuns, reasonRuns, regionsLine, soakLine } from './ring-words.ts';
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

function besideEachOther(rings: readonly Ring[], input: Input, width: number): readonly Line[] {
  const blocks = rings.map((ring, i) => ringBlock(ring, input, width - (i < rings.length - 1 ? 5 : 0)));
  return Array.from({ length: input.height }, (_, row) =>
    blocks.flatMap((block, i) => {
      const arrow = i < blocks.length - 1 ? [run(row === 0 ? ` ${input.glyphs.arrow} ` : '     ', 'dim')] : [];
      return [...toWidth(block[row] ?? [], width - (arrow.length > 0 ? 5 : 0)), ...arrow];
    }),
  );
}

const ringState = (ring: Ring): State =>
  ring.state === 'failing' || (ring.state === 'rolled-back' && failsStill(ring))
    ? 'fail'
    : ring.state === 'unknown'
      ? 'unknown'
      : 'ok';

/** Whether the rollout is through: nobody waits for anything. */
const areOver = (rings: readonly Ring[]): boolean => rings.every(({ state }) => state === 'validated');

/** Rows of rings side by side, inside the border. */
const LEAST = 6;
const MOST = 10;

/** The rings of the rollout. */
export const rings: PanelKind<Part> = {
  title: safe('Rings'),
  place: {
    spots: { wall: [0, 0, 0], wide: [0, 0, 0], medium: [0, 0, 0], small: [0, 0, 0] },
    stays: 5,
    share: 2,
    inOneRow: true,
  },
  need(size, { rings }) {
    const inRows = 2 + Math.max(1, rings.length);
    if (!isRoomy(size)) return { min: 3, want: inRows, grow: 0, tells: areOver(rings) ? 1 : inRows };
    const most = Math.min(MOST, Math.max(LEAST, ...rings.map(ringRows)));
    return {
      min: 3,
      want: 2 + most,
      grow: 0,
      tells: areOver(rings) ? 1 : worstOf(rings.map(ringState)) === 'ok' ? inRows : 2 + most,
    };
  },
  gives(size, { rings }) {
    if (worstOf(rings.map(ringState)) !== 'ok') return [];
    return [...(isRoomy(size) ? [2 + Math.max(1, rings.length)] : []), ...(areOver(rings) ? [1] : [])];
  },
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
