import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Background, backgroundHint, backgroundOf } from '../../src/terminal/background.ts';
import { canBeDrawnOn, detectCapabilities } from '../../src/terminal/capabilities.ts';
import { type KeySource, TerminalInput } from '../../src/terminal/terminal-input.ts';
import { FakeTimer } from '../fake-timer.ts';

describe('what a terminal draws on', () => {
  test.each([
    ['rgb:ffff/ffff/ffff', 'light'],
    ['rgb:fdfd/f6f6/e3e3', 'light'],
    ['rgb:00/2b/36', 'dark'],
    ['rgba:0000/0000/0000/ffff', 'dark'],
    ['rgb:f/f/f', 'light'],
    ['?', null],
  ])('%s is %s', (colour, background) => {
    expect(backgroundOf(colour)).toBe(background);
  });

  test.each([
    ['0;15', 'light'],
    ['0;default;15', 'light'],
    ['15;0', 'dark'],
    ['7;8', 'dark'],
    ['0;7', 'light'],
    ['default;default', null],
    [undefined, null],
  ])('COLORFGBG=%s hints at %s', (COLORFGBG, background) => {
    expect(backgroundHint({ COLORFGBG })).toBe(background);
  });
});

function inputOf() {
  const source = new PassThrough();
  const clock = new FakeTimer();
  const told: Background[] = [];
  const focuses: boolean[] = [];
  const input = new TerminalInput(source as unknown as KeySource, clock, {
    background: (background) => told.push(background),
    focus: (focused) => focuses.push(focused),
  });
  const read = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return String(input.read() ?? '');
  };
  return { source, clock, told, focuses, read };
}

describe('the input of a terminal that was asked', () => {
  test('keeps the answer from the keys, however it is cut and ended', async () => {
    const answer = '\u001b]11;rgb:ffff/ffff/ffff';
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('\u0007', '\u001b\\'),
        fc.nat(answer.length + 2),
        fc.constantFrom('', 'j', '\u001b[A'),
        async (end, at, before) => {
          const { source, told, read } = inputOf();
          const whole = `${before}${answer}${end}k`;
          const cutAt = Math.min(whole.length, before.length + at);
          source.write(whole.slice(0, cutAt));
          const first = await read();
          source.write(whole.slice(cutAt));
          expect(first + (await read())).toBe(`${before}k`);
          expect(told).toEqual(['light']);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('gives up waiting, and lets keys that look like an answer through', async () => {
    const { source, clock, told, read } = inputOf();
    source.write('\u001b');
    expect(await read()).toBe('');
    await clock.pass(1);
    expect(await read()).toBe('\u001b');
    source.write('\u001b');
    expect(await read()).toBe('\u001b');
    source.write('\u001b]11;rgb:0/0/0\u0007x');
    expect(await read()).toBe('x');
    expect(told).toEqual(['dark']);
  });
});

describe('a terminal that cannot do much', () => {
  test.each(['vt100', 'vt102', 'vt220', 'xterm-mono', 'wy50'])('%s is given no colours', (TERM) => {
    expect(detectCapabilities({ TERM }, { isTTY: true })).toMatchObject({ colorLevel: 0, chalkLevel: 1 });
  });

  test('a dumb one is not drawn on', () => {
    expect(canBeDrawnOn({ TERM: 'dumb' })).toBe(false);
    expect(canBeDrawnOn({ TERM: 'vt100' })).toBe(true);
  });
});

describe('what a terminal says of its focus', () => {
  test('is kept from the keys, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('I', 'O'),
        fc.nat(2),
        fc.constantFrom('', 'j', '\u001b[A'),
        async (word, at, before) => {
          const { source, focuses, read } = inputOf();
          const whole = `${before}\u001b[${word}k`;
          const cutAt = before.length + at;
          // A lone escape may be a key: a terminal is not in the middle of a word after it.
          source.write(whole.slice(0, cutAt === before.length + 1 ? cutAt - 1 : cutAt));
          const first = await read();
          source.write(whole.slice(cutAt === before.length + 1 ? cutAt - 1 : cutAt));
          expect(first + (await read())).toBe(`${before}k`);
          expect(focuses).toEqual([word === 'I']);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('holds no key back for long that looks like its beginning', async () => {
    const { source, clock, focuses, read } = inputOf();
    await clock.pass(1);
    source.write('\u001b[');
    expect(await read()).toBe('');
    await clock.pass(0.05);
    expect(await read()).toBe('\u001b[');
    expect(focuses).toEqual([]);
  });
});
