import type { Distance } from '../../../limits/distance.ts';
import type { RoomSlo } from '../../../room/shown.ts';
import { formatDuration, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { overText, sloText } from '../../../wording/slos.ts';
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
import { moreRun } from './more.ts';

type Input = BoardInput<'slos'>;

/** How near it is to the end of its error budget: all that is spent is its limit. */
function spentBudget({ left, state }: RoomSlo): Distance | null {
  if (!left.known) return null;
  const beyond = left.value < 0;
  return { share: Math.max(0, 1 - left.value), beyond, near: state === 'warn' && !beyond, side: 'over' };
}

/** The objectives that a panel names, the worst first. */
const namedIn = once((slos: readonly RoomSlo[]) =>
  once((content: Content<'slo'>): readonly RoomSlo[] =>
    worstFirst(
      content.ids.flatMap((id) => slos.find((slo) => slo.id === id) ?? []),
      spentBudget,
    ),
  ),
);

/** Objectives as rows: what is left of the error budget, how fast it burns, and when it is gone. */
function draw({ content }: Held<'slo'>, input: Input): BoardDrawing {
  const { height, width, glyphs, unicode, room, ids } = input;
  const slos = namedIn(room.slos)(content).filter(({ id }) => ids.includes(id));
  if (input.detail === 'line') return { badges: [], lines: [summary(slos, input)] };
  const table = columns(
    [
      { name: 'mark', width: 1, after: 1 },
      {
        name: 'label',
        width: widest([safe('objective'), ...slos.map(({ label }) => label)], { least: 4 }),
        least: 8,
        gives: 2,
        after: 1,
      },
      {
        name: 'window',
        width: widest([safe('over'), ...slos.map(overText)]),
        align: 'right',
        gap: 1,
        vanishes: true,
        gives: 1,
      },
      { name: 'objective', width: 9, align: 'right', gap: 1, vanishes: true, gives: 5 },
      { name: 'bar', width: 'rest', least: 4, most: 20, gap: 2, vanishes: true },
      { name: 'left', width: 9, align: 'right', gap: 1 },
      { name: 'burn', width: 8, align: 'right', gap: 2, vanishes: true, gives: 4 },
      { name: 'gone', width: 8, align: 'right', gap: 2, vanishes: true, gives: 3 },
    ],
    width,
  );
  const lines = listLines(
    inView(slos, height - 1, ({ id }) => id === input.cursor, urgency),
    ({ id }) => id,
    input,
    height - 1,
    (slo) => {
      const { label, state, objective, left, burns, runsOut } = slo;
      return table.row({
        mark: stateMark(state, glyphs),
        label: run(label),
        window: run(overText(slo), 'dim'),
        objective: run(formatValue(objective, 'ratio'), 'dim'),
        bar: (cells) => distanceRuns(spentBudget(slo), cells, unicode),
        left: run(readingText(left, 'ratio'), state === 'ok' ? 'text' : state),
        burn: run(rateText(burns.fast.long.rate), state === 'ok' ? 'dim' : state),
        gone: run(runsOut === null ? safe('-') : formatDuration(runsOut), runsOut === null ? 'dim' : state),
      });
    },
  );
  const header = table.header({
    label: safe('objective'),
    window: safe('over'),
    objective: safe('goal'),
    bar: safe('spent'),
    left: safe('left'),
    burn: safe('burn 1h'),
    gone: safe('gone in'),
  });
  return { badges: [[moreRun(slos.length - lines.length, input)]], lines: [header, ...lines] };
}

/** The worst in a sentence, and how many others are not well. */
function summary(slos: readonly RoomSlo[], { glyphs, at }: Input): Line {
  const [worst] = worstFirst(slos);
  if (worst === undefined) return [];
  const more = slos.filter(({ state }) => state !== 'ok').length - 1;
  return [
    stateMark(worst.state, glyphs),
    run(` ${sloText(worst, at)}`, worst.state === 'ok' ? 'text' : worst.state),
    run(more > 0 ? ` +${more}` : '', 'dim'),
  ];
}

const rateText = (rate: number | null): Safe => (rate === null ? safe('-') : formatValue(rate, 'factor'));

const rowsOf = once((slos: readonly RoomSlo[]): readonly Row[] =>
  slos.map(({ id, label, state }) => ({ id, text: `${label} ${state}`, fields: { name: label, state } })),
);

/** What may still go wrong of what was promised. */
export const slo: BoardKind<'slo', 'slos'> = {
  least: { width: 24, height: 4 },
  good: { width: 70, height: 7 },
  inOneRow: true,
  reads: { slos: true },
  rows: ({ content }, room) => rowsOf(namedIn(room.slos)(content)),
  draw,
  open: (_, id) => chartView({ kind: 'slo', slo: id }),
  logs: (_, id, scene) => subjectLogs({ kind: 'slo', slo: id }, scene),
  copy(_, id, room) {
    const found = room.slos.find((one) => one.id === id);
    return found ? sloText(found, room.at) : null;
  },
};
