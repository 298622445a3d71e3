import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { SourceError } from '../../../src/sources/error.ts';
import { createLoki, type Loki } from '../../../src/sources/loki/loki.ts';
import type { TailEvent } from '../../../src/sources/loki/types.ts';
import { millis, millisOf, nanos, seconds } from '../../../src/units.ts';
import { askedOf, HastyTimer, INDEX, type Recording, recordedTail, recording } from '../recordings.ts';
import { serve, source } from '../serve.ts';

/** When the recordings were made, about. */
const THEN = 1_795_208_602_287;
const HOUR = millis(3_600_000);

/** A client of a server that gives one answer, whatever it is asked. */
async function clientOf({ response: { status, headers, body } }: Recording) {
  const { 'content-length': _, 'transfer-encoding': _chunked, connection: _connection, ...rest } = headers;
  const server = await serve((_asked, answer) => answer.writeHead(status, rest).end(body));
  const timer = new HastyTimer(THEN);
  const loki = createLoki(source({ url: server.url }), timer, () => 0);
  onTestFinished(() => loki.close());
  return { loki, server, timer };
}

const time = (text: string | null, standard: bigint) =>
  nanos(/^\d{13,}$/.test(text ?? '') ? BigInt(text ?? '') : standard);

/** Asks for what the recorded request asked for, as far as ringdeck would. */
function readLines(loki: Loki, recorded: Recording, query = askedOf(recorded).get('query') ?? '') {
  const asked = askedOf(recorded);
  const from = time(asked.get('start'), 0n);
  const to = time(asked.get('end'), BigInt(THEN + 100_000_000) * 1_000_000n);
  return loki.lines({
    query,
    // The ends of a window in which there is nothing are never sent.
    ...(from >= to ? { from: nanos(0n), to: nanos(1n) } : { from, to }),
    direction: asked.get('direction') === 'forward' ? 'forward' : 'backward',
    limit: Number(asked.get('limit')) || 100,
  });
}

type Stream = { stream: Record<string, string>; values: [string, string, Record<string, Record<string, string>>?][] };

/** The lines of an answer or a message, as plainly as JSON tells them. */
const plainLines = (streams: readonly Stream[]) =>
  streams.flatMap(({ stream, values }) =>
    values.map(([at, text, category]) => {
      const { __stream_shard__: _, ...labels } = stream;
      return {
        at: BigInt(at),
        text,
        labels,
        metadata: category?.structuredMetadata ?? {},
        parsed: category?.parsed ?? {},
      };
    }),
  );
const byTime = (a: { at: bigint }, b: { at: bigint }) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

const lineAnswers: Readonly<Record<string, number>> = {
  'query_range-ansi.json': 10,
  'query_range-backward.json': 10,
  'query_range-bounds-end-exclusive.json': 0,
  'query_range-bounds-start-inclusive.json': 3,
  'query_range-control-sequences.json': 1,
  'query_range-decolorize.json': 5,
  'query_range-default-limit.json': 100,
  'query_range-empty-line.json': 1,
  'query_range-empty-streams.json': 0,
  'query_range-forward.json': 10,
  'query_range-gzip.json': 2,
  'query_range-interval.json': 25,
  'query_range-json-categorized.json': 20,
  'query_range-json-collision.json': 1,
  'query_range-json-errors.json': 2,
  'query_range-json.json': 20,
  'query_range-line_format.json': 5,
  'query_range-logfmt.json': 10,
  'query_range-long-lines.json': 1,
  'query_range-post-form.json': 3,
  'query_range-rfc3339.json': 3,
  'query_range-same-ns-limit1.json': 1,
  'query_range-same-ns.json': 4,
  'query_range-since.json': 5,
  'query_range-structured-metadata-categorized.json': 5,
  'query_range-structured-metadata.json': 5,
  'query_range-wide.json': 1,
  'time-float-seconds.json': 2,
  'time-milliseconds.json': 0,
  'time-seconds-10-digits.json': 2,
};

/** Kind of the error, what Loki found wrong with the query, and where. */
const refusals: Readonly<Record<string, [SourceError['kind'], string?, string?]>> = {
  'auth-bad-org-id.json': ['bad-query', "tenant ID 'a/b' contains unsupported character '/'"],
  'auth-no-org-id-query_range.json': ['unauthorized'],
  'auth-no-org-id.json': ['unauthorized'],
  'error-bad-direction.json': ['bad-query', "invalid direction 'sideways'"],
  'error-bad-regex.json': ['bad-query', 'stage \'|~ "(["\' : error parsing regexp: missing closing ]: `[`'],
  'error-bad-time.json': ['bad-query', "could not parse 'start' parameter"],
  'error-empty-matcher.json': ['bad-query', 'queries require at least one regexp or equality matcher'],
  'error-empty-selector.json': ['bad-query', 'queries require at least one regexp or equality matcher'],
  'error-end-before-start.json': ['bad-query', 'end timestamp must not be before or equal to start time'],
  'error-limit-nan.json': ['bad-query', 'strconv.Atoi: parsing "abc": invalid syntax'],
  'error-limit-zero.json': ['bad-query', 'limit must be a positive value'],
  'error-max-points.json': ['bad-query', 'exceeded maximum resolution of 11,000 points'],
  'error-max-series.json': ['bad-query', 'maximum number of series (500) reached'],
  'error-no-query.json': ['bad-query', 'syntax error: unexpected $end'],
  'error-pipeline-in-metric.json': ['bad-query', "pipeline error: 'JSONParserErr' for series"],
  'error-query-text-too-long.json': ['bad-query', 'input size too long (140020 > 131072)'],
  'error-range-too-long.json': ['bad-query', 'the query time range exceeds the limit (query length: 744h0m0s'],
  'error-response-too-large.json': ['server'],
  'error-step-zero.json': ['bad-query', 'zero or negative query resolution step widths'],
  'error-syntax-multiline.json': ['bad-query', 'syntax error: unexpected IDENTIFIER, expecting STRING or ip', '2:4'],
  'error-syntax-pipeline.json': ['bad-query', 'syntax error: unexpected IDENTIFIER', '1:22'],
  'error-syntax.json': ['bad-query', 'syntax error: unexpected $end, expecting } or ,', '1:14'],
  'error-too-many-entries.json': ['bad-query', 'max entries limit per query exceeded'],
  'error-type.json': ['bad-query', 'syntax error: unexpected )', '1:19'],
  'error-unwrap.json': ['bad-query', "pipeline error: 'SampleExtractionErr' for series"],
  'format_query-error.json': ['bad-query', 'syntax error'],
  'index-stats-bad-query.json': ['bad-query', 'only label matchers are supported'],
  'limits-push-429.json': ['rate-limited'],
  'limits-query-timeout-log.json': ['timeout'],
  'method-not-allowed.json': ['server'],
  'not-found.json': ['server'],
  'query-log-selector.json': ['bad-query', 'log queries are not supported as an instant query type'],
  'query-no-query.json': ['bad-query', 'syntax error: unexpected $end'],
  'root.json': ['server'],
  'rules-empty.json': ['bad-query', 'unable to read rule dir'],
  'series-bad-match.json': ['bad-query', 'syntax error: unexpected $end, expecting STRING', '1:6'],
  'tail-no-upgrade.json': ['bad-query', 'Bad Request'],
};

const rate = 0.583_333_333_333_333_4;
/** The samples of an instant query, in short. */
const vectors: Readonly<Record<string, readonly string[]>> = {
  'query-scalar.json': ['{} 2'],
  'query-vector-by-metric-labels.json': [
    '{"job":"deployment-api","level":"info"} 454',
    '{"job":"docker"} 467',
    '{"job":"supersmartmatch","level":"info"} 356',
  ],
  'query-vector-empty.json': [],
  'query-vector-float.json': [`{} ${rate}`],
  'query-vector-inf.json': ['{} NaN'],
  'query-vector-level.json': ['{} 783', '{"level":"error"} 127', '{"level":"info"} 1017', '{"level":"warn"} 185'],
  'query-vector-nan.json': ['{} NaN'],
  'query-vector.json': [
    '{"job":"deployment-api"} 605',
    '{"job":"docker"} 482',
    '{"job":"port-manager"} 240',
    '{"job":"supersmartmatch"} 484',
    '{"job":"varlogs"} 301',
  ],
  'index-volume.json': [
    '{"job":"docker"} 232403',
    '{"job":"deployment-api"} 191276',
    '{"job":"supersmartmatch"} 77528',
    '{"job":"port-manager"} 38635',
    '{"job":"varlogs"} 35787',
  ],
};

/** Series of a range query: how many, points of the first, and its first point. */
const matrices: Readonly<Record<string, [number, number, readonly [number, number]] | [0]>> = {
  'query_range-matrix-default-step.json': [1, 257, [1_795_205_020_000, 4]],
  'query_range-matrix-detected_level.json': [5, 57, [1_795_205_040_000, 4]],
  'query_range-matrix-empty.json': [0],
  'query_range-matrix-job.json': [2, 41, [1_795_205_040_000, 3]],
  'query_range-matrix-quantile.json': [6, 13, [1_795_205_100_000, 4223.8]],
  'query_range-matrix-rate.json': [5, 61, [1_795_205_040_000, 0.15]],
  'query_range-matrix.json': [4, 56, [1_795_205_040_000, 3]],
  'index-volume_range.json': [5, 7, [1_795_205_399_999, 27_159]],
};

const all = ['compose_project', 'container', 'env', 'filename', 'host', 'job', 'level', 'service_name', 'stream'];
const levels = ['error', 'info', 'warn'];
const nameLists: Readonly<Record<string, readonly string[]>> = {
  'auth-ok.json': [],
  'label-values-job.json': ['deployment-api', 'docker', 'port-manager', 'supersmartmatch', 'varlogs'],
  'label-values-level.json': levels,
  'label-values-query.json': levels,
  'label-values-service_name.json': [
    'deployment-api',
    'port-manager',
    'postgres',
    'redis',
    'supersmartmatch',
    'traefik',
    'varlogs',
    'web',
  ],
  'label-values-unknown.json': [],
  'labels-default-range.json': all,
  'labels-empty-range.json': [],
  'labels-while-starting.json': [],
  'labels.json': all,
};

const streamCounts: Readonly<Record<string, number>> = {
  'series-empty.json': 0,
  'series-no-match-param.json': 22,
  'series-one-job.json': 3,
  'series-two-matches.json': 5,
  'series.json': 22,
};

const nothing = { streams: 0, chunks: 0, bytes: 0, entries: 0 };
const statistics: Readonly<Record<string, object>> = {
  'index-stats-empty.json': nothing,
  'index-stats-flushed.json': { streams: 3, chunks: 3, bytes: 193_536, entries: 613 },
  'index-stats.json': nothing,
};

/** Whether it says that it can be asked. */
const readiness: Readonly<Record<string, boolean>> = {
  'auth-ready-no-org-id.json': true,
  'ready.json': true,
  'ready-starting1.json': false,
  'ready-starting2.json': false,
  'ready-starting3.json': false,
};

/** Lines, pings and how it ended; null when the client ended it. */
const tails: Readonly<Record<string, { lines: number; ends: string | null; dropped?: number }>> = {
  'tail-categorized.jsonl': { lines: 5, ends: null },
  'tail-dropped_entries.jsonl': { lines: 541, ends: null, dropped: 360 },
  'tail-idle.jsonl': { lines: 0, ends: null },
  'tail-json-uncategorized.jsonl': { lines: 3, ends: null },
  'tail-limit-6000.jsonl': { lines: 484, ends: null },
  'tail-linefilter-structured-metadata.jsonl': { lines: 3, ends: null },
  'tail-plain-structured-metadata-categorized.jsonl': { lines: 3, ends: null },
  'tail-plain-structured-metadata.jsonl': { lines: 3, ends: null },
  'tail-server-shutdown.jsonl': { lines: 14, ends: 'server: all ingesters closed the connection' },
  'tail-structured-metadata-filter.jsonl': { lines: 1, ends: null },
  'tail.jsonl': { lines: 17, ends: null },
  'tail-legacy-path.jsonl': { lines: 0, ends: 'bad-body: something that is not a log tail of Loki' },
  'tail-error-metric.jsonl': { lines: 0, ends: 'bad-query: only log selector is supported' },
  'limits-tail-max-concurrent.jsonl': { lines: 0, ends: 'rate-limited: max concurrent tail requests limit exceeded' },
  'tail-error-delay.jsonl': { lines: 0, ends: "bad-query: delay_for can't be greater than 5" },
  'tail-error-syntax.jsonl': { lines: 0, ends: 'bad-query: syntax error: unexpected $end, expecting } or ,' },
  'auth-tail-no-org-id.jsonl': { lines: 0, ends: 'unauthorized: no org id' },
};

const WRITING = 'ringdeck reads logs and writes none';
/** Recordings of what ringdeck never asks. */
const notAsked: Readonly<Record<string, string>> = {
  'detected_field-values.json': 'values of fields come from the lines at hand',
  'detected_labels.json': 'labels come from /labels and /series',
  'flush.json': 'an act of the server’s operator',
  'format_query.json': 'queries are checked offline',
  'limits-push-ok.json': WRITING,
  'metrics-head.json': 'Prometheus scrapes it',
  'patterns.json': 'templates are mined from the lines, with or without the pattern ingester',
  'push-bad-json.json': WRITING,
  'push-empty-streams.json': WRITING,
  'push-future.json': WRITING,
  'push-line-too-long.json': WRITING,
  'push-no-labels.json': WRITING,
  'push-number-timestamp.json': WRITING,
  'push-ok.json': WRITING,
  'push-out-of-order-window.json': WRITING,
  'push-too-old.json': WRITING,
  'push-wrong-content-type.json': WRITING,
  'services.json': 'about the insides of the server',
};
const other = ['auth-buildinfo-no-org-id.json', 'buildinfo.json', 'detected_fields.json'];

test(`each of ${INDEX.length} recordings is replayed, or is of what ringdeck never asks`, () => {
  const tables = [
    lineAnswers,
    refusals,
    vectors,
    matrices,
    nameLists,
    streamCounts,
    statistics,
    readiness,
    tails,
    notAsked,
  ];
  const told = [...tables.flatMap(Object.keys), ...other];
  expect(told.toSorted()).toEqual(INDEX.map(({ file }) => file).toSorted());
});

describe('an answer of lines', () => {
  test.each(Object.entries(lineAnswers))('%s is read to its %i lines', async (file, count) => {
    const recorded = recording(file);
    const { loki, server } = await clientOf(recorded);
    const outcome = await readLines(loki, recorded);
    if (!outcome.ok) throw new Error(outcome.error.message);
    const { result, encodingFlags } = JSON.parse(recorded.response.body).data;
    const { lines, categorised, crowded } = outcome.value;
    expect([...lines].sort(byTime)).toEqual(plainLines(result).sort(byTime));
    expect(lines).toHaveLength(count);
    expect(categorised).toBe(encodingFlags !== undefined);
    expect(crowded).toEqual([]);
    const times = lines.map(({ at }) => at);
    const forward = askedOf(recorded).get('direction') === 'forward';
    expect(times).toEqual(times.toSorted((a, b) => (a === b ? 0 : a < b === forward ? -1 : 1)));
    expect(server.asked.map(({ headers }) => headers['x-loki-response-encoding-flags'])).toEqual(['categorize-labels']);
  });
});

describe('a refusal', () => {
  test.each(Object.entries(refusals))('%s is an error that says why', async (file, [kind, words, place]) => {
    const { loki, server, timer } = await clientOf(recording(file));
    const outcome = await readLines(loki, recording(file), '{job="docker"}');
    if (outcome.ok) throw new Error('it was no error');
    const { error } = outcome;
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(`answered ${recording(file).response.status}`);
    expect(error.fault?.text ?? '').toContain(words ?? '');
    expect(error.fault !== undefined).toBe(words !== undefined);
    expect(error.fault?.at && `${error.fault.at.line}:${error.fault.at.column}`).toBe(place);
    const patient = kind === 'rate-limited' || kind === 'timeout';
    expect(timer.waits).toEqual(patient ? [500, 1000, 2000] : []);
    const halved = file === 'error-response-too-large.json' ? ['120', '60', '30', '15', '7', '3', '1'] : null;
    if (halved)
      expect(server.asked.map(({ url }) => new URL(url, server.url).searchParams.get('limit'))).toEqual(halved);
  });
});

describe('an answer of numbers', () => {
  test.each(Object.entries(vectors))('%s is read to its samples', async (file, expected) => {
    const { loki } = await clientOf(recording(file));
    const outcome = await loki.instant('q', millis(THEN));
    const samples = outcome.ok ? outcome.value.samples : [];
    expect(samples.map(({ labels, value }) => `${JSON.stringify(labels)} ${value}`)).toEqual(expected);
    expect(outcome.ok).toBe(true);
  });

  test.each(Object.entries(matrices))('%s is read to its series', async (file, [count, points, first]) => {
    const { loki } = await clientOf(recording(file));
    const outcome = await loki.range('q', { from: millis(THEN - HOUR), to: millis(THEN), step: seconds(60) });
    const series = outcome.ok ? outcome.value.series : [];
    expect([series.length, series[0]?.points.length, series[0]?.points[0]]).toEqual([count, points, first]);
    expect(outcome.ok).toBe(true);
  });

  test.each(Object.entries(statistics))('%s is read to its counts', async (file, expected) => {
    const { loki } = await clientOf(recording(file));
    const window = { from: millis(THEN - HOUR), to: millis(THEN) };
    expect(await loki.stats('{}', window)).toEqual({ ok: true, value: expected });
  });
});

describe('an answer of names', () => {
  const window = { from: millis(THEN - HOUR), to: millis(THEN) };

  test.each(Object.entries(nameLists))('%s is read, nothing being an answer too', async (file, expected) => {
    const { loki } = await clientOf(recording(file));
    expect(await loki.labelNames(window)).toEqual({ ok: true, value: expected });
    expect(await loki.labelValues('job', window)).toEqual({ ok: true, value: expected });
  });

  test.each(Object.entries(streamCounts))('%s is read to its streams', async (file, count) => {
    const { loki } = await clientOf(recording(file));
    const outcome = await loki.series(['{job="a"}', '{job="b"}'], window);
    expect(outcome.ok && outcome.value).toHaveLength(count);
    expect(outcome.ok && outcome.value.every(({ job }) => job !== undefined)).toBe(true);
  });

  test('detected_fields.json is read to its fields', async () => {
    const { loki } = await clientOf(recording('detected_fields.json'));
    const outcome = await loki.detectedFields('{job="a"}', window);
    expect(outcome.ok && outcome.value[0]).toEqual({
      name: 'deployment_id',
      type: 'string',
      cardinality: 25,
      parsers: ['json'],
    });
    expect(outcome.ok && outcome.value.find(({ name }) => name === 'detected_level')?.parsers).toEqual([]);
  });
});

describe('readiness', () => {
  test.each(Object.entries(readiness))('%s: %s', async (file, ready) => {
    const { loki } = await clientOf(recording(file));
    const outcome = await loki.ready();
    expect(outcome.ok).toBe(ready);
    if (!outcome.ok) expect(outcome.error).toMatchObject({ kind: 'server', httpStatus: 503 });
  });

  test.each(['auth-buildinfo-no-org-id.json', 'buildinfo.json'])('%s stands in for a hidden /ready', async (file) => {
    const { loki } = await clientOf(recording(file));
    expect((await loki.ready()).ok).toBe(true);
  });
});

/** A server that plays a session's frames to whoever connects; what is asked of the store is empty. */
async function play(file: string) {
  const { request, response, frames } = recordedTail(file);
  const flag = Object.keys(request.headers).some((name) => name.toLowerCase() === 'x-loki-response-encoding-flags');
  const pongs: string[] = [];
  const empty = { resultType: 'streams', ...(flag && { encodingFlags: ['categorize-labels'] }), result: [] };
  const server = createServer((_request, answer) =>
    answer
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ status: 'success', data: empty })),
  );
  const sockets = new WebSocketServer({ noServer: true });
  let connections = 0;
  server.on('upgrade', (raw, socket, head) => {
    if (connections++ > 0) return socket.destroy();
    if (response.status !== 101)
      return socket.end(
        `HTTP/1.1 ${response.status} No\r\ncontent-type: text/plain\r\ncontent-length: ${response.body.length}\r\n\r\n${response.body}`,
      );
    return sockets.handleUpgrade(raw, socket, head, (tail) => {
      tail.on('pong', () => pongs.push(file));
      for (const { dir, opcode, payload, code, reason } of frames) {
        if (dir !== 'server') continue;
        if (opcode === 'text') tail.send(payload);
        else if (opcode === 'ping') tail.ping(payload);
        else if (code !== 1000) tail.close(code, reason);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const loki = createLoki(
    source({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    new HastyTimer(THEN),
    () => 0,
  );
  onTestFinished(async () => {
    await loki.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const messages = frames
    .filter(({ dir, opcode }) => dir === 'server' && opcode === 'text')
    .map(({ payload }) => payload);
  const pings = frames.filter(({ dir, opcode }) => dir === 'server' && opcode === 'ping').length;
  return { loki, request, messages, pings, pongs };
}

const describeEnd = (event: TailEvent): string | null => {
  const error = event.kind === 'broken' || event.kind === 'refused' ? event.error : null;
  if (!error) return null;
  return `${error.kind}: ${error.fault?.text ?? error.message}`;
};

describe('a tail', { timeout: 10_000 }, () => {
  test.each(Object.entries(tails))('%s is followed frame by frame', async (file, { lines, ends, dropped = 0 }) => {
    const { loki, messages, pings, pongs } = await play(file);
    const expected = messages.map((text) => plainLines(JSON.parse(text).streams.filter((s: object) => 'stream' in s)));
    const got: unknown[] = [];
    let left = 0;
    let end: string | null = null;
    const ended = new AbortController();
    const finish = () => {
      const complete = got.length === lines && pongs.length === pings && left === dropped;
      if (complete && ends === null) ended.abort();
    };
    const watch = setInterval(finish, 5);
    for await (const event of loki.tail({ query: '{job="docker"}', from: nanos(0n) }, ended.signal)) {
      if (event.kind === 'lines') got.push(...event.lines);
      if (event.kind === 'dropped') left += event.count;
      end = describeEnd(event);
      if (end !== null) break;
    }
    clearInterval(watch);
    expect(got).toEqual(expected.flat());
    expect(got).toHaveLength(lines);
    expect(left).toBe(dropped);
    if (ends === null) expect([end, pongs.length]).toEqual([null, pings]);
    else {
      const [kind = '', words = ''] = ends.split(/: (.*)/s);
      expect(end).toMatch(new RegExp(`^${kind}: `));
      expect(end).toContain(words);
    }
  });
});

test('times are asked for in nanoseconds, which milliseconds would not be read as', async () => {
  const { loki, server } = await clientOf(recording('query_range-backward.json'));
  const at = 1_795_208_595_832_565_781n;
  await loki.lines({ query: '{}', from: nanos(at), to: nanos(at + 1n), direction: 'backward', limit: 1 });
  const asked = new URL(server.asked[0]?.url ?? '', server.url).searchParams;
  expect([asked.get('start'), asked.get('end')]).toEqual(['1795208595832565781', '1795208595832565782']);
  await loki.instant('1+1', millisOf(nanos(at)));
  expect(new URL(server.asked[1]?.url ?? '', server.url).searchParams.get('time')).toBe('1795208595832000000');
});
