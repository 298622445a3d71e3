import { readLogql } from '../../../profile/logql/logql.ts';
import type { LogScene } from '../../../session/logs/scene.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { widthOf } from '../../../text/width.ts';
import { columns } from '../../canvas/columns.ts';
import { blank, cut, type Line, run, selected, toWidth } from '../../canvas/runs.ts';
import { windowOf } from '../../core/rows.ts';
import { pieces } from '../../views/logs/prepared.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import type { Offer } from './keys.ts';
import type { LogQueryDialog } from './state.ts';

/** Rows for the query itself, at most. */
const QUERY_ROWS = 6;

/** Cells that the border takes from title and badge. */
const BORDER = 6;

/** A field for a query, where it is wrong, and what may go on where the caret stands. */
export function drawLogQuery(
  input: DialogInput,
  { line, chosen, message }: LogQueryDialog,
  offers: readonly Offer[],
  scene: LogScene | undefined,
): DialogDrawing {
  const { width, height, glyphs } = input;
  const reading = readLogql(line.text);
  const column = reading.ok || line.text.trim() === '' ? -1 : reading.fault.at.column - 1;
  const query = queryRows(line.text, line.at, column, input);
  const told: Line =
    message !== ''
      ? [run(`${glyphs.fail} ${message}`, 'fail', { bold: true })]
      : reading.ok
        ? [run(`${glyphs.ok} LogQL`, 'ok')]
        : [
            run(
              line.text.trim() === '' ? 'A selector such as {job="api"} |= "error"' : sanitiseLine(reading.fault.text),
              'dim',
            ),
          ];
  const head = [...query, told, []];
  const rows = windowOf(
    offers,
    Math.max(0, Math.min(chosen, offers.length - 1)),
    Math.max(1, height - head.length),
  ).shown;
  const about =
    scene === undefined || scene.about === '' ? safe('') : safe(` ${glyphs.separator} ${sanitiseLine(scene.about)}`);
  const keys = 'tab completes  enter asks  esc closes';
  return {
    title: cut(`Log query${about}`, Math.max(9, width - keys.length - BORDER)),
    badge: [run(keys, 'dim')],
    border: 'borderFocus',
    lines: [
      ...head,
      ...rows.map((offer) => offerRow(offer, offer === offers[Math.min(chosen, offers.length - 1)], width)),
    ],
  };
}

/** The query over a few rows with its caret, and a mark below where it is wrong. */
function queryRows(text: string, at: number, column: number, { width, glyphs, unicode }: DialogInput): readonly Line[] {
  // What was typed is drawn as it will be sent, but for what would move the terminal's cursor.
  const before = sanitiseLine(text.slice(0, at));
  const after = sanitiseLine(text.slice(at));
  const space = Math.max(1, width - 2);
  const all = pieces(safe(`${before}${glyphs.caret}${after}`), space, 40);
  const caretRow = Math.max(0, pieces(safe(`${before}${glyphs.caret}`), space, 40).length - 1);
  const first = Math.max(0, Math.min(caretRow - QUERY_ROWS + 1, all.length - QUERY_ROWS));
  const fault =
    column < 0
      ? -1
      : widthOf(sanitiseLine([...text].slice(0, column).join(''))) + (column >= [...text.slice(0, at)].length ? 1 : 0);
  return all.slice(first, first + QUERY_ROWS).flatMap((piece, i): Line[] => {
    const row: Line = [run('  ', 'accent'), ...withCaret(piece, glyphs.caret)];
    const cellAt = fault - (first + i) * space;
    if (fault < 0 || cellAt < 0 || cellAt >= space) return [row];
    return [row, [run(`  ${blank(cellAt)}${unicode ? '▲' : '^'}`, 'fail', { bold: true })]];
  });
}

function withCaret(piece: Safe, caret: Safe): Line {
  const at = piece.indexOf(caret);
  if (at < 0) return [run(piece)];
  return [run(piece.slice(0, at)), run(caret, 'accent', { bold: true }), run(piece.slice(at + caret.length))];
}

const savedOver = (width: number) =>
  columns(
    [
      { name: 'id', width: 20 },
      { name: 'label', width: 30 },
      { name: 'query', width: 'flows' },
    ],
    width,
  );

const completionsOver = (width: number) =>
  columns(
    [
      { name: 'text', width: 40, least: 1 },
      { name: 'about', width: 'flows', least: 19, gap: 1 },
    ],
    width,
  );

function offerRow(offer: Offer, isChosen: boolean, width: number): Line {
  const line: Line =
    offer.kind === 'saved'
      ? savedOver(width).row({
          id: run(offer.search.id, 'accent'),
          label: run(offer.search.label),
          query: run(sanitiseLine(offer.search.query), 'dim'),
        })
      : completionsOver(width).row({
          text: run(sanitiseLine(offer.completion.text), 'accent'),
          about: run(sanitiseLine(offer.completion.about), 'dim'),
        });
  return isChosen ? selected(toWidth(line, width)) : line;
}
