import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BUDGET, LogBuffer } from '../../src/logs/buffer.ts';
import { LEVELS } from '../../src/logs/level.ts';
import { LONGEST_TEXT, shownText } from '../../src/logs/line.ts';
import { canonicalJson } from '../../src/operations/journal/canonical-json.ts';
import type { LogLine } from '../../src/sources/loki/types.ts';
import { bytes, nanos } from '../../src/units.ts';
import { character } from '../character.ts';
import { anyName, named } from '../names.ts';

const line = (at: number | bigint, text: string, more: Partial<LogLine> = {}): LogLine => ({
  at: nanos(BigInt(at)),
  text,
  labels: { job: 'a' },
  metadata: {},
  parsed: {},
  ...more,
});
const texts = (buffer: LogBuffer) => [...buffer].map(({ text }) => text);
const SMALL = bytes(4 * 1024 * 1024);

describe('the log buffer', () => {
  it('keeps lines in the order of their time, and of one nanosecond in the order they came', () => {
    const buffer = new LogBuffer();
    buffer.add([line(5, 'c'), line(1, 'a'), line(9, 'e')]);
    buffer.add([line(5, 'd'), line(2, 'b')]);
    expect(texts(buffer)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(buffer.slice(1, 2).map(({ text }) => text)).toEqual(['b', 'c']);
    const c = buffer.at(2);
    expect(c && buffer.indexOf(c)).toBe(2);
    expect(buffer.at(-1)).toBeUndefined();
  });

  it('lets go of the oldest while the reader follows, and counts them exactly', () => {
    const buffer = new LogBuffer(SMALL);
    const n = 30_000;
    for (let i = 0; i < n; i++) buffer.add([line(i, `line ${i}`)]);
    expect(buffer.size).toBeLessThanOrEqual(SMALL);
    expect(buffer.older).toBeGreaterThan(0);
    expect(buffer.older + buffer.length).toBe(n);
    expect(buffer.at(buffer.length - 1)?.text).toBe(`line ${n - 1}`);
    expect(buffer.at(0)?.text).toBe(`line ${buffer.older}`);
  });

  it('keeps what is being read while the reader does not follow, and counts what does not fit behind it', () => {
    const buffer = new LogBuffer(SMALL);
    buffer.add([line(0, 'read')]);
    buffer.keep = 'oldest';
    for (let i = 1; i < 30_000; i++) buffer.add([line(i, `line ${i}`)]);
    expect(buffer.at(0)?.text).toBe('read');
    expect(buffer.newer + buffer.length).toBe(30_000);
    expect(buffer.older).toBe(0);
  });

  it('keeps a 20 kB line whole, and of a 200 kB line its head and its true size', () => {
    const buffer = new LogBuffer();
    buffer.add([line(1, 'x'.repeat(20_000)), line(2, 'é'.repeat(100_000))]);
    expect(buffer.at(0)).toMatchObject({ text: 'x'.repeat(20_000), whole: null });
    expect(buffer.at(1)).toMatchObject({ text: 'é'.repeat(LONGEST_TEXT), whole: 200_000 });
  });

  it('cuts values and counts fields that are beyond use', () => {
    const buffer = new LogBuffer();
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}`, 'v']));
    buffer.add([line(1, '{}', { parsed: many, metadata: { msg: 'y'.repeat(200_000) } })]);
    expect(buffer.at(0)?.fieldsLeftOut).toBe(4800);
    expect(buffer.at(0)?.metadata.msg).toHaveLength(4097);
  });

  it('stays within its budget and counts every line, whatever arrives', () => {
    const field = fc.dictionary(fc.string({ maxLength: 20 }), fc.string({ unit: character, maxLength: 6000 }), {
      maxKeys: 4,
    });
    const text = fc.oneof(
      fc.constantFrom(...LEVELS).map((level) => `level=${level} ${'z'.repeat(60_000)}`),
      fc.string({ unit: character, maxLength: 400 }),
      fc.integer({ min: 0, max: 200_000 }).map((n) => '\u202e\u001b[2J'.repeat(n / 5)),
    );
    const arriving = fc.record({ at: fc.bigInt({ min: 0n, max: 1000n }), text, metadata: field, keep: fc.boolean() });
    fc.assert(
      fc.property(fc.array(arriving, { minLength: 80, maxLength: 300 }), (arrivals) => {
        const buffer = new LogBuffer(SMALL);
        for (const { at, text: words, metadata, keep } of arrivals) {
          buffer.keep = keep ? 'newest' : 'oldest';
          buffer.add([line(at, words, { metadata })]);
          expect(buffer.size).toBeLessThanOrEqual(SMALL);
        }
        expect(buffer.older + buffer.newer + buffer.length).toBe(arrivals.length);
        expect(buffer.arrived).toBe(arrivals.length);
        const times = [...buffer].map(({ at }) => at);
        expect(times).toEqual(times.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
        expect([...buffer].reduce((sum, { cost }) => sum + cost, 0)).toBe(buffer.size);
        const levels = [...buffer].map(({ level }) => level);
        expect(buffer.counts()).toEqual(
          Object.fromEntries(LEVELS.map((level) => [level, levels.filter((other) => other === level).length])),
        );
      }),
      { numRuns: 6 },
    );
  });

  it('takes no more memory than it says: 20,000 lines a second of 200 bytes, and 200 kB lines among them', () => {
    const buffer = new LogBuffer();
    for (let i = 0; i < 100_000; i++) buffer.add([line(i, `${i} `.padEnd(i % 1000 === 0 ? 200_000 : 200, 'z'))]);
    expect(buffer.size).toBeLessThanOrEqual(BUDGET);
    expect(buffer.older + buffer.length).toBe(100_000);
  });

  it('gives back lines as they came: halves of signs, names of every kind, times before and beyond any clock', () => {
    const text = fc.oneof(
      fc.string({ unit: character, maxLength: 40 }),
      fc.constantFrom('', '\ud800', 'é', '日本', '\0'),
    );
    const fields = named(anyName, text);
    const kept = fc.record({
      at: fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(nanos),
      text,
      labels: fields,
      metadata: fields,
      parsed: fields,
    });
    fc.assert(
      fc.property(fc.array(kept, { maxLength: 30 }), (lines) => {
        const buffer = new LogBuffer();
        buffer.add(lines);
        const byTime = lines.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
        const plain = ({ at, text: own, labels, metadata, parsed }: LogLine) =>
          canonicalJson({ at: `${at}`, text: own, labels, metadata, parsed });
        expect([...buffer].map(plain)).toEqual(byTime.map(plain));
        expect([...buffer].map((line) => buffer.indexOf(line))).toEqual(byTime.map((_, i) => i));
      }),
      { numRuns: 100 },
    );
  });

  it('holds no more memory for few lines between many that were let go', () => {
    const buffer = new LogBuffer(SMALL);
    buffer.keep = 'oldest';
    // One line in two hundred is older than all others: it stays, and what is behind it goes.
    for (let i = 0; i < 100_000; i++) buffer.add([line(i % 200 === 0 ? i - 1_000_000 : i, `${i} `.padEnd(300, 'z'))]);
    expect(buffer.length + buffer.newer).toBe(100_000);
    expect(buffer.memory).toBeLessThan(2 * SMALL);
    expect(texts(buffer).filter((text) => !/^\d+ z+$/.test(text))).toEqual([]);
    expect([...buffer].map(({ at }) => at)).toEqual(
      [...buffer].map(({ at }) => at).toSorted((a, b) => (a < b ? -1 : 1)),
    );
  });

  it('begins anew when it is cleared', () => {
    const buffer = new LogBuffer();
    buffer.add([line(1, 'a')]);
    buffer.clear();
    expect([buffer.length, buffer.size, buffer.arrived, buffer.older, buffer.newer]).toEqual([0, 0, 0, 0, 0]);
  });

  it('needs room for one very long line', () => {
    expect(() => new LogBuffer(bytes(1000))).toThrow(RangeError);
  });
});

describe('what is drawn of a line', () => {
  it('holds nothing that a terminal obeys', () => {
    const text = '\u001b]0;title\u0007\u001b[2J\u001b[H\u001b[31mred\u001b[0m\r\n\ttab\u202e \u0000\ufffd';
    const shown = shownText({ text });
    expect(shown).toBe('red tab \ufffd\ufffd');
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
