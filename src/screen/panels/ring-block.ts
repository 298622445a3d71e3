import type { Ring } from '../../room/shown.ts';
import { joined } from '../../text/safe.ts';
import { type Line, lineWidth, run, selected, toWidth, wrapTo } from '../canvas/runs.ts';
import type { PanelInput } from './panel.ts';
import { ringMark, ringTone, ringWord } from './parts.ts';
import { checkRows, checksLine, isEmpty, nearestChecks, troubled } from './ring-checks.ts';
import { approvalLine, reasonRuns, regionsLine, soakLine } from './ring-words.ts';

type Input = PanelInput<'at' | 'rings' | 'comparison' | 'traffic'>;

const INDENT = run('  ');

/** A ring in so many cells and in the rows of its panel: how it stands and why, its soak, and its checks, the worst first. */
export function ringBlock(ring: Ring, input: Input, width: number): readonly Line[] {
  const { glyphs, cursor, height } = input;
  const name: Line = [ringMark(ring.state, glyphs), run(` ${ring.id} `, 'title'), run(ring.name, 'dim')];
  const head = ring.id === cursor ? selected(toWidth(name, width)) : name;
  const bad = troubled(ring);
  const isCut = lineWidth([...stateRuns(ring), run('  '), ...reasonRuns(ring, input)]) > width;
  // Which checks fail is told by their own rows: better how many than half of their names.
  const isTold = isCut && bad.length > 0 && (ring.because.kind === 'checks' || ring.because.kind === 'rolled-back');
  const why = (rows: number) => (isTold ? toldLines(ring, input, width, rows) : whyLines(ring, input, width, rows));
  const middle = middleLines(ring, input, width, isTold);
  const [least, wanted] = [why(1).length, why(height).length];
  // Of a version that was rolled back what is left of it comes before its checks.
  const kept = ring.state === 'rolled-back' ? Math.min(2, wanted - least) : 0;
  const places = Math.max(0, height - 1 - least - middle.length - kept);
  const shown = bad.length <= places ? bad : bad.slice(0, Math.max(0, places - 1));
  const hidden = bad.length - shown.length;
  const used = 1 + middle.length + shown.length + (hidden > 0 ? 1 : 0);
  // What does not fit beside the state stands below it, where nothing worse needs the row; then how near those are that are well.
  const told = why(height - used - least + 1);
  const near = nearestChecks(ring, height - used - told.length);
  return [
    head,
    ...told,
    ...middle,
    ...checkRows([...shown, ...near], { ...input, width: width - 2 }).map((line): Line => [INDENT, ...line]),
    ...(hidden > 0 ? [[run(`  ${glyphs.down} ${hidden} more not well`, 'accent')]] : []),
  ].slice(0, height);
}

const stateRuns = ({ state }: Ring): Line => [INDENT, run(ringWord(state), ringTone(state), { bold: true })];

const checksRuns = (ring: Ring, { glyphs }: Input): Line => [
  run(isEmpty(ring) ? '' : 'checks ', 'dim'),
  ...checksLine(ring, glyphs),
];

/** Its state with how many checks pass; below it what is left of a version that was rolled back, in so many rows at most. */
function toldLines(ring: Ring, input: Input, width: number, rows: number): readonly Line[] {
  const state: Line = [...stateRuns(ring), run('  '), ...checksRuns(ring, input)];
  if (ring.because.kind !== 'rolled-back') return [state];
  return [state, ...wrapped(reasonRuns({ ...ring, checks: [] }, input), width, rows)];
}

/** Its state and all of its reason, below it where there is no room beside it and there are so many rows for it. */
function whyLines(ring: Ring, input: Input, width: number, rows: number): readonly Line[] {
  const reason = reasonRuns(ring, input);
  const beside: Line = [...stateRuns(ring), run('  '), ...reason];
  if (lineWidth(beside) <= width || rows < 2) return [beside];
  // Who validated it is one row, however long: what is drawn in several manners cannot be wrapped.
  const below = ring.validated === null ? wrapped(reason, width, rows - 1) : [[INDENT, ...reason]];
  return [stateRuns(ring), ...below];
}

/** Words of one tone in so many rows at most. */
function wrapped(words: Line, width: number, rows: number): readonly Line[] {
  const text = joined(
    words.map((part) => part.text),
    '',
  );
  return wrapTo(text, width - 2, rows).map((line) => [INDENT, run(line, words[0]?.tone ?? 'dim')]);
}

/** What else there is to each ring, a row each. */
function middleLines(ring: Ring, input: Input, width: number, isTold: boolean): readonly Line[] {
  const asked = approvalLine(ring, input);
  const taken = lineWidth(soakLine(ring, input.room.at, input, 0)) + 3;
  const soak = soakLine(ring, input.room.at, input, Math.max(4, Math.min(20, width - taken)));
  return [
    ...(asked.length > 0 ? [asked] : []),
    ...(ring.soak !== null && ring.validated === null ? [soak] : []),
    ...(ring.regions ? [[run('regions ', 'dim'), ...regionsLine(ring, input)]] : []),
    ...(isTold ? [] : [checksRuns(ring, input)]),
  ].map((line): Line => [INDENT, ...line]);
}

/** Rows in which all there is to a ring can be told but what is well. */
export const ringRows = (ring: Ring): number =>
  3 +
  (ring.approval === null ? 0 : 1) +
  (ring.soak !== null && ring.validated === null ? 1 : 0) +
  (ring.regions ? 1 : 0) +
  (ring.state === 'rolled-back' || ring.state === 'soaking' ? 1 : 0) +
  troubled(ring).length;
