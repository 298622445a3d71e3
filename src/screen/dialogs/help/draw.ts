import { joined, type Safe, safe } from '../../../text/safe.ts';
import { columns } from '../../canvas/columns.ts';
import { type Line, lineWidth, run, toWidth } from '../../canvas/runs.ts';
import { CONTEXTS, toldIn } from '../../core/contexts.ts';
import { shownKey } from '../../core/key-names.ts';
import type { KeyContext, Keymap } from '../../core/keymap.ts';
import type { DialogDrawing, DialogInput } from '../shared/dialog.ts';

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
  const end = Math.max(0, lines.length - input.height);
  const from = Math.min(scroll, end);
  const below = lines.length - from - input.height;
  return {
    title: safe('Help'),
    badge: [run(below > 0 ? `${input.glyphs.down} ${below} more lines` : 'esc closes', 'dim')],
    border: 'borderFocus',
    lines: lines.slice(from, from + input.height),
    end,
  };
}

const keysText = (keys: readonly string[], unicode: boolean): Safe =>
  keys.length > 3
    ? safe(`${shownKey(keys[0] ?? '', unicode)}–${shownKey(keys.at(-1) ?? '', unicode)}`)
    : joined(
        keys.map((key) => shownKey(key, unicode)),
        ' ',
      );

function twoColumns(lines: readonly Line[], width: number): Line[] {
  const half = Math.ceil(lines.length / 2);
  const column = Math.floor(width / 2);
  return lines.slice(0, half).map((line, i) => {
    const right = lines[i + half] ?? [];
    return [...toWidth(line, Math.max(column - 2, Math.min(lineWidth(line), column - 2))), run('  '), ...right];
  });
}
