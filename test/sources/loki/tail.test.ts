import { describe, expect, onTestFinished, test } from 'vitest';
import { createLoki } from '../../../src/sources/loki/loki.ts';
import type { LogLine, TailEvent, TailRequest } from '../../../src/sources/loki/types.ts';
import { millis, type Nanos, nanos, nanosOf } from '../../../src/units.ts';
import { LokiStandIn, type LokiStandInOptions } from '../../../stack/loki/server.ts';
import { LogStore } from '../../../stack/loki/store.ts';
import { HastyTimer } from '../recordings.ts';
import { source } from '../serve.ts';

const SECOND = 1_000_000_000n;
const now = (): Nanos => nanosOf(millis(Date.now()));

async function room(options: LokiStandInOptions = {}, settings: object = {}) {
  const store = new LogStore();
  const server = new LokiStandIn(store, options);
  await server.start();
  const loki = createLoki(source({ url: server.url, ...settings }), new HastyTimer(Date.now()), () => 0);
  onTestFinished(async () => {
    await loki.close();
    await server.stop({ abruptly: true });
  });
  const start = now();
  let n = 0;
  /** Stores lines; `ago` seconds older than now. */
  const push = (count: number, ago = 0n) =>
    store.push(
      Array.from({ length: count }, () => ({
        labels: { job: 'a', pod: `p${n % 3}` },
        text: `line ${n++}`,
        at: nanos(start + BigInt(n) - ago * SECOND),
        metadata: { trace: `${n}` },
      })),
    );
  /** Stores lines of the very nanosecond of the newest line there is. */
  const pushEqual = (count: number) => {
    const at = store.lines.at(-1)?.at ?? start;
    const line = () => ({ labels: { job: 'a' }, text: `line ${n++}`, at, metadata: { trace: `${n}` } });
    store.push(Array.from({ length: count }, line));
  };
  return { store, server, loki, push, pushEqual, start };
}

const request = (more: Partial<TailRequest> = {}): TailRequest => ({
  query: '{job="a"}',
  from: nanos(now() - 3600n * SECOND),
  ...more,
});

/** Reads events until so many lines came; tells each event meanwhile. */
async function until(
  events: AsyncGenerator<TailEvent, void, undefined>,
  lines: LogLine[],
  enough: (event: TailEvent) => boolean,
): Promise<TailEvent[]> {
  const heard: TailEvent[] = [];
  for (;;) {
    const { value: event, done } = await events.next();
    if (done) return heard;
    heard.push(event);
    if (event.kind === 'lines') lines.push(...event.lines);
    if (enough(event)) return heard;
  }
}

const texts = (lines: readonly LogLine[]) => lines.map(({ text }) => text).sort();
const live = (event: TailEvent) => event.kind === 'live';

describe('a tail', () => {
  test.each([false, true])(
    'loses no line and doubles none when the server stops and starts again and again (abruptly: %s)',
    async (abruptly) => {
      const { store, server, loki, push, pushEqual } = await room();
      push(20);
      const got: LogLine[] = [];
      const tail = loki.tail(request());
      await until(tail, got, live);
      for (let round = 0; round < 5; round++) {
        push(30);
        pushEqual(5);
        // Some of them are on their way when it ends.
        await until(tail, got, () => got.length >= store.lines.length - 10);
        await server.stop({ abruptly });
        pushEqual(5);
        push(10);
        pushEqual(5);
        // Delivered late: older than what was given already.
        push(3, 20n);
        await server.start();
        pushEqual(5);
        push(10);
        await until(tail, got, () => got.length >= store.lines.length);
      }
      push(1);
      await until(tail, got, () => got.length >= store.lines.length);
      await tail.return();
      expect(texts(got)).toEqual(texts(store.lines));
      expect(new Set(got.map(({ metadata }) => metadata.trace)).size).toBe(store.lines.length);
    },
  );

  test('does the same behind a proxy that keeps labels and metadata in one', async () => {
    const { store, server, loki, push } = await room({ categorises: false });
    push(20);
    const got: LogLine[] = [];
    const tail = loki.tail(request());
    expect((await until(tail, got, live)).at(-1)).toEqual({ kind: 'live', categorised: false });
    push(10);
    await until(tail, got, () => got.length >= 30);
    await server.stop();
    push(10);
    await server.start();
    await until(tail, got, () => got.length >= 40);
    await tail.return();
    expect(texts(got)).toEqual(texts(store.lines));
  });

  test('begins anew without an error when its longest duration is over', async () => {
    const { store, loki, push } = await room({ tailMaxDuration: 60 });
    push(5);
    const got: LogLine[] = [];
    const tail = loki.tail(request());
    for (let i = 0; i < 3; i++) {
      const heard = await until(tail, got, ({ kind }) => kind === 'broken');
      expect(heard.at(-1)).toEqual({ kind: 'broken', error: null, pause: 0 });
      push(4);
    }
    await until(tail, got, () => got.length >= store.lines.length);
    await tail.return();
    expect(texts(got)).toEqual(texts(store.lines));
  });

  test('asks for what the server left out because we were slow, more of it than is remembered', async () => {
    const { store, server, loki, push } = await room();
    push(5);
    const got: LogLine[] = [];
    const tail = loki.tail(request());
    await until(tail, got, live);
    // Again and again more at once than the server lets wait, while nobody reads.
    for (let i = 0; i < 11; i++) {
      push(6000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    let recovered = 0;
    const alive = (event: TailEvent) => {
      if (event.kind === 'recovered') recovered = event.total;
      return got.length - recovered;
    };
    await until(tail, got, (event) => alive(event) >= store.lines.length - server.dropped);
    // It says what it left out with the next line.
    push(1);
    await until(
      tail,
      got,
      (event) => alive(event) > 0 && event.kind === 'recovered' && got.length >= store.lines.length,
    );
    await tail.return();
    expect(server.dropped).toBeGreaterThan(50_000);
    expect(recovered).toBe(server.dropped);
    expect(texts(got)).toEqual(texts(store.lines));
  });

  test('gives the newest of the lines that are there, and never older ones later', async () => {
    const { server, loki, push } = await room();
    push(50);
    const got: LogLine[] = [];
    const tail = loki.tail(request({ backlog: 7 }));
    await until(tail, got, live);
    expect(got.map(({ text }) => text)).toEqual(Array.from({ length: 7 }, (_, i) => `line ${43 + i}`));
    await server.stop();
    push(2);
    await server.start();
    await until(tail, got, () => got.length >= 9);
    push(1);
    await until(tail, got, () => got.length >= 10);
    await tail.return();
    expect(got.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, i) => `line ${43 + i}`));
  });

  test.each([
    ['{job="a"', 'bad-query', 'the query ends too early'],
    ['count_over_time({job="a"}[1m])', 'bad-query', 'it counts lines instead of returning them'],
  ])('is over when the server refuses %s', async (query, kind, words) => {
    const { loki } = await room();
    const heard = await until(loki.tail(request({ query })), [], () => false);
    const last = heard.at(-1);
    expect(last).toMatchObject({ kind: 'refused', error: { kind } });
    expect(last?.kind === 'refused' && last.error.fault?.text).toContain(words);
  });

  test('ends with its signal, also while the server is away', async () => {
    const { server, loki, push } = await room();
    push(1);
    const stop = new AbortController();
    const tail = loki.tail(request(), stop.signal);
    await until(tail, [], live);
    await server.stop({ abruptly: true });
    await until(tail, [], ({ kind }) => kind === 'broken');
    stop.abort();
    expect(await until(tail, [], () => false)).toEqual([]);
  });
});
