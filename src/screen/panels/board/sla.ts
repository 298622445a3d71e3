import { limitSigns } from '../../../limits/limit.ts';
import type { RoomSla } from '../../../room/shown.ts';
import { literals, safe } from '../../../text/safe.ts';
import { overText, slaText } from '../../../wording/slos.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { once } from '../../core/once.ts';
import type { Row } from '../../core/rows.ts';
import { inView, urgency, worstFirst } from '../../core/worst.ts';
import { chartView } from '../../views/chart/state.ts';
import { subjectLogs } from '../../views/chart/subjects.ts';
import { distanceRuns } from '../distance.ts';
import { listLines } from '../panel.ts';
import { readingText, stateMark } from '../parts.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { measuredDistance } from './limited.ts';
import { moreRun } from './more.ts';

type Input = BoardInput<'slas'>;

/** How an agreement stands, in a word. */
const STANDINGS = literals({
  kept: 'kept',
  near: 'near',
  breached: 'BROKEN',
  recovering: 'recovering',
  unknown: 'unknown',
} as const);

/** The agreements that a panel names, the worst first. */
const namedIn = once((slas: readonly RoomSla[]) =>
  once((content: Content<'sla'>): readonly RoomSla[] =>
    worstFirst(
      content.ids.flatMap((id) => slas.find((sla) => sla.id === id) ?? []),
      (sla) => measuredDistance(sla, sla),
    ),
  ),
);

/** Agreements as rows: what is, what is promised, and how that stands. */
function draw({ content }: Held<'sla'>, input: Input): BoardDrawing {
  const { height, width, glyphs, unicode, room, ids } = input;
  const slas = namedIn(room.slas)(content).filter(({ id }) => ids.includes(id));
  if (input.detail === 'line') return { badges: [], lines: [summary(slas, input)] };
  const table = columns(
    [
      { name: 'mark', width: 1, after: 1 },
      {
        name: 'label',
        width: widest([safe('agreement'), ...slas.map(({ label }) => label)], { least: 4 }),
        least: 8,
        gives: 2,
        after: 1,
      },
      {
        name: 'window',
        width: widest([safe('over'), ...slas.map(overText)]),
        align: 'right',
        gap: 1,
        vanishes: true,
        gives: 1,
      },
      { name: 'actual', width: 10, align: 'right', gap: 1 },
      { name: 'target', width: 12, align: 'right', gap: 1, vanishes: true, gives: 3 },
      { name: 'standing', width: 10, gap: 2, vanishes: true, gives: 4 },
      { name: 'distance', width: 13, least: 4, gap: 1, vanishes: true, gives: 2 },
    ],
    width,
  );
  const lines = listLines(
    inView(slas, height - 1, ({ id }) => id === input.cursor, urgency),
    ({ id }) => id,
    input,
    height - 1,
    (sla) => {
      const { label, state, reading, unit, limit, standing } = sla;
      return table.row({
        mark: stateMark(state, glyphs),
        label: run(label),
        window: run(overText(sla), 'dim'),
        actual: run(readingText(reading, unit), state === 'ok' ? 'text' : state),
        target: run(limitSigns(limit, unit, glyphs), 'dim'),
        standing: run(STANDINGS[standing.kind], state),
        distance: (cells) => distanceRuns(measuredDistance(sla, sla), cells, unicode),
      });
    },
  );
  const header = table.header(
    literals({ label: 'agreement', window: 'over', actual: 'actual', target: 'target', standing: 'standing' } as const),
  );
  return { badges: [[moreRun(slas.length - lines.length, input)]], lines: [header, ...lines] };
}

/** The worst in a sentence, and how many others are not well. */
function summary(slas: readonly RoomSla[], { glyphs, at }: Input): Line {
  const [worst] = worstFirst(slas);
  if (worst === undefined) return [];
  const more = slas.filter(({ state }) => state !== 'ok').length - 1;
  return [
    stateMark(worst.state, glyphs),
    run(` ${slaText(worst, at)}`, worst.state === 'ok' ? 'text' : worst.state),
    run(more > 0 ? ` +${more}` : '', 'dim'),
  ];
}

const rowsOf = once((slas: readonly RoomSla[]): readonly Row[] =>
  slas.map(({ id, label, state }) => ({ id, text: `${label} ${state}`, fields: { name: label, state } })),
);

/** What was promised, and whether it is kept. */
export const sla: BoardKind<'sla', 'slas'> = {
  least: { width: 24, height: 4 },
  good: { width: 60, height: 7 },
  inOneRow: true,
  reads: { slas: true },
  rows: ({ content }, room) => rowsOf(namedIn(room.slas)(content)),
  draw,
  open: (_, id) => chartView({ kind: 'sla', sla: id }),
  logs: (_, id, scene) => subjectLogs({ kind: 'sla', sla: id }, scene),
  copy(_, id, room) {
    const found = room.slas.find((one) => one.id === id);
    return found ? slaText(found, room.at) : null;
  },
};
