import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Frame } from '../../../src/frames/frame.ts';
import { TapeError } from '../../../src/frames/tape/frame-reader.ts';
import { createEncoder, encodeFrame } from '../../../src/frames/tape/tape.ts';
import { canonicalJson } from '../../../src/operations/journal/canonical-json.ts';
import { promql, type Query } from '../../../src/profile/query.ts';
import { failed, succeeded } from '../../../src/sources/error.ts';
import type { LogLine } from '../../../src/sources/loki/types.ts';
import { millis, nanos, seconds } from '../../../src/units.ts';
import { unpackTape } from '../../../stack/unpack-tape.ts';
import { anyName, INHERITED, named } from '../../names.ts';
import { alert } from '../../room/fixtures.ts';
import { packTape } from '../pack.ts';

const frame = (at: number, value: number): Frame => ({
  at: millis(at),
  queries: [
    {
      expr: promql('up'),
      outcome: succeeded({ samples: [{ labels: { value: 'NaN', $: '1' }, value }], warnings: [] }),
    },
  ],
  backfills: [],
  alertmanagers: {},
  sources: [],
});

test('frames come back as they were, with every number JSON does not know', async () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0));
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 5 }), async (values) => {
      const frames = values.map((value, i) => frame(i, Object.is(value, -0) ? 0 : value));
      const tape = await unpackTape(await packTape({ id: 'p' }, frames.map(encodeFrame)), 'x.tape');
      expect(tape).toEqual({ profile: { id: 'p' }, frames });
    }),
    { numRuns: 25 },
  );
});

test('what has a name comes back under it: queries, members, labels, and metadata of lines', async () => {
  const labels = named(anyName, anyName);
  const sample = fc.record({ labels, value: fc.nat() });
  const byText = (queries: Frame['queries'] = []) => queries.toSorted((a, b) => (a.expr.text < b.expr.text ? -1 : 1));
  const told = fc.record({
    queries: named(
      anyName,
      fc.array(sample, { maxLength: 2 }).map((samples) => succeeded({ samples, warnings: [] })),
    ),
    alertmanagers: named(
      anyName,
      labels.map((own) => succeeded({ alerts: [alert({ labels: own })], silences: [], clockOffset: 0 })),
    ),
    line: fc.record({ labels, metadata: labels }),
  });
  await fc.assert(
    fc.asyncProperty(told, async ({ queries, alertmanagers, line }) => {
      const answers = Object.entries(queries).map(([text, outcome]) => ({ expr: promql(text), outcome }));
      const observed = { ...frame(0, 1), queries: answers, alertmanagers };
      const lines: LogLine[] = [{ at: nanos(1n), text: 'x', parsed: {}, ...line }];
      const log = { from: millis(0), to: millis(1), leftOut: 0, uncounted: false, lines };
      const tape = await unpackTape(await packTape({}, [createEncoder()({ ...observed, log })]), 'x.tape');
      const [read] = tape.frames;
      expect(canonicalJson({ ...read, queries: byText(read?.queries) })).toBe(
        canonicalJson({ ...observed, queries: byText(answers) }),
      );
      const { labels, metadata } = tape.log?.lines[0] ?? {};
      expect(canonicalJson({ labels, metadata })).toBe(canonicalJson(line));
    }),
    { numRuns: 25 },
  );
});

test('stored samples come back as they were, on however many lines their series are spread', async () => {
  const number = fc.oneof(fc.nat(1000), fc.integer(), fc.double(), fc.constantFrom(Number.NaN, Infinity, 2 ** 60));
  const point = fc.tuple(
    fc.nat(4_000_000_000_000).map(millis),
    number.map((n) => (Object.is(n, -0) ? 0 : n)),
  );
  const series = fc.record({
    labels: named(fc.constantFrom('le', 'pod', '$', ...INHERITED), fc.constantFrom('', '1', '+Inf')),
    points: fc.array(point, { minLength: 1, maxLength: 3 }),
  });
  const answers = fc.record({
    selector: fc.constantFrom('a', 'b'),
    since: fc.nat().map(millis),
    from: fc.nat().map(millis),
    to: fc.nat().map(millis),
    outcome: fc.oneof(
      fc.record({
        ok: fc.constant(true as const),
        value: fc.record({
          series: fc.array(series, { maxLength: 4 }),
          warnings: fc.array(fc.string(), { maxLength: 1 }),
        }),
      }),
      fc.constant(failed({ kind: 'too-large', message: 'too large' })),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(answers, { maxLength: 3 }), { minLength: 1, maxLength: 4 }), async (raws) => {
      const frames = raws.map((raw, i) => ({ ...frame(i, 1), raw }));
      const tape = await unpackTape(await packTape({}, frames.map(createEncoder())), 'x.tape');
      expect(tape.frames).toEqual(frames);
    }),
    { numRuns: 50 },
  );
});

test('stored samples of a series that the tape never named are no frame', async () => {
  const line = JSON.stringify({
    ...frame(0, 1),
    raw: [{ selector: 'a', window: [0, 0, 1], series: [7], times: [0], values: [1] }],
  });
  await expect(unpackTape(await packTape({}, [line]), 'x.tape')).rejects.toThrow('x.tape: line 2 is not a frame.');
});

test.each([
  ['garbage', Buffer.from('no tape'), 'x.tape is not a ringdeck tape, or it was cut off.'],
  ['an empty file', Buffer.alloc(0), 'x.tape is not a ringdeck tape, or it was cut off.'],
])('%s is refused with a sentence', async (_, file, message) => {
  await expect(unpackTape(file, 'x.tape')).rejects.toThrow(new TapeError(message));
});

test('a tape that was cut off is refused', async () => {
  const whole = await packTape({}, [encodeFrame(frame(0, 1)), encodeFrame(frame(1, 2))]);
  for (const length of [1, whole.length >> 1, whole.length - 1]) {
    await expect(unpackTape(whole.subarray(0, length), 'x.tape')).rejects.toThrow(TapeError);
  }
});

test('a line that is no frame is named', async () => {
  await expect(unpackTape(await packTape({}, [encodeFrame(frame(0, 1)), '{"at":"now"}']), 'x.tape')).rejects.toThrow(
    'x.tape: line 3 is not a frame.',
  );
});

test('the same text asked of two sources stays two queries, under the names that tapes always had', async () => {
  const text = 'sum(count_over_time({job="a"}[5m]))';
  const queries: Query[] = [promql(text), { source: 'loki', text }];
  const window = { from: millis(0), to: millis(5000), step: seconds(5) };
  const observed: Frame = {
    ...frame(0, 1),
    queries: queries.map((expr, value) => ({
      expr,
      outcome: succeeded({ samples: [{ labels: {}, value }], warnings: [] }),
    })),
    backfills: queries.map((expr) => ({ expr, window, outcome: succeeded({ series: [], warnings: [] }) })),
  };
  const line = encodeFrame(observed);
  const written = JSON.parse(line);
  expect(Object.keys(written.queries)).toEqual([text, `logql ${text}`]);
  expect(written.backfills.map(({ expr }: { expr: string }) => expr)).toEqual([text, `logql ${text}`]);
  expect((await unpackTape(await packTape({}, [line]), 'x.tape')).frames).toEqual([observed]);
});
