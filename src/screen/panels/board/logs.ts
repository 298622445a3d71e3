import type { Level } from '../../../logs/level.ts';
import { formatClock } from '../../../text/format.ts';
import { safe } from '../../../text/safe.ts';
import { columns } from '../../canvas/columns.ts';
import { run, type Tone } from '../../canvas/runs.ts';
import { flash } from '../../core/effects.ts';
import { once } from '../../core/once.ts';
import type { Row } from '../../core/rows.ts';
import { around } from '../../views/logs/jumps.ts';
import { noLogs, openQuery } from '../../views/logs/open-logs.ts';
import { listLines } from '../panel.ts';
import type { BoardDrawing, BoardInput, BoardKind, Content, Held } from './kind.ts';
import { moreRun } from './more.ts';

type LoggedLine = Content<'logs'>['lines'][number];

interface Placed {
  readonly id: string;
  readonly line: LoggedLine;
}

/** Lines of one instant are told apart by their order. */
const placed = once((lines: readonly LoggedLine[]): readonly Placed[] => {
  const seen = new Map<number, number>();
  return lines.map((line) => {
    const nth = seen.get(line.at) ?? 0;
    seen.set(line.at, nth + 1);
    return { id: `${line.at}/${nth}`, line };
  });
});

const rowsOf = once((lines: readonly LoggedLine[]): readonly Row[] =>
  placed(lines).map(({ id, line }) => ({
    id,
    text: [line.text, line.level, ...Object.values(line.labels)].join(' '),
    fields: { ...line.labels, level: line.level },
  })),
);

const TONES: Readonly<Partial<Record<Level, Tone>>> = {
  fatal: 'fail',
  error: 'fail',
  warn: 'warn',
  debug: 'dim',
  trace: 'dim',
};

/** The newest lines, the newest first. */
function draw({ content }: Held<'logs'>, input: BoardInput): BoardDrawing {
  const { width, timeZone } = input;
  if (content.lines.length === 0) return { badges: [], lines: [[run('No recent lines', 'dim')]] };
  const shown = new Set(input.ids);
  const lines = placed(content.lines).filter(({ id }) => shown.has(id));
  const table = columns(
    [
      { name: 'at', width: 8, after: 1, vanishes: true, gives: 1 },
      { name: 'level', width: 5, after: 1, vanishes: true, gives: 2 },
      { name: 'text', width: 'flows', least: 20 },
    ],
    width,
  );
  const height = input.detail === 'line' ? 1 : input.height;
  const rows = listLines(
    lines,
    ({ id }) => id,
    input,
    height,
    ({ line: { at, level, text } }) => {
      const tone = TONES[level] ?? 'text';
      return table.row({
        at: run(formatClock(at, timeZone), 'dim'),
        level: run(level === 'unknown' ? '' : safe(level), tone, { bold: tone === 'fail' }),
        text: run(text, tone === 'fail' || tone === 'warn' ? tone : 'text'),
      });
    },
  );
  return { badges: [[moreRun(lines.length - rows.length, input)]], lines: rows };
}

const lineOf = (content: Content<'logs'>, id: string): LoggedLine | undefined =>
  placed(content.lines).find((one) => one.id === id)?.line;

/** What a query of logs found last. */
export const logs: BoardKind<'logs'> = {
  least: { width: 30, height: 4 },
  good: { width: 80, height: 10 },
  inOneRow: true,
  reads: {},
  rows: ({ content }) => rowsOf(content.lines),
  draw,
  quiet: ({ content }, _, { separator }) =>
    content.lines.length > 0 ? null : [run(`${separator} no recent lines`, 'dim')],
  open: () => null,
  enter: ({ panel, content }, _, { state, world, scene }) =>
    world.logs === null
      ? flash(state, 'error', noLogs(scene))
      : openQuery(state, { label: panel.title, query: content.expr.text, server: content.expr.server }, world),
  copy: ({ content }, id) => lineOf(content, id)?.text ?? null,
  logs({ panel, content }, id, { room }) {
    const line = lineOf(content, id);
    return line === undefined ? null : around(room, panel.title, line.labels, line.at);
  },
};
