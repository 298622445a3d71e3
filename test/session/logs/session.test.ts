import { describe, expect, test } from 'vitest';
import { LogRetry } from '../../../src/session/logs/retry.ts';
import { LogSession } from '../../../src/session/logs/session.ts';
import { failed, type SourceError, succeeded } from '../../../src/sources/error.ts';
import type { TailEvent } from '../../../src/sources/loki/types.ts';
import { bytes, type Millis, millis, nanosOf } from '../../../src/units.ts';
import { FakeTimer } from '../../fake-timer.ts';
import { logLine, memoryLoki } from '../../screen/memory-loki.ts';

const MIB = 1024 * 1024;

function setUp(count = 0, labels: Record<string, string> = {}) {
  const timer = new FakeTimer();
  const now = timer.now();
  const stored = Array.from({ length: count }, (_, i) => logLine(millis(now - (count - i) * 1000), `line ${i}`));
  const loki = memoryLoki(stored, 100);
  const session = new LogSession({ loki, clock: timer, searches: [], labels, budget: bytes(4 * MIB) });
  const published: Millis[] = [];
  session.subscribe(() => published.push(timer.now()));
  const open = (more: { to?: Millis | null; at?: Millis | null } = {}) =>
    session.run({
      do: 'open',
      request: { about: '', query: '{job="api"}', from: millis(now - 3_600_000), to: null, at: null, ...more },
    });
  const texts = () => (session.scene()?.lines.slice() ?? []).map(({ text }) => text);
  return { timer, now, loki, session, published, open, texts };
}

describe('a log session', () => {
  test('tells of a burst at most four times a second, and counts every line that is not shown', async () => {
    const { timer, loki, session, published, open } = setUp();
    open();
    await timer.pass(1);
    published.length = 0;
    let sent = 0;
    for (let i = 0; i < 100; i += 1) {
      loki.push(Array.from({ length: 200 }, () => logLine(timer.now(), `request ${sent++} served in 12 ms`)));
      await timer.pass(0.02);
    }
    await timer.pass(0.3);
    expect(sent).toBe(20_000);
    expect(published.length).toBeGreaterThan(4);
    for (const [i, at] of published.entries()) expect(at - (published[i - 4] ?? 0)).toBeGreaterThanOrEqual(1000);
    const scene = session.scene();
    expect(scene).toMatchObject({ state: { kind: 'live' }, newer: 0, hidden: 0 });
    expect(scene?.older).toBeGreaterThan(0);
    expect((scene?.held ?? 0) + (scene?.older ?? 0)).toBe(sent);
    expect(scene?.lines.at(-1)?.text).toBe('request 19999 served in 12 ms');
  });

  test('reads what is stored and what comes, each line once, and older ones page by page', async () => {
    const { timer, now, loki, session, open, texts } = setUp(2500);
    open();
    await timer.pass(1);
    expect(session.scene()).toMatchObject({ state: { kind: 'live' }, moreOlder: true });
    const shown = texts();
    expect(shown.at(-1)).toBe('line 2499');
    session.run({ do: 'follow', follow: false });
    for (let i = 0; i < 20; i += 1) {
      session.run({ do: 'more', end: 'older' });
      await timer.pass(0.3);
    }
    loki.push([logLine(millis(now + 1500), 'fresh')]);
    await timer.pass(1);
    expect(texts()).toEqual([...Array.from({ length: 2500 }, (_, i) => `line ${i}`), 'fresh']);
    expect(session.scene()?.moreOlder).toBe(false);
  });

  test('begins in the middle of a window and goes on at both ends', async () => {
    const { timer, now, session, open, texts } = setUp(3000);
    open({ to: now, at: millis(now - 1_500_000) });
    await timer.pass(1);
    expect(session.scene()).toMatchObject({ state: { kind: 'still' }, moreOlder: true, moreNewer: true });
    expect(texts()).toHaveLength(2000);
    session.run({ do: 'more', end: 'newer' });
    await timer.pass(1);
    expect(texts()).toHaveLength(2100);
    expect(texts()).toEqual(texts().toSorted((a, b) => Number(a.slice(5)) - Number(b.slice(5))));
  });

  test('says how many lines the server left out, and how many of them it has had since', async () => {
    const { timer, now, loki, session, open } = setUp(3);
    open();
    await timer.pass(1);
    const at = { from: nanosOf(now), to: nanosOf(now) };
    const told = async (...events: readonly TailEvent[]) => {
      for (const event of events) loki.event(event);
      await timer.pass(1);
      return session.scene()?.remarks;
    };
    const faster = 'The server sent lines faster than this terminal takes them and left';
    expect(await told({ kind: 'dropped', count: 1000, ...at })).toEqual([
      `${faster} 1,000 lines or more out: they are asked for again, 0 are here.`,
    ]);
    const more = (total: number, settled: boolean): TailEvent => ({ kind: 'recovered', total, settled });
    expect(await told(more(900, false), more(1200, false))).toEqual([
      `${faster} 1,000 lines or more out: they are asked for again, 1,200 are here.`,
    ]);
    expect(await told(more(3201, false), more(3201, true))).toEqual([
      `${faster} 3,201 lines out, which were asked for again: all of them are here.`,
    ]);
  });

  test('keeps saying what the streams stand for in another window of them, and not of other streams', async () => {
    const { timer, now, session } = setUp(10);
    const remark = 'These are all of V2.';
    const instead = { of: 'ring', labels: { version: 'v2' }, remark };
    const window = { about: 'Canary', from: millis(now - 60_000), to: null, at: null };
    session.run({ do: 'jump', jump: { ...window, labels: { ring: 'canary' }, instead } });
    await timer.pass(1);
    const query = '{version="v2"}';
    expect(session.scene()).toMatchObject({ query, remarks: [remark] });
    for (const from of [millis(now - 30_000), millis(now - 600_000)]) {
      session.run({ do: 'open', request: { ...window, query, from } });
      await timer.pass(1);
      expect(session.scene()).toMatchObject({ from, remarks: [remark] });
    }
    session.run({ do: 'open', request: { ...window, query: '{job="api"}' } });
    expect(session.scene()?.remarks).toEqual([]);
    session.run({ do: 'close' });
  });

  test('stands still while it is paused, says how much waits, and shows it afterwards', async () => {
    const { timer, loki, session, open, texts } = setUp(3);
    open();
    await timer.pass(1);
    session.run({ do: 'pause', paused: true });
    loki.push([logLine(timer.now(), 'a'), logLine(timer.now(), 'b')]);
    await timer.pass(1);
    expect(texts()).toEqual(['line 0', 'line 1', 'line 2']);
    expect(session.scene()).toMatchObject({ paused: true, waiting: 2 });
    session.run({ do: 'pause', paused: false });
    expect(texts()).toEqual(['line 0', 'line 1', 'line 2', 'a', 'b']);
  });

  test('lets nothing go that is being read, and begins anew at the end when that cost newer lines', async () => {
    const { timer, loki, session, open, texts } = setUp(3);
    open();
    await timer.pass(1);
    session.run({ do: 'follow', follow: false });
    loki.push(Array.from({ length: 400 }, (_, i) => logLine(timer.now(), `${i} ${'x'.repeat(20_000)}`)));
    await timer.pass(1);
    const { held = 0, newer = 0, older } = session.scene() ?? {};
    expect(texts()[0]).toBe('line 0');
    expect(older).toBe(0);
    expect(newer).toBeGreaterThan(0);
    expect(held + newer).toBe(403);
    session.run({ do: 'follow', follow: true });
    await timer.pass(1);
    expect(texts().at(-1)).toMatch(/^399 /);
    expect(session.scene()?.newer).toBe(0);
  });

  test('jumps by labels that the logs have with that value, and by those the profile maps', async () => {
    const { timer, now, session, loki } = setUp(10, { app: 'service' });
    const jump = { about: 'X', from: millis(now - 60_000), to: null, at: null };
    session.run({ do: 'jump', jump: { ...jump, labels: { version: 'v2', job: 'other', pod: 'p', alertname: 'X' } } });
    await timer.pass(1);
    expect(session.scene()?.query).toBe('{version="v2"}');
    session.run({ do: 'jump', jump: { ...jump, labels: { app: 'match' } } });
    await timer.pass(1);
    expect(session.scene()?.query).toBe('{service="match"}');
    session.run({ do: 'jump', jump: { ...jump, labels: { pod: 'p' } } });
    await timer.pass(1);
    expect(session.scene()).toMatchObject({ state: { kind: 'failed', error: { kind: 'bad-query' } }, held: 0 });
    expect(loki.tails()).toBe(0);
  });

  test.each(['{job="api"', 'count_over_time({job="api"}[5m])'])('does not send %s', async (query) => {
    const { timer, now, session, loki } = setUp(10);
    session.run({ do: 'open', request: { about: '', query, from: now, to: null, at: null } });
    await timer.pass(1);
    expect(session.scene()?.state.kind).toBe('failed');
    expect(loki.asked).toEqual([]);
  });

  test('ends with the page: no tail goes on, and nothing is told of any more', async () => {
    const { timer, loki, session, open, published } = setUp(10);
    open();
    await timer.pass(1);
    expect(loki.tails()).toBe(1);
    session.run({ do: 'close' });
    await timer.pass(1);
    expect(loki.tails()).toBe(0);
    published.length = 0;
    loki.push([logLine(timer.now(), 'late')]);
    await timer.pass(60);
    expect(published).toEqual([]);
    expect(session.scene()).toBeUndefined();
  });

  test('goes on with what comes live when older lines cannot be read, says so, and asks for them again', async () => {
    const { timer, now, loki, session, open, texts } = setUp(10);
    const { pages } = loki;
    let busy = true;
    loki.pages = async function* (request, signal) {
      if (busy && request.direction === 'backward')
        yield failed({ kind: 'server', message: '500 Internal Server Error' });
      else yield* pages(request, signal);
    };
    open();
    await timer.pass(1);
    loki.push([logLine(now, 'fresh')]);
    await timer.pass(1);
    expect(session.scene()).toMatchObject({
      state: { kind: 'live' },
      remarks: ['Older lines could not be read (r asks again): 500 Internal Server Error'],
    });
    expect(texts().at(-1)).toBe('fresh');
    busy = false;
    session.run({ do: 'again' });
    await timer.pass(1);
    expect(session.scene()?.remarks).toEqual([]);
    expect(texts()).toHaveLength(11);
    session.run({ do: 'close' });
  });
});

describe('a log session whose server cannot be asked', () => {
  const jump = (from: Millis) => ({ about: 'V2', labels: { version: 'v2' }, from, to: null, at: null });
  const down = { kind: 'unreachable', message: 'no connection' } as const;

  function refusing(...errors: readonly SourceError[]) {
    const timer = new FakeTimer();
    const loki = memoryLoki([logLine(timer.now(), 'served')]);
    const left = [...errors];
    const labelNames: typeof loki.labelNames = async (...rest) => {
      const error = left.shift();
      return error ? failed(error) : loki.labelNames(...rest);
    };
    const ready = async () => failed({ kind: 'server', message: 'Ingester not ready' } as const);
    const parts = { loki: { ...loki, labelNames, ready }, clock: timer, searches: [], labels: {} };
    const session = new LogSession(parts);
    session.run({ do: 'jump', jump: jump(millis(timer.now() - 3_600_000)) });
    return { timer, session, left };
  }

  test('is asked again by itself, after longer and longer pauses, until it answers', async () => {
    const { timer, session } = refusing(down, down);
    const began = timer.now();
    await timer.pass(1);
    expect(session.scene()?.state).toEqual({ kind: 'failed', error: down, again: began + 3000 });
    await timer.pass(3);
    expect(session.scene()?.state).toEqual({ kind: 'failed', error: down, again: began + 8000 });
    await timer.pass(5);
    expect(session.scene()).toMatchObject({ state: { kind: 'live' }, held: 1 });
  });

  test('says that it starts, in its own words', async () => {
    const { timer, session } = refusing({ kind: 'server', message: 'answered 503: empty ring' });
    await timer.pass(1);
    expect(session.scene()?.state).toMatchObject({ kind: 'failed', error: { message: 'Ingester not ready' } });
  });

  test.each(['bad-query', 'unauthorized'] as const)('is not asked again what it refuses as %s', async (kind) => {
    const { timer, session, left } = refusing({ kind, message: 'no' }, down);
    await timer.pass(600);
    expect(session.scene()?.state).toEqual({ kind: 'failed', error: { kind, message: 'no' } });
    expect(left).toEqual([down]);
  });

  test('is asked again once when both ends of a window failed', async () => {
    const timer = new FakeTimer();
    const now = timer.now();
    const loki = memoryLoki([]);
    let reads = 0;
    loki.pages = async function* () {
      reads += 1;
      yield failed(down);
    };
    const session = new LogSession({ loki, clock: timer, searches: [], labels: {} });
    const window = { from: millis(now - 60_000), to: now, at: millis(now - 30_000) };
    session.run({ do: 'open', request: { about: '', query: '{job="api"}', ...window } });
    await timer.pass(1);
    expect(session.scene()?.state).toEqual({ kind: 'failed', error: down, again: now + 3000 });
    await timer.pass(6);
    expect(reads).toBe(4);
    session.run({ do: 'close' });
    await timer.pass(600);
    expect(reads).toBe(4);
  });

  test('is waited for once, and no longer when that is stopped', async () => {
    const timer = new FakeTimer();
    let asked = 0;
    const retry = new LogRetry({}, timer, () => {
      asked += 1;
    });
    retry.after(down);
    retry.after(down);
    await timer.pass(60);
    expect(asked).toBe(1);
    retry.after(down);
    retry.after(down);
    retry.stop();
    await timer.pass(60);
    expect(asked).toBe(1);
  });

  test('is not asked again for a page that was left', async () => {
    const { timer, session, left } = refusing(down, down);
    await timer.pass(1);
    session.run({ do: 'close' });
    await timer.pass(600);
    expect(left).toEqual([down]);
  });

  test('what was asked of it is told, the newest first, with what came of it', async () => {
    const { timer, session } = refusing(down);
    await timer.pass(4);
    const told = session.scene()?.asked.map(({ what, answer, ok }) => [what, answer, ok]);
    expect(told).toContainEqual(['{version="v2"}, live', 'follows', true]);
    expect(told).toContainEqual([expect.stringMatching(/^sum by \(detected_level\)/), expect.any(String), true]);
    expect(told?.at(-1)).toEqual(['names of labels', '2 names', true]);
    expect(session.scene()?.asked.length).toBeLessThanOrEqual(20);
  });

  test('of a million values ten thousand are offered, and that is said', async () => {
    const timer = new FakeTimer();
    const loki = memoryLoki([]);
    loki.labelValues = async () => succeeded(Array.from({ length: 1_000_000 }, (_, i) => `pod-${i}`));
    const session = new LogSession({ loki, clock: timer, searches: [], labels: {} });
    const [from, to] = [millis(timer.now() - 60_000), timer.now()];
    session.run({ do: 'open', request: { about: '', query: '{job="api"}', from, to, at: null } });
    session.run({ do: 'names', of: 'pod' });
    await timer.pass(1);
    expect(session.scene()?.names.values.pod).toHaveLength(10_000);
    expect(session.scene()?.asked.find(({ what }) => what === 'values of pod')?.answer).toBe(
      '1,000,000 values, of which 10,000 are offered',
    );
  });

  test('what its last page held stays told when there are no more, and what was given up is told as that', async () => {
    const timer = new FakeTimer();
    const now = timer.now();
    const loki = memoryLoki(Array.from({ length: 142 }, (_, i) => logLine(millis(now - 1000 - i), `line ${i}`)));
    const { pages } = loki;
    loki.pages = async function* (request, signal) {
      if (request.query.includes('slow')) {
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        yield failed({ kind: 'aborted', message: 'the request was cancelled' });
      } else yield* pages(request, signal);
    };
    const session = new LogSession({ loki, clock: timer, searches: [], labels: {} });
    const answer = (what: string) => session.scene()?.asked.find((asked) => asked.what === what)?.answer;
    const open = async (query: string) => {
      session.run({ do: 'open', request: { about: '', query, from: millis(now - 60_000), to: now, at: null } });
      await timer.pass(1);
    };
    await open('{job="api"}');
    expect(session.scene()?.lines).toHaveLength(142);
    expect(answer('{job="api"}, newest first')).toBe('42 lines');
    const slow = '{job="api"} |= "slow"';
    await open(slow);
    expect(answer(`${slow}, newest first`)).toBe('not answered yet');
    await open(slow);
    expect(answer(`${slow}, newest first`)).toBe('not answered yet');
    await open('{job="api"}');
    expect(answer(`${slow}, newest first`)).toBe('given up');
  });
});
