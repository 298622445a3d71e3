import { describe, expect, it } from 'vitest';
import { Collector } from '../../../src/frames/collect.ts';
import { History } from '../../../src/frames/history.ts';
import { type CollectorServers, openPosts } from '../../../src/frames/servers/registry.ts';
import { createEncoder } from '../../../src/frames/tape/tape.ts';
import { buildPlan } from '../../../src/profile/plan/plan.ts';
import { profileSchema } from '../../../src/profile/schema/profile.ts';
import { buildRoom } from '../../../src/room/build.ts';
import { EMPTY_LEDGER } from '../../../src/session/ledger.ts';
import { failed, succeeded } from '../../../src/sources/error.ts';
import type { LineRequest, LogLine } from '../../../src/sources/loki/types.ts';
import { type Millis, millis, type Nanos, nanos } from '../../../src/units.ts';
import { headline } from '../../../src/wording/headline.ts';
import { patternsSentence } from '../../../src/wording/patterns.ts';
import { poisson, seededRandom } from '../../../stack/simulator/random.ts';
import { unpackTape } from '../../../stack/unpack-tape.ts';
import { packTape } from '../pack.ts';

const START = 1_700_000_000;
const at = (position: number): Millis => millis((START + position) * 1000);

const profile = {
  id: 'shop',
  name: 'Shop',
  datasources: { prometheus: { url: 'http://127.0.0.1:1' }, loki: { url: 'http://127.0.0.1:1' } },
  refresh: '5s',
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  checks: { errors: { label: 'errors', query: 'errors', unit: 'ratio', at_most: 1 } },
  rings: [{ id: 'ring0', name: 'Ring 0', deployed: 'deployed', checks: ['errors'] }],
  patterns: { query: '{version="$version"}', requests: 'requests_total{version="$version"}', lookback: '1m' },
};
const open = { shouldTry: () => true, succeeded() {}, failed() {} };

interface Scene {
  readonly seed: number;
  /** Lines of an error per second that only V2 says, from that second on. */
  readonly trouble?: { readonly from: number; readonly perSecond: number };
  readonly share?: (second: number) => number;
  readonly requests?: number;
  readonly settings?: Record<string, unknown>;
}

/** Two services as Prometheus, scraped every 5 s, and Loki show them. */
function services({ seed, trouble, share = () => 0.1, requests = 100, settings = {} }: Scene, seconds: number) {
  const random = seededRandom(seed);
  const lines = { v1: [] as LogLine[], v2: [] as LogLine[] };
  const totals = { v1: [0], v2: [0] };
  for (let second = 0; second < seconds; second += 1) {
    for (const version of ['v1', 'v2'] as const) {
      const served = poisson(requests * (version === 'v2' ? share(second) : 1 - share(second)), random);
      totals[version].push((totals[version].at(-1) ?? 0) + served);
      const say = (level: string, text: string) => {
        const offset = BigInt(Math.floor(random() * 1e9));
        const stamp: Nanos = nanos(BigInt(START + second) * 1_000_000_000n + offset);
        const labels = POD[version][Math.floor(random() * 2)] ?? {};
        lines[version].push({ at: stamp, text, labels, metadata: { detected_level: level }, parsed: {} });
      };
      const number = () => Math.floor(random() * 1e6);
      for (let i = poisson(served * 0.2, random); i > 0; i -= 1)
        say('info', `served request ${number()} in ${number()}ms`);
      for (let i = poisson(served * 0.01, random); i > 0; i -= 1)
        say('error', `upstream timed out after ${number()}ms`);
      for (let i = poisson(served * 0.0005, random); i > 0; i -= 1)
        say('warn', `lock of job ${number()} is held by another`);
      if (version === 'v2' && trouble && second >= trouble.from) {
        for (let i = 0; i < trouble.perSecond; i += 1)
          say('error', `cannot read score of match ${number()}: password=hunter2`);
      }
    }
  }
  for (const list of Object.values(lines)) list.sort((a, b) => (a.at < b.at ? -1 : 1));
  const plan = buildPlan(profileSchema.parse({ ...profile, patterns: { ...profile.patterns, ...settings } }));
  const requestsOf = (selector: string, from: number, to: number) => {
    const version = selector.includes('v2') ? 'v2' : 'v1';
    const points = totals[version].flatMap((value, second) => {
      const time = at(second);
      return second % 5 === 0 && time > from && time <= to ? [[time, value] as const] : [];
    });
    return points.length > 0 ? [{ labels: { version }, points }] : [];
  };
  let broken = false;
  const asked: LineRequest[] = [];
  const servers: CollectorServers = {
    prometheus: {
      instant: async (expr) =>
        succeeded({ samples: [{ labels: {}, value: expr === 'deployed' ? START : 0 }], warnings: [] }),
      range: async () => succeeded({ series: [], warnings: [] }),
      raw: async (selector, from, to) => succeeded({ series: requestsOf(selector, from, to), warnings: [] }),
    },
    alertmanager: [],
    loki: null,
    lines: null,
    calendar: [],
    patterns: {
      lines: async (request) => {
        asked.push(request);
        if (broken) return failed({ kind: 'unreachable', message: 'refused' });
        const version = request.query.includes('v2') ? 'v2' : 'v1';
        const found = lines[version].filter((line) => line.at >= request.from && line.at < request.to);
        return succeeded({ lines: found.slice(0, request.limit), crowded: [], categorised: true });
      },
    },
  };
  const collector = new Collector(plan, openPosts(servers, { plan, createBackoff: () => open }));
  const history = new History(plan);
  return {
    plan,
    asked,
    lines,
    breakLoki: (value: boolean) => {
      broken = value;
    },
    async look(position: number) {
      const frame = await collector.collect(at(position), new Promise(() => {}));
      history.extend(frame);
      return { frame, room: buildRoom(plan, history, EMPTY_LEDGER, at(position)) };
    },
  };
}
const POD = {
  v1: [
    { version: 'v1', pod: 'a' },
    { version: 'v1', pod: 'b' },
  ],
  v2: [
    { version: 'v2', pod: 'c' },
    { version: 'v2', pod: 'd' },
  ],
};

describe('an error that only V2 logs', () => {
  it('is found in the refresh whose lines and requests show it, warns, and opens its own lines', async () => {
    const { look, lines } = services({ seed: 1, trouble: { from: 300, perSecond: 4 } }, 420);
    for (let position = 5; position < 300; position += 5)
      expect((await look(position)).room.patterns?.findings).toEqual([]);
    expect((await look(300)).room.state).not.toBe('fail');
    await look(305);
    const { room } = await look(310);
    const [finding, ...others] = room.patterns?.findings ?? [];
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'new',
      state: 'warn',
      level: 'error',
      template: 'cannot read score of match <num>: password=<hidden>',
      lines: { baseline: 0 },
    });
    expect(room.patterns).toMatchObject({ state: 'warn', per: 'request' });
    expect(headline(room)).toMatch(
      /^V2 logs an error that V1 never logged, \d+ lines, first \ds ago: cannot read score/,
    );
    expect(JSON.stringify(room)).not.toContain('hunter2');
    const filters = [...(finding?.candidateExpr.matchAll(/\|= ("[^"]*")/g) ?? [])].map(([, text = '']) =>
      JSON.parse(text),
    );
    expect(finding?.candidateExpr.startsWith('{version="v2"} |= ')).toBe(true);
    const opened = lines.v2.filter(({ text }) => filters.every((filter) => text.includes(filter)));
    expect(new Set(opened.map(({ text }) => text.replace(/\d+/g, 'n'))).size).toBe(1);
  });

  it('is found by a single look, as a snapshot takes', async () => {
    const { look } = services({ seed: 2, trouble: { from: 300, perSecond: 4 } }, 420);
    expect((await look(360)).room.patterns?.findings).toMatchObject([{ kind: 'new' }]);
  });

  it('is the same on a tape, which holds no line but one example of each kind', async () => {
    const { look } = services({ seed: 3, trouble: { from: 60, perSecond: 4 } }, 120);
    const encode = createEncoder();
    const encoded: string[] = [];
    let live: unknown;
    for (let position = 5; position <= 100; position += 5) {
      const { frame, room } = await look(position);
      encoded.push(encode(frame));
      live = room.patterns;
    }
    expect(live).toMatchObject({ findings: [{ kind: 'new' }] });
    expect(encoded.join('')).not.toContain('hunter2');
    expect(Math.max(...encoded.slice(2).map((line) => line.length))).toBeLessThan(6000);
    const tape = await unpackTape(await packTape(profile, encoded), 'x.tape');
    const plan = buildPlan(profileSchema.parse(profile));
    const history = new History(plan);
    for (const frame of tape.frames) history.extend(frame);
    expect(buildRoom(plan, history, EMPTY_LEDGER, at(100)).patterns).toEqual(live);
  });
});

describe('versions that log alike', () => {
  it('yield no finding while the split changes in one step', async () => {
    const { look } = services({ seed: 4, share: (second) => (second < 203 ? 0.1 : 0.5) }, 420);
    for (let position = 5; position <= 400; position += 5)
      expect((await look(position)).room.patterns?.findings).toEqual([]);
  });

  it('are compared over the time for which both were read, when there are more lines than may be read', async () => {
    const { look, asked } = services({ seed: 5, requests: 1000, settings: { lines: 300 } }, 260);
    let room = (await look(5)).room;
    for (let position = 10; position <= 240; position += 5) room = (await look(position)).room;
    expect(room.patterns?.findings).toEqual([]);
    // V1 says some 950 lines in 5 s.
    expect(room.patterns?.read).toBeGreaterThan(0.2);
    expect(room.patterns?.read).toBeLessThan(0.5);
    expect(asked.slice(4).every(({ limit }) => limit === 300)).toBe(true);
  });
});

describe('when Loki does not answer', () => {
  it('says so, and reads what it missed when it answers again', async () => {
    const { look, breakLoki, asked } = services({ seed: 6 }, 420);
    for (let position = 5; position <= 60; position += 5) await look(position);
    breakLoki(true);
    for (let position = 65; position <= 240; position += 5) await look(position);
    const { room } = await look(245);
    expect(room.patterns).toMatchObject({
      state: 'unknown',
      problem: 'refused',
    });
    expect(room.patterns && patternsSentence(room.patterns, room.at)).toBe('logs are not compared: refused');
    expect(headline(room)).not.toMatch(/All is well/);
    breakLoki(false);
    await look(250);
    expect(asked.at(-1)?.from).toBe(BigInt(at(250 - 2 - 60)) * 1_000_000n);
    await look(255);
    expect((await look(260)).room.patterns).toMatchObject({ state: 'ok', problem: null });
  });
});
