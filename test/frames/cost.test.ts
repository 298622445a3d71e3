import { expect, test } from 'vitest';
import { Collector } from '../../src/frames/collect.ts';
import { costOf } from '../../src/frames/cost.ts';
import type { Frame } from '../../src/frames/frame.ts';
import type { Metered } from '../../src/frames/spending.ts';
import { encodeFrame } from '../../src/frames/tape/tape.ts';
import { promql } from '../../src/profile/query.ts';
import { succeeded } from '../../src/sources/error.ts';
import type { Spent } from '../../src/sources/http/spent.ts';
import { millis, seconds } from '../../src/units.ts';
import { frameAt, planOf } from '../room/observe.ts';

const never = new Promise<never>(() => {});
/** A server that is asked as the test says. */
function metered(id: string, kind: Metered['kind']) {
  const spent = { requests: 0, received: 0, unpacked: 0 };
  const ask = (more: Spent) => {
    spent.requests += more.requests;
    spent.received += more.received;
    spent.unpacked += more.unpacked;
  };
  return { id, kind, ask, spent: (): Spent => ({ ...spent }) };
}

test('each frame says what was asked since the one before, of the servers that were asked', async () => {
  const [prometheus, member] = [metered('prometheus', 'prometheus'), metered('am-1', 'alertmanager')];
  const more = { requests: 3, received: 40, unpacked: 200 };
  const post = {
    async turn() {
      prometheus.ask(more);
      return {};
    },
    rest: async () => ({}),
  };
  const collector = new Collector(planOf({}), [post], [prometheus, member]);
  const first = await collector.collect(millis(0), never);
  expect(first.spent).toEqual([{ id: 'prometheus', kind: 'prometheus', ...more }]);
  member.ask({ requests: 1, received: 2, unpacked: 2 });
  const second = await collector.collect(millis(5000), never);
  expect(second.spent).toEqual([
    { id: 'prometheus', kind: 'prometheus', ...more },
    { id: 'am-1', kind: 'alertmanager', requests: 1, received: 2, unpacked: 2 },
  ]);
});

test('a server that answers late is told of when it answers', async () => {
  const prometheus = metered('prometheus', 'prometheus');
  const post = { turn: async () => ({}) };
  const collector = new Collector(planOf({}), [post], [prometheus]);
  prometheus.ask({ requests: 1, received: 0, unpacked: 0 });
  expect((await collector.collect(millis(0), never)).spent).toMatchObject([{ requests: 1, received: 0 }]);
  prometheus.ask({ requests: 0, received: 7, unpacked: 9 });
  expect((await collector.collect(millis(1), never)).spent).toMatchObject([{ requests: 0, received: 7, unpacked: 9 }]);
  expect(await collector.collect(millis(2), never)).not.toHaveProperty('spent');
});

const points = (n: number) => Array.from({ length: n }, (_, i) => [millis(i), 1] as const);
const spent = { requests: 2, received: 1, unpacked: 1 };
const series = [{ labels: {}, points: points(5) }];
const window = { from: millis(0), to: millis(1), step: seconds(1) };
const frame: Frame = {
  ...frameAt(0, { a: 1, b: [], c: { kind: 'timeout', message: 'slow' } }),
  backfills: [
    { expr: promql('a'), window, outcome: succeeded({ series, warnings: [] }) },
    {
      expr: { source: 'loki', text: 'l' },
      window,
      outcome: succeeded({ series: [...series, ...series], warnings: [] }),
    },
  ],
  raw: [
    {
      selector: 's',
      since: millis(0),
      from: millis(0),
      to: millis(1),
      outcome: succeeded({ series: [{ labels: {}, points: points(100) }], warnings: [] }),
    },
  ],
  spent: [
    { id: 'prometheus', kind: 'prometheus', ...spent },
    { id: 'loki', kind: 'loki', ...spent },
    { id: 'am-1', kind: 'alertmanager', ...spent },
  ],
};

test('values are counted by whom they came from', () => {
  expect(costOf(frame).map(({ id, samples }) => [id, samples])).toEqual([
    ['prometheus', 1 + 5 + 100],
    ['loki', 10],
    ['am-1', null],
  ]);
});

test('no tape keeps what it was asked for', () => {
  const { spent: _, ...without } = frame;
  expect(encodeFrame(frame)).toBe(encodeFrame(without));
});
