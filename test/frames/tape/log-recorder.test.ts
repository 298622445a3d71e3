import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogSource } from '../../../src/frames/patterns/pattern-watch.ts';
import { LogPacker, LogUnpacker } from '../../../src/frames/tape/log-packing.ts';
import { LogRecorder } from '../../../src/frames/tape/log-recorder.ts';
import { forTape, type RecordedLines, withinBudget } from '../../../src/frames/tape/recorded-lines.ts';
import { createEncoder, encodeFrame } from '../../../src/frames/tape/tape.ts';
import { linesAtHand, RecordedLoki } from '../../../src/logs/recorded-loki.ts';
import { failed, succeeded } from '../../../src/sources/error.ts';
import type { LogLine } from '../../../src/sources/loki/types.ts';
import { type Millis, millis, nanos, nanosOf } from '../../../src/units.ts';
import { unpackTape } from '../../../stack/unpack-tape.ts';
import { character } from '../../character.ts';
import { frameAt, planOf } from '../../room/observe.ts';
import { packTape } from '../pack.ts';

const line = (text: string, more: Partial<LogLine> = {}): LogLine => ({
  at: nanosOf(millis(1_000_000)),
  text,
  labels: { job: 'api-v2', version: 'v2' },
  metadata: {},
  parsed: {},
  ...more,
});

const at = (second: number): Millis => millis(1_000_000 + second * 1000);

describe('log lines on a tape', () => {
  test('come back as they were, to the nanosecond, whatever they hold', () => {
    const text = fc.oneof(
      fc.string({ unit: character }),
      fc.constantFrom('\u001b]52;c;aGk=\u0007', '\ud800', '{"$":["NaN"]}', '\u202e', ''),
    );
    const labels = fc.dictionary(fc.constantFrom('job', 'pod', '$', 'a'), text, { noNullPrototype: true });
    const stretch = fc.record({
      from: fc.nat(4_000_000_000_000).map(millis),
      to: fc.nat(4_000_000_000_000).map(millis),
      lines: fc.array(
        fc.record({
          at: fc.oneof(fc.bigInt(0n, 2n ** 63n - 1n), fc.constantFrom(7n, 8n)).map(nanos),
          text,
          labels,
          metadata: labels,
          parsed: fc.constant({}),
        }),
        { maxLength: 6 },
      ),
      leftOut: fc.nat(),
      uncounted: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 4 }), (stretches) => {
        const packer = new LogPacker();
        const unpacker = new LogUnpacker();
        const packed = stretches.map((one): unknown => JSON.parse(JSON.stringify(packer.pack(one))));
        expect(packed.map((one) => unpacker.unpack(one))).toEqual(stretches);
        // In any order, once they were read.
        const again = packed.map((one) => unpacker.again(one)).toReversed();
        expect(again.toReversed()).toEqual(stretches.map(({ lines }) => lines));
      }),
      { numRuns: 60 },
    );
  });

  test('lie on it beside the frames', async () => {
    const encode = createEncoder();
    const log = { from: at(0), to: at(5), lines: [line('a'), line('b')], leftOut: 3, uncounted: false };
    const later = { ...log, from: at(5), to: at(10), lines: [line('c')], leftOut: 0 };
    const frames = [frameAt(1, {}), frameAt(2, {}), frameAt(3, {})];
    const [first = '', second = '', third = ''] = [
      encode({ ...frameAt(1, {}), log }),
      encode(frameAt(2, {})),
      encode({ ...frameAt(3, {}), log: later }),
    ];
    const tape = await unpackTape(await packTape({}, [first, second, third]), 'x.tape');
    expect(tape.frames).toEqual(frames);
    expect(tape.log?.lines.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    expect(tape.log?.stretches.map(({ leftOut }) => leftOut)).toEqual([3, 0]);
  });

  test('are absent from a tape of before, and from one without logs', async () => {
    expect(await unpackTape(await packTape({}, [encodeFrame(frameAt(0, {}))]), 'x.tape')).not.toHaveProperty('log');
  });

  test('of a stream that the tape never named make no frame', async () => {
    const log = { window: [0, 1], streams: [3], fields: [0], names: [[]], times: ['5'], texts: ['x'], values: [] };
    const broken = JSON.stringify({ ...frameAt(0, {}), log });
    await expect(unpackTape(await packTape({}, [broken]), 'x.tape')).rejects.toThrow('x.tape: line 2 is not a frame.');
  });

  test.each<[string, string]>([
    ['{"msg":"in","token":"s3cr3t","n":1}', '{"msg":"in","token":"<hidden>","n":1}'],
    ['{"password":"a\\"b","auth":true}', '{"password":"<hidden>","auth":"<hidden>"}'],
    ['{"body":"{\\"secret\\":\\"a b\\"}"}', '{"body":"{\\"secret\\":\\"<hidden>\\"}"}'],
    [
      'level=error authorization="Bearer abc.def" user=bob@acme.example',
      'level=error authorization="<hidden>" user=<email>',
    ],
    ['GET https://user:pw@host/x', 'GET https://<hidden>@host/x'],
    ['redis://:p@ss@host/0', 'redis://<hidden>@host/0'],
    ['{"url":"http://a","mail":"x@y.example"}', '{"url":"http://a","mail":"<email>"}'],
    ['\u001b[36mpassword\u001b[0m=hunter2 n=1', '\u001b[36mpassword\u001b[0m=<hidden> n=1'],
    ['Authorization: Token abc123 n=1', 'Authorization: <hidden> n=1'],
    ['Cookie: a=1; connect.sid=s3cret status=200', 'Cookie: <hidden> status=200'],
    [':password => "a b", :n => 1', ':password => "<hidden>", :n => 1'],
    ['SECRET_KEY=s3cret', 'SECRET_KEY=<hidden>'],
    ['seen AKIAIOSFODNN7EXAMPLE there', 'seen <hidden> there'],
    ['with xoxb-1234567890-abc', 'with <hidden>'],
    ['to https://hooks.slack.com/services/T0/B0/x1', 'to https://hooks.slack.com/<hidden>'],
    ['{"tokens":["a","b"],"n":1}', '{"tokens":"<hidden>","n":1}'],
    ['{"credentials":{"aws":{"key":"hunter2"}},"n":1}', '{"credentials":"<hidden>","n":1}'],
    ['{"auth":{"note":"x}y","key":"h"},"n":12345678901234567890}', '{"auth":"<hidden>","n":12345678901234567890}'],
    ['{"msg":"enter password: ","user":"bob"}', '{"msg":"enter password: ","user":"bob"}'],
    ['{"msg":"password: x","user":"bob"}', '{"msg":"password: <hidden>","user":"bob"}'],
    ['{"tokens":[["a"],{"b":"]"}]} and more', '{"tokens":"<hidden>"} and more'],
    ['run --password s3cret --fast', 'run --password <hidden> --fast'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nread', '<hidden>\nread'],
  ])('hold no secrets, and JSON remains JSON: %s', (text, safe) => {
    expect(forTape(line(text)).text).toBe(safe);
  });

  test('hold no secrets in labels and metadata, and keep what streams and traces are found by', () => {
    const pod = 'supersmartmatch-v2-7d9f8b6c5d-0a1b2c3d4e';
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { labels, metadata } = forTape(
      line('', {
        labels: { pod, api_token: 'x', k8s_pod_label_app_kubernetes_io_name: 'shop' },
        metadata: { trace_id: trace, session: 'abc', user: 'bob@acme.example', other: trace },
      }),
    );
    expect(labels).toEqual({ pod, api_token: '<hidden>', k8s_pod_label_app_kubernetes_io_name: 'shop' });
    expect(metadata).toEqual({ trace_id: trace, session: '<hidden>', user: '<email>', other: '<hidden>' });
  });

  test('are cut when they are very long, but never through a secret', () => {
    const { text } = forTape(line(`${'x '.repeat(1990)}token="${'a1'.repeat(5000)}"`));
    expect(text).toMatch(/^(?:x )*x… \(a line of 13988 characters\)$/);
    const dsn = `${'y'.repeat(240)} postgres://app:${'pw'.repeat(10)}@db/x`;
    expect(forTape(line('', { metadata: { dsn_used: dsn } })).metadata.dsn_used).not.toContain('pw');
    expect(text.length).toBeLessThan(4100);
  });

  test('fit their budget: the gravest of each query, and none shut out by another', () => {
    const many = Array.from({ length: 100 }, (_, i) => line(`info ${i} ${'.'.repeat(50)}`, { at: nanos(BigInt(i)) }));
    const grave = line('ERROR late', { at: nanos(99n) });
    const few = [line('info of V1', { at: nanos(50n) })];
    const kept = withinBudget([[...many, grave], few], 1000);
    expect(kept.map(({ text }) => text.slice(0, 10))).toEqual([
      ...many.slice(0, 7).map(({ text }) => text.slice(0, 10)),
      'info of V1',
      'ERROR late',
    ]);
  });
});

const plan = planOf({
  datasources: { prometheus: { url: 'http://a' }, loki: { url: 'http://l' } },
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  patterns: { query: '{version="$version"}' },
  logs: {
    saved: [
      { id: 'errors', label: 'Errors', query: '{version=~".+"} | detected_level="error"' },
      { id: 'other', label: 'Other', query: '{job="db"}' },
      { id: 'rewritten', label: 'Rewritten', query: '{job="db"} | line_format "x"' },
    ],
  },
});

/** A Loki of lines, and what it was asked. */
function source(lines: readonly LogLine[]) {
  const loki = new RecordedLoki(linesAtHand(lines), () => millis(9_999_999));
  const asked: string[] = [];
  let broken = false;
  const logs: LogSource = {
    async lines(request) {
      asked.push(request.query);
      if (broken) return failed({ kind: 'unreachable', message: 'gone' });
      const found: LogLine[] = [];
      for await (const page of loki.pages(request)) if (page.ok) found.push(...page.value.lines);
      return succeeded({ lines: found, crowded: [], categorised: true });
    },
  };
  return {
    asked,
    logs,
    fail: (now: boolean) => {
      broken = now;
    },
  };
}

const said = (second: number, labels: LogLine['labels'], text = `at ${second}`, level = 'info') =>
  line(text, { at: nanosOf(at(second)), labels, metadata: { detected_level: level } });

async function read(recorder: LogRecorder, from: LogSource, second: number): Promise<RecordedLines | undefined> {
  const outcome = await recorder.read(from, at(second));
  return outcome.ok ? outcome.value : undefined;
}

describe('recording logs', () => {
  const lines = [
    said(-400, { version: 'v1' }),
    said(-100, { version: 'v1' }),
    said(1, { version: 'v2' }, 'failed', 'error'),
    said(2, { job: 'db' }),
    said(3.5, { version: 'v1' }),
    said(5, { version: 'v2' }),
  ];

  test('reads the lines of both versions and of searches a tape can answer, each once, none before its time', async () => {
    const { logs, asked } = source(lines);
    const recorder = new LogRecorder(plan);
    const first = await read(recorder, logs, 5);
    expect(asked).toEqual([
      '{version="v1"}',
      '{version="v2"}',
      '{version=~".+"} | detected_level="error"',
      '{job="db"}',
    ]);
    expect(first?.lines.map(({ text }) => text)).toEqual(['at -100', 'failed', 'at 2']);
    expect(first).toMatchObject({ from: at(-297), to: at(3), leftOut: 0, uncounted: false });
    expect((await read(recorder, logs, 10))?.lines.map(({ text }) => text)).toEqual(['at 3.5', 'at 5']);
    expect(await read(recorder, logs, 10)).toBeUndefined();
  });

  test('reads again after a failure what it could not read', async () => {
    const { logs, fail } = source(lines);
    const recorder = new LogRecorder(plan);
    await read(recorder, logs, 2);
    fail(true);
    expect(await read(recorder, logs, 5)).toBeUndefined();
    fail(false);
    expect((await read(recorder, logs, 10))?.lines.map(({ text }) => text)).toEqual([
      'failed',
      'at 2',
      'at 3.5',
      'at 5',
    ]);
  });

  test('goes on without a query that the server takes for none, and tells of it once', async () => {
    const { logs } = source(lines);
    const picky: LogSource = {
      lines: async (request) =>
        request.query === '{job="db"}' ? failed({ kind: 'bad-query', message: 'no such thing' }) : logs.lines(request),
    };
    const refused: string[] = [];
    const recorder = new LogRecorder(plan, (query, { message }) => refused.push(`${query}: ${message}`));
    expect((await read(recorder, picky, 5))?.lines.map(({ text }) => text)).toEqual(['at -100', 'failed']);
    expect((await read(recorder, picky, 10))?.lines.map(({ text }) => text)).toEqual(['at 3.5', 'at 5']);
    expect(refused).toEqual(['{job="db"}: no such thing']);
  });

  test('counts what did not fit', async () => {
    const flood = Array.from({ length: 1500 }, (_, i) =>
      said(1 + i / 1000, { version: 'v2' }, `${i} ${'.'.repeat(400)}`),
    );
    const { logs } = source(flood);
    const recorder = new LogRecorder(plan);
    await read(recorder, logs, 1);
    const { lines: kept = [], leftOut, uncounted } = (await read(recorder, logs, 6)) ?? {};
    expect(kept.length).toBeGreaterThan(80);
    expect(JSON.stringify(kept.map(({ text }) => text)).length).toBeLessThan(50_000);
    expect([kept.length + (leftOut ?? 0), uncounted]).toEqual([1500, false]);
  });

  test('says so where there was more than was read', async () => {
    const flood = Array.from({ length: 2500 }, (_, i) => said(1 + i / 1000, { version: 'v2' }));
    const { logs } = source(flood);
    const recorder = new LogRecorder(plan);
    await read(recorder, logs, 1);
    expect(await read(recorder, logs, 6)).toMatchObject({ uncounted: true });
  });
});
