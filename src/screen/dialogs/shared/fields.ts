import type { Ring, Room } from '../../../room/shown.ts';
import { type Safe, type SafeArgument, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { widthOf } from '../../../text/width.ts';
import { cut, type Line, run, wrap } from '../../canvas/runs.ts';
import type { Role } from '../../canvas/theme.ts';
import type { DialogInput } from './dialog.ts';
import type { FieldLine } from './form.ts';
import { typedText } from './typed-text.ts';

/** Cells kept for what is typed. */
const LEAST_TYPED = 16;

/** A labelled text field; the caret shows the one that takes the keys. */
export function field<T extends string>(
  label: SafeArgument<T>,
  line: FieldLine,
  { glyphs, width }: Pick<DialogInput, 'glyphs' | 'width'>,
): Line {
  const active = line.at !== null;
  // What is typed must be seen, whatever it is asked for by.
  const typed = Math.min(LEAST_TYPED, widthOf(sanitiseLine(line.text)) + 2);
  const asks = cut<T>(label, Math.max(Math.floor(width / 2), width - typed));
  return [
    run(`${asks} `, active ? 'accent' : 'dim', { bold: active }),
    ...typedText(line, Math.max(1, width - widthOf(asks) - 1), glyphs),
  ];
}

/** A text over as many lines as it needs. */
export const paragraph = <T extends string>(
  text: SafeArgument<T>,
  width: number,
  tone: Role = 'text',
  bold = false,
): Line[] => (text === '' ? [] : wrap<T>(text, width).map((line): Line => [run(cut(line, width), tone, { bold })]));

/** The first lines in `height` rows, with a sign where there are more: nothing ends in mid-sentence unmarked. */
export const clip = (lines: readonly Line[], height: number, input: Pick<DialogInput, 'glyphs'>): readonly Line[] =>
  clipList(lines, height, input, (line) => line);

/** The same for what takes a line each: only those that are seen are drawn. */
export function clipList<T>(
  items: readonly T[],
  height: number,
  { glyphs }: Pick<DialogInput, 'glyphs'>,
  draw: (item: T) => Line,
): readonly Line[] {
  if (items.length <= height) return items.map(draw);
  const shown = Math.max(0, height - 1);
  const more: Line = [run(`${glyphs.down} ${items.length - shown} more lines`, 'warn')];
  return [...items.slice(0, shown).map(draw), more].slice(0, height);
}

/** What enter and esc do, in as many words as there is room for. */
export function keyLine<A extends string, O extends string>(
  act: SafeArgument<A>,
  others: SafeArgument<O>,
  width: number,
): Line {
  const [does, more] = [safe<A>(act), safe<O>(others)];
  const texts = [
    safe(`enter ${does}   ${more}esc cancel`),
    safe(`enter ${does}  esc cancel`),
    safe('enter yes  esc no'),
  ];
  return [run(texts.find((text) => text.length <= width) ?? 'enter/esc', 'dim')];
}

/** Which ring, of which rollout, in which environment: nobody acts on the wrong one unwarned. */
export const ringHead = (ring: Ring, { profile }: Room): Line => [
  run(`${ring.id} ${ring.name}`, 'title'),
  run('  '),
  run(` ${profile.name}, ${profile.environment} `, profile.environment === 'production' ? 'danger' : 'dim'),
];

/** The field in which an id is typed to confirm. */
export const typedField = (id: Safe, line: FieldLine, input: DialogInput): Line =>
  field(safe(input.width < 40 ? `type ${id}:` : `type ${id} to confirm:`), line, input);

/** Parts of a dialog one below the other, with empty lines between them as long as there is room for these. */
export function stacked(parts: readonly (readonly Line[])[], height: number): readonly Line[] {
  const filled = parts.filter((part) => part.length > 0);
  const airy = filled.flatMap((part, i) => (i > 0 ? [[], ...part] : part));
  return airy.length <= height ? airy : filled.flat();
}
