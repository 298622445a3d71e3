import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerGate } from '../../../src/commands/gate/answer.ts';
import { Collector } from '../../../src/frames/collect.ts';
import { type CollectorServers, openPosts } from '../../../src/frames/servers/registry.ts';
import { type PlanPart, partOf } from '../../../src/profile/plan/part.ts';
import { buildPlan, type Plan } from '../../../src/profile/plan/plan.ts';
import { toSnapshot } from '../../../src/report/snapshot.ts';
import type { Room } from '../../../src/room/room.ts';
import { EMPTY_LEDGER } from '../../../src/session/ledger.ts';
import { Observer } from '../../../src/session/observe.ts';
import { failed, type Outcome, succeeded } from '../../../src/sources/error.ts';
import type { Backoff } from '../../../src/sources/http/backoff.ts';
import { millis } from '../../../src/units.ts';
import { SYSTEMS } from '../../../stack/profiles.ts';
import { alert, NOW } from '../../room/fixtures.ts';
import { loadShipped } from '../../stack/queries.ts';

const open: Backoff = { shouldTry: () => true, succeeded() {}, failed() {} };

/** When a ring was deployed to, in Unix seconds. */
const DEPLOYED = NOW / 1000 - 3600;

/** Servers that answer each query as a seed says, and what they were asked. */
function world(plan: Plan, seed: number) {
  const asked: string[] = [];
  const starts = plan.starts.map(({ text }) => text);
  const of = (expr: string) => [...expr].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) | 0, seed);
  const samples = <T>(expr: string, some: (value: number, hash: number) => T): Outcome<T> => {
    asked.push(expr);
    const hash = Math.abs(of(expr));
    if (hash % 7 === 0) return failed({ kind: 'timeout', message: 'slow' });
    return succeeded(some((hash % 100) / 100, hash));
  };
  const labels = { pod: 'a' };
  const servers: CollectorServers = {
    prometheus: {
      instant: async (expr) =>
        samples(expr, (some, hash) => {
          // Half of what was deployed is so no more.
          const value = !starts.includes(expr) ? some : hash % 2 === 0 ? 0 : DEPLOYED;
          return { samples: [{ labels: {}, value }], warnings: [] };
        }),
      range: async (expr, { from, to, step }) => {
        const points = (value: number) =>
          Array.from({ length: 5 }, (_, i) => [millis(Math.max(from, to - i * step * 1000)), value] as const).reverse();
        return samples(expr, (some) => {
          const value = starts.includes(expr) ? DEPLOYED : some;
          return { series: [{ labels, points: points(value) }], warnings: [] };
        });
      },
      raw: async (selector, _, to) =>
        samples(selector, (value) => ({
          series: [{ labels, points: [[millis(to - 1000), Math.round(value * 100)] as const] }],
          warnings: [],
        })),
    },
    alertmanager: [
      { id: 'am', view: async () => succeeded({ alerts: [alert()], silences: [], clockOffset: millis(0) }) },
    ],
    loki: null,
    patterns: null,
    calendar: [],
  };
  return { servers, asked };
}

async function seen(plan: Plan, part: PlanPart, seed: number): Promise<{ room: Room; asked: readonly string[] }> {
  const { servers, asked } = world(plan, seed);
  const wanted = partOf(plan, part);
  const observer = new Observer(
    plan,
    new Collector(wanted, openPosts(servers, { plan: wanted, createBackoff: () => open })),
    wanted,
  );
  const { room } = await observer.observe(NOW, Promise.resolve(EMPTY_LEDGER));
  // How long an answer took is the machine's, not the plan's.
  return { room: { ...room, sources: [] }, asked };
}

describe.each(SYSTEMS)('what is asked for less than everything of %s', (system) => {
  const plan = buildPlan(loadShipped(system));
  const seeds = fc.integer({ min: 0, max: 1_000_000 });
  const same = (part: PlanPart, told: (room: Room) => unknown) =>
    fc.assert(
      fc.asyncProperty(seeds, async (seed) => {
        const [whole, less] = await Promise.all([seen(plan, 'all', seed), seen(plan, part, seed)]);
        expect(told(less.room)).toEqual(told(whole.room));
        expect(less.asked.length).toBeLessThan(whole.asked.length);
      }),
      { numRuns: 15 },
    );

  test('a snapshot is the same without the past that only charts show', async () => {
    await same('states', toSnapshot);
  });

  test('the gate answers the same without the infrastructure', async () => {
    await same('rings', (room) =>
      room.rings.flatMap(({ id }) => [answerGate(room, id, 'deploy'), answerGate(room, id, 'validate')]),
    );
  });

  test('alerts are the same without anything else', async () => {
    await same('alerts', (room) => [room.alerts, room.silences]);
    const { asked } = await seen(plan, 'alerts', 1);
    expect(asked.filter((expr) => !expr.startsWith('ALERTS'))).toEqual([]);
  });
});
