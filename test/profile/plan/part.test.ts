import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerGate, gateText } from '../../../src/commands/gate/answer.ts';
import { ringList, ringReport, ringReportRecord } from '../../../src/commands/ring/report.ts';
import type { Frame } from '../../../src/frames/frame.ts';
import { History } from '../../../src/frames/history.ts';
import { seriesKey } from '../../../src/frames/raw/raw.ts';
import { decideValidate, decideWithdraw } from '../../../src/operations/rings/decisions.ts';
import type { PlanPart } from '../../../src/profile/plan/part.ts';
import { buildPlan, type Plan } from '../../../src/profile/plan/plan.ts';
import { promql } from '../../../src/profile/query.ts';
import { profileSchema } from '../../../src/profile/schema/profile.ts';
import { roomFamilies } from '../../../src/report/metrics.ts';
import { toSnapshot } from '../../../src/report/snapshot.ts';
import type { Ledger } from '../../../src/room/build.ts';
import type { Room } from '../../../src/room/room.ts';
import type { Scene } from '../../../src/session/session.ts';
import { failed, succeeded } from '../../../src/sources/error.ts';
import type { RangeSeries } from '../../../src/sources/prometheus/types.ts';
import { addSeconds, type Millis } from '../../../src/units.ts';
import { unpackTape } from '../../../stack/unpack-tape.ts';
import { type AskedServers, ledgerOf, PLANS, seen, seenBy } from './seeded-world.ts';

/** What each command answers. */
function answersOf(plan: Plan): [string, PlanPart, (room: Room, ledger: Ledger) => unknown][] {
  const look = { of: 'look', charts: [] } as const;
  const requestOf = (ringId: string, { at: now }: Room) => ({ ringId, by: 'carol', note: '', now });
  const stateOf = ({ records, journal }: Ledger) => ({ records: records ?? {}, journal });
  return [
    ['snapshot', look, toSnapshot],
    ['metrics', look, (room) => roomFamilies(room, { profile: '', version: '' })],
    ['ring list', { of: 'rings' }, (room) => [toSnapshot(room).rings, ringList(room)]],
    [
      'alerts list',
      { of: 'alerts' },
      // With which ring an alert came, the list does not tell.
      ({ alerts, silences }) => [alerts.list.map(({ attribution: _, ...alert }) => alert), alerts.ended, silences],
    ],
    ...plan.rings.flatMap(({ id: ring }): ReturnType<typeof answersOf> => {
      const validate = { of: 'ring', ring, to: 'validate' } as const;
      const gate = (to: 'deploy' | 'validate') => (room: Room) => {
        const answer = answerGate(room, ring, to);
        return [answer, gateText(answer)];
      };
      return [
        [`gate ${ring}`, { ...validate, to: 'deploy' }, gate('deploy')],
        [`gate ${ring} --for validate`, validate, gate('validate')],
        [
          `ring show ${ring}`,
          validate,
          (room) =>
            room.rings.flatMap((one) =>
              one.id === ring ? [ringReport(room, one, 'carol'), ringReportRecord(room, one, 'carol')] : [],
            ),
        ],
        [
          `ring validate ${ring}`,
          validate,
          (room, ledger) => decideValidate(stateOf(ledger), room, requestOf(ring, room)),
        ],
        [
          `ring withdraw ${ring}`,
          { of: 'deployments' },
          (room, ledger) => decideWithdraw(stateOf(ledger), room, requestOf(ring, room)),
        ],
      ];
    }),
  ];
}

/** Asks the same of a world by each part that some command needs, and holds the answers against those of the whole. */
async function expectSame(
  plan: Plan,
  ledger: Ledger,
  look: (part: PlanPart) => Promise<{ readonly scene: Scene; readonly asked: readonly string[] }>,
) {
  const whole = await look({ of: 'all' });
  const looks = new Map<string, ReturnType<typeof look>>();
  for (const [command, part, told] of answersOf(plan)) {
    const name = JSON.stringify(part);
    const known = looks.get(name) ?? look(part);
    looks.set(name, known);
    const { scene, asked } = await known;
    expect([command, told(scene.room, ledger)]).toEqual([command, told(whole.scene.room, ledger)]);
    expect(asked.length).toBeLessThan(whole.asked.length);
    expect(new Set(asked).size).toBe(asked.length);
  }
}

test.each(PLANS)('what is asked for less than everything of %s answers every command the same', async (_, plan) => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 1_000_000 }), async (seed) => {
      await expectSame(plan, ledgerOf(plan, seed), (part) => seen(plan, part, seed));
    }),
    { numRuns: 2 },
  );
});

const DEMO = new URL('../../../fixtures/tapes/demo.tape', import.meta.url);

test('and of the demo, while its rollout is under way', async () => {
  const tape = await unpackTape(readFileSync(DEMO), 'demo.tape');
  const plan = buildPlan(profileSchema.parse(tape.profile));
  const history = new History(plan);
  const frames = tape.frames.slice(0, Math.floor(0.7 * tape.frames.length));
  for (const frame of frames) history.extend(frame);
  const last = frames.at(-1);
  if (!last) throw new Error('the tape is empty');
  const samples = samplesOf(frames);
  const ledger = ledgerOf(plan, 1);
  await expectSame(plan, ledger, (part) => seenBy(plan, part, serversOf(history, samples, last), last.at, ledger));
});

/** The stored samples on a tape, by selector. */
function samplesOf(frames: readonly Frame[]): ReadonlyMap<string, readonly RangeSeries[]> {
  const answers = frames.flatMap(({ raw = [] }) => raw);
  const bySelector = Map.groupBy(answers, ({ selector }) => selector);
  return new Map(
    [...bySelector].map(([selector, parts]) => {
      const series = parts.flatMap(({ outcome }) => (outcome.ok ? outcome.value.series : []));
      const whole = [...Map.groupBy(series, ({ labels }) => seriesKey(labels)).values()];
      const joined = whole.map((same) => ({
        labels: same[0]?.labels ?? {},
        points: same.flatMap(({ points }) => points).toSorted(([a], [b]) => a - b),
      }));
      return [selector, joined];
    }),
  );
}

/** Servers that answer what a tape knows by a frame of it. */
function serversOf(history: History, samples: ReadonlyMap<string, readonly RangeSeries[]>, frame: Frame): AskedServers {
  const asked: string[] = [];
  const servers: AskedServers['servers'] = {
    prometheus: {
      instant: async (text) => {
        asked.push(text);
        const feed = history.query(promql(text));
        return feed.state === 'ok' ? succeeded(feed.value) : failed({ kind: 'timeout', message: 'slow' });
      },
      range: async (text, { from, to, step }) => {
        asked.push(`${text} from ${from} by ${step}`);
        const track = history.track(promql(text));
        const points: [Millis, number][] = [];
        for (let at = from; at <= to; at = addSeconds(at, step)) {
          const value = track?.at(at) ?? null;
          if (value !== null) points.push([at, value]);
        }
        return succeeded({ series: [{ labels: {}, points }], warnings: [] });
      },
      raw: async (selector, from, to) => {
        asked.push(`samples of ${selector} from ${from}`);
        const series = (samples.get(selector) ?? []).map(({ labels, points }) => ({
          labels,
          points: points.filter(([at]) => at > from && at <= to),
        }));
        return succeeded({ series, warnings: [] });
      },
    },
    alertmanager: Object.entries(frame.alertmanagers).map(([id, outcome]) => ({ id, view: async () => outcome })),
    loki: null,
    patterns: null,
    lines: null,
    calendar: [],
  };
  return { servers, asked };
}
