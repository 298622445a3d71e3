import { joined, type Safe, safe } from '../../../text/safe.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, lineWidth, run, selected, toWidth } from '../../canvas/runs.ts';
import { CONTEXTS, toldIn } from '../../core/contexts.ts';
import { shownKey } from '../../core/key-names.ts';
import type { KeyContext, Keymap } from '../../core/keymap.ts';
import { windowOf } from '../../core/rows.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';
import { type EditedLine, lineOf } from '../shared/edited-line.ts';
import { field } from '../shared/fields.ts';
import type { Entry } from './entries.ts';

const table = columns(
  [
    { name: 'keys', width: 12 },
    { name: 'does', width: 'flows', least: 1 },
  ],
  0,
);

/** What the signs mean; nobody remembers them at 3 a.m. */
function legend({ glyphs }: DialogInput): Line[] {
  const signs = [
    [glyphs.ok, 'well, or validated'],
    [glyphs.warn, 'near its limit'],
    [glyphs.fail, 'beyond its limit'],
    [glyphs.unknown, 'unknown: no data, stale, or an error'],
    [glyphs.waiting, 'ring waits'],
    [glyphs.soaking, 'ring soaks'],
    [glyphs.verdict, 'ring is ready to be validated'],
    [glyphs.acknowledged, 'alert acknowledged'],
    [glyphs.silenced, 'alert silenced or inhibited by others'],
    [glyphs.mark, 'alert marked'],
  ] as const;
  return signs.map(([sign, meaning]) => table.row({ keys: run(sign, 'accent', { bold: true }), does: run(meaning) }));
}

/** The keys that work in the view beneath, those of its own first, and what the signs mean. */
export function drawHelp(
  input: DialogInput,
  keymap: Keymap,
  contexts: readonly KeyContext[],
  scroll: number,
): DialogDrawing {
  const sections = toldIn(contexts, keymap).map(([context, bindings]): Line[] => [
    [run(CONTEXTS[context].title, 'title')],
    ...bindings.map((binding) =>
      table.row({
        keys: run(keysText(binding.keys, input.unicode), 'accent', { bold: true }),
        does: run(binding.description, binding.danger ? 'warn' : 'text'),
      }),
    ),
    [],
  ]);
  const all = [...sections.flat(), [run('Signs', 'title')], ...legend(input)];
  const lines = input.width >= 120 ? twoColumns(all, input.width) : all;
  const height = Math.max(0, input.height - FIELD);
  const end = Math.max(0, lines.length - height);
  const from = Math.min(scroll, end);
  const below = lines.length - from - height;
  return {
    title: safe('Help'),
    badge: [run(below > 0 ? `${input.glyphs.down} ${below} more lines` : 'esc closes', 'dim')],
    border: 'borderFocus',
    lines: [...fieldLines(lineOf(''), input), ...lines.slice(from, from + height)],
    end,
  };
}

/** Rows of the field and of what parts it from the rest. */
const FIELD = 2;

/** What is looked for. */
const fieldLines = (line: EditedLine, input: DialogInput): readonly Line[] => [
  [...field('search', line, input), run(line.text === '' ? '  type what you want to do' : '', 'dim')],
  [],
];

/** What was found, the chosen one in reverse video. */
export function drawFound(
  input: DialogInput,
  line: EditedLine,
  entries: readonly Entry[],
  chosen: number,
): DialogDrawing {
  const at = Math.max(0, Math.min(chosen, entries.length - 1));
  const { shown } = windowOf(entries, at, input.height - FIELD);
  const names = Math.max(10, ...shown.map(({ name }) => Math.min(name.length, Math.floor(input.width / 3))));
  const columnsFound = columns(
    [
      { name: 'keys', width: 12 },
      { name: 'name', width: names, after: 2 },
      { name: 'about', width: 'flows' },
    ],
    input.width,
  );
  const rows = shown.map((entry): Line => {
    const line = columnsFound.row({
      keys: run(keysText(entry.keys, input.unicode), 'accent', { bold: true }),
      name: run(entry.name, 'title'),
      about: run(entry.about),
    });
    return entry === entries[at] ? selected(toWidth(line, input.width)) : line;
  });
  return {
    title: safe('Help'),
    badge: [run('enter runs it  esc shows all', 'dim')],
    border: 'borderFocus',
    lines: [...fieldLines(line, input), ...(rows.length > 0 ? rows : [[run('No key and no command fits', 'warn')]])],
  };
}

const keysText = (keys: readonly string[], unicode: boolean): Safe => {
  const shown = keys.map((key) => shownKey(key, unicode));
  const [first, last] = [shown[0], shown.at(-1)];
  return shown.length > 3 && first && last ? safe(`${first}–${last}`) : joined(shown, ' ');
};

function twoColumns(lines: readonly Line[], width: number): Line[] {
  const half = Math.ceil(lines.length / 2);
  const column = Math.floor(width / 2);
  return lines.slice(0, half).map((line, i) => {
    const right = lines[i + half] ?? [];
    return [...toWidth(line, Math.max(column - 2, Math.min(lineWidth(line), column - 2))), run('  '), ...right];
  });
}
