import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Background, backgroundHint, backgroundOf } from '../../src/terminal/background.ts';
import { canBeDrawnOn, detectCapabilities } from '../../src/terminal/capabilities.ts';
import { ESCAPE_KEY } from '../../src/terminal/plain-keys.ts';
import type { Reply } from '../../src/terminal/replies.ts';
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

function inputOf(awaited = true) {
  const source = new PassThrough();
  const clock = new FakeTimer();
  const replies: Reply[] = [];
  const told: Background[] = [];
  const focuses: boolean[] = [];
  const input = new TerminalInput(source as unknown as KeySource, clock, awaited, (reply) => {
    replies.push(reply);
    if (reply.kind === 'background') told.push(reply.background);
    if (reply.kind === 'focus') focuses.push(reply.focused);
  });
  const read = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return String(input.read() ?? '');
  };
  return { source, clock, replies, told, focuses, read };
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
    expect(await read()).toBe(ESCAPE_KEY);
    source.write('\u001b');
    await clock.pass(0.05);
    expect(await read()).toBe(ESCAPE_KEY);
    source.write('\u001b]11;rgb:0/0/0\u0007x');
    expect(await read()).toBe('x');
    expect(told).toEqual(['dark']);
  });
});

describe('what a terminal says, whoever asked', () => {
  const ANSWERS = [
    '\u001b]11;rgb:ffff/ffff/ffff\u0007',
    '\u001b]11;rgb:00/2b/36\u001b\\',
    '\u001b]10;rgb:ffff/ffff/ffff\u001b\\',
    '\u001b[?2026;2$y',
    '\u001b[?2031;0$y',
    '\u001b[?62;1;6;22c',
    '\u001b[?6c',
    '\u001b[>1;4000;29c',
    '\u001b[?997;1n',
    '\u001b[<0;10;10M',
    '\u001bP>|terminal 1.2\u001b\\',
    '\u001b[I',
  ];

  test('never lands in a text field: not late, not cut anywhere, not among keys', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...ANSWERS, 'j', 'word', '\u001b[A', '\r'), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(60), { maxLength: 3 }),
        fc.boolean(),
        async (parts, cuts, awaited) => {
          const { source, clock, read } = inputOf(awaited);
          if (!awaited) await clock.pass(1);
          const whole = parts.join('');
          let keys = '';
          for (const [i, at] of [0, ...cuts.sort((a, b) => a - b), whole.length].entries()) {
            const before = [0, ...cuts, whole.length].sort((a, b) => a - b)[i - 1] ?? 0;
            source.write(whole.slice(Math.min(before, whole.length), Math.min(at, whole.length)));
            keys += await read();
          }
          await clock.pass(1);
          keys += await read();
          expect(keys).toBe(parts.filter((one) => !ANSWERS.includes(one)).join(''));
        },
      ),
      { numRuns: 40 },
    );
  });

  test.each(['\u001b[?', '\u001b]1', '\u001bP>'])('may pause behind %j for longer than any key', async (beginning) => {
    const answer = ANSWERS.find((one) => one.startsWith(beginning)) ?? '';
    const { source, clock, read } = inputOf(false);
    source.write(beginning);
    await clock.pass(0.9);
    expect(await read()).toBe('');
    source.write(`${answer.slice(beginning.length)}j`);
    expect(await read()).toBe('j');
  });

  test('is lost where its rest comes after all patience, and its rest is no key either', async () => {
    const { source, clock, told, read } = inputOf();
    source.write('\u001b]11;rgb:ffff/');
    await clock.pass(1);
    source.write('ffff/ffff\u0007j');
    expect(await read()).toBe('j');
    expect(told).toEqual([]);
  });

  test('is what it is asked for: modes that are known, and that there is nothing more to come', async () => {
    const { source, clock, replies, read } = inputOf();
    source.write('\u001b[?2026;2$y\u001b[?2031;0$y\u001b[?997;2n\u001b[?62;22c');
    expect(await read()).toBe('');
    expect(replies).toEqual([
      { kind: 'mode', mode: 2026, known: true },
      { kind: 'mode', mode: 2031, known: false },
      { kind: 'scheme' },
      { kind: 'attributes' },
    ]);
    // From now on the escape key waits for no answer, but for what may follow on a slow line.
    source.write('\u001b');
    expect(await read()).toBe('');
    await clock.pass(0.05);
    expect(await read()).toBe(ESCAPE_KEY);
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
    expect(await read()).toBe(`${ESCAPE_KEY}[`);
    expect(focuses).toEqual([]);
  });
});
