import { own } from '../../own.ts';
import { runbookFile } from '../../room/alerts/runbook.ts';
import type { RoomAlert } from '../../room/shown.ts';
import { joined, type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { attributionText } from '../../wording/alerts.ts';
import { wrapLine } from '../canvas/in-full.ts';
import { type Line, type Run, run } from '../canvas/runs.ts';
import { originTone } from './alert-row.ts';
import type { PanelInput } from './panel.ts';

type Input = Pick<PanelInput<'runbooks'>, 'room' | 'glyphs' | 'width'>;

/** What is said below the row of an alert stands so far to the right. */
const INDENT = run('       ');

/** Labels that say on what machine or in which part of it. */
const PLACES = ['instance', 'host', 'hostname', 'node', 'pod', 'service'] as const;

const placeOf = ({ labels }: RoomAlert): Safe | undefined =>
  PLACES.map((name) => own(labels, name)).find((value) => value !== undefined && value !== '');

/**
 * What it is about, where it is unless its summary says so, and where it comes from.
 * @param rest what there was no room for in its row
 */
export function aboutLines(
  alert: RoomAlert,
  rest: Safe,
  input: Input,
  most = Number.POSITIVE_INFINITY,
): readonly Line[] {
  const place = placeOf(alert);
  return below(
    [
      run(place === undefined || alert.summary.includes(place) ? safe('') : place, 'title'),
      run(alert.summary, alert.state === 'firing' ? 'text' : 'dim'),
      run(rest, alert.state === 'firing' ? 'warn' : 'dim'),
      run(attributionText(alert.attribution), originTone(alert)),
    ],
    input,
    most,
  );
}

/** What else there is to know of it, in so many rows at most: its description, its labels and its runbook. */
export function moreLines(alert: RoomAlert, input: Input, most = Number.POSITIVE_INFINITY): readonly Line[] {
  const { description, summary } = alert;
  const file = runbookFile(alert, input.room.runbooks);
  const book = file === null ? alert.runbook : sanitiseLine(file);
  const parts = [
    ...(description === summary ? [] : [run(sanitiseLine(description), 'dim')]),
    labelsOf(alert),
    ...(book === null ? [] : [run(`runbook ${book}`, 'dim')]),
  ];
  const lines: Line[] = [];
  for (const part of parts) lines.push(...below([part], input, most - lines.length));
  return lines;
}

/** Labels that are told by what stands in its row anyway. */
const TOLD: ReadonlySet<string> = new Set(['alertname', 'severity']);

const labelsOf = ({ labels }: RoomAlert): Run => {
  const shown = Object.entries(labels).filter(([name, value]) => !TOLD.has(name) && value !== '');
  const texts = shown.map(([name, value]) => safe(`${sanitiseLine(name)}=${value}`));
  return run(joined(texts, ' '), 'dim');
};

/** Parts of a sentence below a row; nothing where all are empty. */
function below(parts: readonly Run[], { glyphs, width }: Input, most = Number.POSITIVE_INFINITY): readonly Line[] {
  const told = parts.filter(({ text }) => text !== '');
  const [first, ...rest] = told.flatMap((part, i) => (i > 0 ? [run(` ${glyphs.separator} `, 'dim'), part] : [part]));
  return first === undefined || most <= 0 ? [] : wrapLine([INDENT, { ...first, hangs: true }, ...rest], width, most);
}
