import { describe, expect, test } from 'vitest';
import { isBehind } from '../../../src/frames/raw/raw.ts';
import { RawWindows } from '../../../src/frames/raw/raw-windows.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../../../src/sources/error.ts';
import type { RawResult } from '../../../src/sources/prometheus/types.ts';
import { type Millis, millis, seconds } from '../../../src/units.ts';

const HOUR = 3600;
const START = 1_700_000_000;
const at = (position: number) => millis((START + position) * 1000);

/** A server with one series, scraped every `interval` seconds up to now, and how often it was asked. */
function server({ interval = 15, series = 1 } = {}) {
  const asked: { from: number; to: number }[] = [];
  let fault: ((length: number) => SourceError | undefined) | undefined;
  let lateness = 0;
  return {
    asked,
    failWith(error?: (length: number) => SourceError | undefined) {
      fault = error;
    },
    /** Samples are stored so many seconds after the instant they bear. */
    setLateness(wanted: number) {
      lateness = wanted;
    },
    async raw(_selector: string, from: Millis, to: Millis): Promise<Outcome<RawResult>> {
      asked.push({ from: from / 1000 - START, to: to / 1000 - START });
      const error = fault?.((to - from) / 1000);
      if (error) return failed(error);
      const points: (readonly [Millis, number])[] = [];
      for (let t = Math.ceil((from + 1) / 1000 / interval) * interval; t * 1000 <= to - lateness * 1000; t += interval)
        points.push([millis(t * 1000), t - START]);
      return succeeded({
        series: Array.from({ length: series }, (_, i) => ({ labels: { i: String(i) }, points })),
        warnings: [],
      });
    },
  };
}
const windows = (reach: 'rollout' | number = 'rollout') =>
  new RawWindows(new Map([['x', reach === 'rollout' ? reach : seconds(reach)]]));
const warned = (outcome: Outcome<RawResult>): Outcome<RawResult> =>
  outcome.ok ? succeeded({ ...outcome.value, partial: true, warnings: ['a store did not answer'] }) : outcome;
const samples = (answers: Awaited<ReturnType<RawWindows['ask']>>) =>
  answers.flatMap(({ outcome }) =>
    outcome.ok ? (outcome.value.series[0]?.points.map(([, value]) => value) ?? []) : [],
  );

describe('stored samples', () => {
  test('are asked for from five minutes before the rollout began, and then only what is new', async () => {
    const source = server();
    const raw = windows();
    const first = samples(await raw.ask(source, at(600), at(0)));
    expect([first[0], first.at(-1)]).toEqual([-290, 595].map((t) => Math.ceil((START + t) / 15) * 15 - START));
    const second = samples(await raw.ask(source, at(630), at(0)));
    expect(second).toHaveLength(2);
    expect(source.asked.at(-1)).toEqual({ from: 570, to: 630 });
  });

  test('are asked for as far back as a server may keep them, however long ago the rollout began', async () => {
    const source = server({ interval: 30 * 86_400 });
    await windows().ask(source, at(0), at(-19 * 365 * 86_400));
    expect(source.asked[0]?.from).toBe(-400 * 86_400 - 30);
    expect(source.asked.length).toBeLessThan(500);
  });

  test('each comes once, however late it is stored within half a minute', async () => {
    const source = server();
    source.setLateness(25);
    const raw = windows();
    const all: number[] = [];
    for (let now = 0; now <= 900; now += 5) all.push(...samples(await raw.ask(source, at(now), at(0))));
    expect(all).toEqual(Array.from(all, (_, i) => (all[0] ?? 0) + i * 15));
    expect(all.at(-1)).toBeGreaterThan(850);
  });

  test('that were missed while the server was away are asked for when it is back', async () => {
    const source = server();
    const raw = windows();
    await raw.ask(source, at(600), at(0));
    source.failWith(() => ({ kind: 'server', message: 'down' }));
    for (let now = 605; now < 1200; now += 5)
      expect((await raw.ask(source, at(now), at(0)))[0]?.outcome.ok).toBe(false);
    source.failWith();
    expect(samples(await raw.ask(source, at(1200), at(0)))).toHaveLength(40);
  });

  test('of a long rollout come in pieces of bounded size, over as many frames as they need', async () => {
    const source = server({ series: 100 });
    const raw = windows();
    const seen: number[] = [];
    let frames = 0;
    for (let behind = true; behind; frames++) {
      const answers = await raw.ask(source, at(24 * HOUR), at(0));
      for (const { outcome } of answers)
        expect(outcome.ok && outcome.value.series.reduce((sum, { points }) => sum + points.length, 0)).toBeLessThan(
          110_000,
        );
      seen.push(...samples(answers));
      behind = isBehind({ at: at(24 * HOUR), raw: answers });
    }
    expect(frames).toBe(2);
    expect(seen).toHaveLength((24 * HOUR + 300) / 15);
  });

  test('too many for one answer are asked for in shorter pieces', async () => {
    const source = server();
    source.failWith((length) => (length > 600 ? { kind: 'too-large', message: 'too large' } : undefined));
    const answers = await windows().ask(source, at(HOUR), at(0));
    expect(answers.every(({ outcome }) => outcome.ok)).toBe(true);
    expect(samples(answers)).toHaveLength((HOUR + 300) / 15);
  });

  test('that are refused, however short the piece, are an answer too', async () => {
    const source = server();
    source.failWith(() => ({ kind: 'bad-query', httpStatus: 422, message: 'too many samples' }));
    const answers = await windows().ask(source, at(HOUR), at(0));
    expect(answers.map(({ outcome }) => outcome.ok)).toEqual([false]);
    expect(isBehind({ at: at(HOUR), raw: answers })).toBe(false);
  });

  test('that may be incomplete are left out and asked for again, until the answer is whole', async () => {
    const source = server();
    const raw = windows();
    await raw.ask(source, at(600), at(0));
    const partial = {
      ...source,
      raw: async (...asked: Parameters<typeof source.raw>) => warned(await source.raw(...asked)),
    };
    const [doubtful] = await raw.ask(partial, at(700), at(0));
    expect(doubtful?.outcome).toMatchObject({ ok: true, value: { partial: true, series: [] } });
    expect(isBehind({ at: at(800), raw: doubtful ? [doubtful] : [] })).toBe(false);
    expect(samples(await raw.ask(source, at(800), at(0)))).toHaveLength(13);
  });

  test('of what fired are left out at any warning, also where the profile allows answers that lack part of the numbers', async () => {
    const source = server();
    const allowed = {
      raw: async (...asked: Parameters<typeof source.raw>) => {
        const outcome = await source.raw(...asked);
        return outcome.ok ? succeeded({ ...outcome.value, warnings: ['a store did not answer'] }) : outcome;
      },
    };
    const reach = new Map([['x', 'rollout' as const]]);
    const [answer] = await new RawWindows(reach, 'x').ask(allowed, at(600), at(0));
    expect(answer?.outcome).toMatchObject({ ok: true, value: { partial: true, series: [] } });
    expect(samples(await new RawWindows(reach, 'y').ask(allowed, at(600), at(0)))).not.toEqual([]);
  });

  test('of a rollout are not asked for before one begins, and anew when another does', async () => {
    const source = server();
    const raw = windows();
    expect(await raw.ask(source, at(0), null)).toEqual([]);
    expect(source.asked).toEqual([]);
    await raw.ask(source, at(600), at(0));
    const [again] = await raw.ask(source, at(1200), at(1000));
    expect(again).toMatchObject({ since: at(1000), from: at(700) });
  });

  test('of a span are asked for from so long ago, whether or not anything rolls out', async () => {
    const source = server();
    const raw = windows(HOUR);
    const [first] = await raw.ask(source, at(0), null);
    expect(first).toMatchObject({ since: at(-HOUR) });
    const [second] = await raw.ask(source, at(60), null);
    expect(second).toMatchObject({ since: at(-HOUR), from: at(0), to: at(60) });
  });
});
