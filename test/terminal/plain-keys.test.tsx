import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { render, useInput, usePaste } from 'ink';
import { describe, expect, test } from 'vitest';
import { keyName } from '../../src/screen/core/key-names.ts';
import { inkStdout } from '../../src/terminal/ink-stdout.ts';
import { type KeySource, TerminalInput } from '../../src/terminal/terminal-input.ts';
import { FakeTimer } from '../fake-timer.ts';

const ESC = '\u001b';

function inputOf() {
  const source = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {} });
  const clock = new FakeTimer();
  const input = new TerminalInput(source as unknown as KeySource, clock, false, () => {});
  return { source, clock, input };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

/** What Ink is given of chunks; null: a pause in which everything is decided. */
async function written(chunks: readonly (string | null)[]): Promise<string> {
  const { source, clock, input } = inputOf();
  let text = '';
  for (const chunk of [...chunks, null]) {
    if (chunk === null) await clock.pass(2);
    else source.write(chunk);
    await soon();
    text += String(input.read() ?? '');
  }
  return text;
}

function Ears({ hear }: { readonly hear: (name: string) => void }) {
  useInput((text, key) => {
    const pieces = key.ctrl || key.meta || text === '' ? [text] : [...text];
    for (const piece of pieces) hear(keyName(piece, key) ?? 'nameless');
  });
  usePaste((text) => hear(`pasted ${text}`));
  return null;
}

/** The names of the keys that a screen hears of. */
async function heard(...chunks: readonly (string | null)[]): Promise<string[]> {
  const { source, clock, input } = inputOf();
  const names: string[] = [];
  const terminal = { columns: 80, rows: 24, write: () => true, on: () => {}, off: () => {} };
  const silent = inkStdout(terminal);
  const options = { stdout: silent, debug: true, interactive: true, patchConsole: false, exitOnCtrlC: false } as const;
  const app = render(<Ears hear={(name) => names.push(name)} />, {
    ...options,
    stdin: input as unknown as NodeJS.ReadStream,
  });
  await soon();
  for (const chunk of [...chunks, null]) {
    if (chunk === null) await clock.pass(2);
    else source.write(chunk);
    await soon();
    await soon();
  }
  app.unmount();
  await app.waitUntilExit();
  silent.destroy();
  return names;
}

describe('keys, however they come', () => {
  test.each<[string, readonly (string | null)[], readonly string[]]>([
    ['an escape and a letter in one piece', [`${ESC}j`], ['esc', 'j']],
    ['an escape and a weighty letter', [`${ESC}V`], ['esc', 'V']],
    ['two escapes', [`${ESC}${ESC}`], ['esc', 'esc']],
    ['three, and a letter', [`${ESC}${ESC}${ESC}q`], ['esc', 'esc', 'esc', 'q']],
    ['an escape alone', [ESC], ['esc']],
    ['an escape, and a letter later', [ESC, null, 'j'], ['esc', 'j']],
    ['letters around an escape', [`jk${ESC}lm`], ['j', 'k', 'esc', 'l', 'm']],
    ['an escape and enter', [`${ESC}\r`], ['esc', 'enter']],
    ['an escape and a tab', [`${ESC}\t`], ['esc', 'tab']],
    ['an escape and backspace', [`${ESC}\u007f`], ['esc', 'backspace']],
    ['an escape and ctrl-c', [`${ESC}\u0003`], ['esc', 'ctrl-c']],
    ['an escape and a digit', [`${ESC}4`], ['esc', '4']],
    ['an escape and a letter of another script', [`${ESC}ж`], ['esc', 'ж']],
    ['an escape and an arrow', [`${ESC}${ESC}[A`], ['esc', 'up']],
    ['an arrow that is cut', [`${ESC}`, '[', 'A'], ['up']],
    ['an arrow that is cut late', [`${ESC}[1;`, '5A'], ['up']],
    ['an arrow of the other kind', [`${ESC}OB`], ['down']],
    ['an escape, and the key of the past after it', [`${ESC}[`], ['esc', '[']],
    ['an escape, the past, and back', [`${ESC}[0`], ['esc', '[', '0']],
    ['an escape, the future, and back', [`${ESC}]0`], ['esc', ']', '0']],
    ['an escape, and the next page', [`${ESC}[>`], ['esc', '[', '>']],
    ['an escape and a letter that begins an answer', [`${ESC}P`], ['esc', 'P']],
    ['an escape and a letter that begins a key', [`${ESC}O`], ['esc', 'O']],
    ['no key of a terminal', [`${ESC}[jk`], ['esc', '[', 'j', 'k']],
    [
      'home, end, pages, delete',
      [`${ESC}[H${ESC}[4~${ESC}[5~${ESC}[6~${ESC}[3~`],
      ['home', 'end', 'pgup', 'pgdn', 'delete'],
    ],
    ['back through tabs', [`${ESC}[Z`], ['shift-tab']],
    ['rxvt, with shift and ctrl', [`${ESC}[a${ESC}[6$j${ESC}Ob`], ['up', 'pgdn', 'j', 'down']],
    ['function keys', [`${ESC}OP${ESC}[15~${ESC}[[C${ESC}[1;2R`], ['nameless', 'nameless', 'nameless', 'nameless']],
    [
      'those that Ink does not know',
      [`${ESC}[25~${ESC}[29;2~${ESC}[5@${ESC}[G`],
      ['nameless', 'nameless', 'nameless', 'nameless'],
    ],
    ['a keypad', [`${ESC}Ok${ESC}Om${ESC}Op${ESC}OM`], ['+', '-', '0', 'enter']],
    ['ctrl with letters, in one piece', ['\u0004\u0004\u0015'], ['ctrl-d', 'ctrl-d', 'ctrl-u']],
    ['kitty: escape, ctrl, alt', [`${ESC}[27u${ESC}[100;5u${ESC}[120;3u`], ['esc', 'ctrl-d', 'alt-x']],
    ['kitty: a key that is let go', [`${ESC}[97;1:1u${ESC}[97;1:3u${ESC}[1;1:3A`], ['a']],
    ['xterm: other keys', [`${ESC}[27;5;100~`], ['ctrl-d']],
    ['a mouse, whatever its words', [`${ESC}[<0;3;4M${ESC}[M !!${ESC}[32;3;4Mj`], ['j']],
    ['words of the terminal', [`${ESC}[12;40R${ESC}[0n${ESC}[8;44;140tj`], ['j']],
    ['letters of other scripts, in one piece', ['жö'], ['ж', 'ö']],
  ])('%s', async (_, chunks, names) => {
    expect(await heard(...chunks)).toEqual(names);
  });

  test.each<[string, readonly (string | null)[], readonly string[]]>([
    ['is one piece, whatever is in it', [`j${ESC}[200~A\nq${ESC}[201~k`], ['j', 'pasted A\nq', 'k']],
    ['may take its time', [`${ESC}[200~A`, null, 'q', null, `${ESC}[20`, null, '1~k'], ['pasted Aq', 'k']],
    ['that never ends is ended by ctrl-c', [`${ESC}[200~Aq`, null, '\u0003'], ['pasted Aq', 'ctrl-c']],
    ['keeps what would be ctrl-c', [`${ESC}[200~A\u0003q${ESC}[201~k`], ['pasted A\u0003q', 'k']],
    ['keeps it while more comes', [`${ESC}[200~A\u0003q`, null, `${ESC}[201~k`], ['pasted A\u0003q', 'k']],
    ['has an end that is none alone', [`${ESC}[201~k`], ['k']],
  ])('a paste %s', async (_, chunks, names) => {
    expect(await heard(...chunks)).toEqual(names);
  });

  test('a paste of any length stays a paste, in bounded memory', async () => {
    const megabyte = 'q'.repeat(1_000_000);
    const [pasted, key] = await heard(`${ESC}[200~`, megabyte, megabyte, `${ESC}[20`, '1~k');
    expect(pasted?.length).toBeGreaterThan(9_000);
    expect(pasted?.length).toBeLessThan(11_000);
    expect(key).toBe('k');
  });

  /** What keyboards write, and pastes; with those that are cut, or alone. */
  const PIECES = [
    ...['j', 'A', '[', ']', '0', 'O', 'P', 'M', '<', '?', '1', ';', '~', 'ж', '\r', '\t', '\u0003', '\u0004', '\u007f'],
    ...[ESC, `${ESC}[A`, `${ESC}OB`, `${ESC}[1;5C`, `${ESC}[3~`, `${ESC}[Z`, `${ESC}[27u`, `${ESC}[97;5u`, `${ESC}[[B`],
    ...[`${ESC}[6$`, `${ESC}[200~q ${ESC}[A\n${ESC}[201~`, `${ESC}[M !!`, `${ESC}[<0;3;4M`, `${ESC}[I`],
    ...[`${ESC}]11;rgb:ffff/ffff/ffff${ESC}\\`, `${ESC}[?62;22c`, `${ESC}P>|x 1${ESC}\\`],
  ];

  test('any cut of a stream gives the same keys', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(80), { maxLength: 6 }),
        async (pieces, cuts) => {
          const whole = pieces.join('');
          const at = [0, ...cuts.map((one) => Math.min(one, whole.length)), whole.length].sort((a, b) => a - b);
          const chunks = at.slice(1).map((to, i) => whole.slice(at[i], to));
          expect(await written(chunks)).toBe(await written([whole]));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('no pause between two keys makes others of them', async () => {
    const KEYS = PIECES.filter((piece) => piece.length === 1 || piece.startsWith(`${ESC}[`));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 6 }), async (pieces) => {
        const each = await Promise.all(pieces.map((piece) => written([piece])));
        expect(await written(pieces.flatMap((piece) => [piece, null]))).toBe(each.join(''));
      }),
      { numRuns: 100 },
    );
  });

  test('an escape before any letter is the escape key and that letter', async () => {
    const letters = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));
    for (const letter of letters) expect(await written([ESC + letter])).toBe(`${ESC}[27u${letter}`);
  });
});
