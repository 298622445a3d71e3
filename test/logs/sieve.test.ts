import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { LogBuffer } from '../../src/logs/buffer.ts';
import { Segment } from '../../src/logs/segment.ts';
import { LogSieve, OPEN_SIEVE } from '../../src/logs/sieve.ts';
import { lineTest } from '../../src/room/filter/lines.ts';
import { bytes, millis, nanos } from '../../src/units.ts';

const AT = millis(1_000_000);
const MIB = 1024 * 1024;
const portion = fc.record({
  lines: fc.array(
    fc.record({ at: fc.bigInt({ min: 0n, max: 50n }), text: fc.constantFrom('ERROR a', 'b', 'c hit', 'hit') }),
  ),
  keep: fc.constantFrom('newest' as const, 'oldest' as const),
  spec: fc.option(
    fc.record({
      hidden: fc.constantFrom([], ['error' as const], ['unknown' as const]),
      text: fc.constantFrom('', 'hit', '!hit', 'level=error', 'level!=error c'),
      only: fc.boolean(),
    }),
  ),
  big: fc.boolean(),
});

test('whatever arrives in whatever order, the sieve shows what a look at all lines at hand would', () => {
  fc.assert(
    fc.property(fc.array(portion, { maxLength: 12 }), (portions) => {
      const buffer = new LogBuffer(bytes(4 * MIB));
      const sieve = new LogSieve(lineTest);
      for (const { lines, keep, spec, big } of portions) {
        buffer.keep = keep;
        // Lines so long that few of them fit: some are let go at one end or the other.
        const tail = big ? 'x'.repeat(30_000) : '';
        buffer.add(
          lines.map(({ at, text }) => ({ at: nanos(at), text: text + tail, labels: {}, metadata: {}, parsed: {} })),
        );
        if (big)
          for (let i = 0; i < 80; i += 1)
            buffer.add([{ at: nanos(BigInt(i)), text: tail, labels: {}, metadata: {}, parsed: {} }]);
        if (spec) sieve.change(spec);
        const { hidden, text, only } = sieve.spec;
        const looked = lineTest(text);
        const expected = [...buffer].filter(
          (line) => !hidden.includes(line.level) && (!only || looked === null || looked.passes(line, AT)),
        );
        expect(
          sieve
            .take(buffer, AT)
            .slice()
            .map(({ id }) => id),
        ).toEqual(expected.map(({ id }) => id));
      }
    }),
    { numRuns: 50 },
  );
});

test('a line is looked at once, not again for each portion that arrives', () => {
  const buffer = new LogBuffer();
  const sieve = new LogSieve(lineTest);
  sieve.change({ ...OPEN_SIEVE, text: 'needle' });
  const add = (n: number) =>
    buffer.add(
      Array.from({ length: n }, (_, i) => ({
        at: nanos(BigInt(i)),
        text: 'hay',
        labels: {},
        metadata: {},
        parsed: {},
      })),
    );
  add(100);
  sieve.take(buffer, AT);
  const text = vi.spyOn(Segment.prototype, 'text');
  onTestFinished(() => text.mockRestore());
  buffer.add([{ at: nanos(1000n), text: 'needle', labels: {}, metadata: {}, parsed: {} }]);
  expect(sieve.take(buffer, AT)).toHaveLength(1);
  expect(text).toHaveBeenCalledTimes(1);
});

test('what was shown once stays readable, whatever is let go and moved together', () => {
  const buffer = new LogBuffer(bytes(4 * MIB));
  const sieve = new LogSieve(lineTest);
  const add = (from: number, n: number, words: string) =>
    buffer.add(
      Array.from({ length: n }, (_, i) => ({
        at: nanos(BigInt(from + i)),
        text: `${words} ${from + i}`,
        labels: {},
        metadata: {},
        parsed: {},
      })),
    );
  add(0, 500, 'first');
  const shown = sieve.take(buffer, AT);
  for (let i = 1; i < 60; i += 1) {
    add(i * 1000, 1000, 'x'.repeat(200));
    sieve.take(buffer, AT);
  }
  expect(buffer.older).toBeGreaterThan(500);
  expect(shown.slice().map(({ text }) => text)).toEqual(Array.from({ length: 500 }, (_, i) => `first ${i}`));
  expect(shown.at(-1)?.id).toBe(499);
});
