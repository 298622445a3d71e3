import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerGate } from '../../src/commands/gate/answer.ts';
import { newsOf } from '../../src/commands/line/news.ts';
import { toSnapshot } from '../../src/report/snapshot.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { factsOf } from '../../src/screen/wall/facts.ts';
import { worstNumber } from '../../src/wording/brief.ts';
import { world } from '../room/worlds.ts';
import { healthy, spike } from '../screen/rooms.ts';

/* A status line and a wall have room for a few words: those must be true of what the room's headline, its snapshot and the gate say. */

/** Every state that is published, by where it stands. */
function statesIn(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'state' && typeof one === 'string' ? [[path, one] as const] : statesIn(one, `${path}/${key}`),
  );
}

test('over random worlds a line and a wall say the state and the number of the headline, or of what is compared', () => {
  fc.assert(
    fc.property(world, ({ room: given }) => {
      const room = makeSafe(given);
      const { state, headline, comparison } = toSnapshot(room);
      const news = newsOf(room);
      expect(news).toMatchObject({ state, sentence: headline });
      const { head, number } = factsOf(room, 'UTC');
      expect([head, number]).toEqual([news.brief, news.number ?? '']);
      if (news.number !== null) {
        const failing = (comparison?.metrics ?? []).filter((metric) => metric.state === 'fail');
        const isTold = headline.includes(news.number.replace('×', ''));
        expect(isTold || failing.length > 0, `${news.brief} ${news.number}: ${headline}`).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('over random worlds all is well only where nothing published says otherwise, and no gate fails or lacks data', () => {
  fc.assert(
    fc.property(world, ({ room }) => {
      const snapshot = toSnapshot(room);
      if (room.finding.kind !== 'well') return;
      const waits = new Set(snapshot.rings.flatMap(({ state }, i) => (state === 'waiting' ? [`/rings/${i}`] : [])));
      const others = statesIn(snapshot).filter(([path]) => ![...waits].some((ring) => path.startsWith(ring)));
      expect(
        others.filter(([, state]) => ['warn', 'fail', 'failing', 'unknown', 'partial', 'stale'].includes(state)),
      ).toEqual([]);
      for (const { id } of room.rings) expect([0, 1, 2]).toContain(answerGate(room, id, 'deploy').exit);
    }),
    { numRuns: 600 },
  );
});

test('a number stands beside what it is of', () => {
  const [alert] = spike.alerts.list;
  if (alert === undefined || spike.comparison === null) throw new Error('an alert fires, and versions are compared');
  const { verdict } = spike.comparison;
  const compared = { ...spike, comparison: { ...spike.comparison, verdict: { ...verdict, level: 'ok' as const } } };
  const firing = (on: 'candidate' | 'infrastructure') => ({
    ...compared,
    finding: { kind: 'fires' as const, alert: { ...alert, attribution: { ...alert.attribution, on } } },
  });
  expect(worstNumber(firing('candidate'))?.label).toBe('error rate');
  expect(worstNumber(firing('infrastructure'))).toBeNull();
  expect(worstNumber({ ...compared, finding: { kind: 'traffic' } })).toBeNull();
  // What V2 is worse by is no number of something else.
  const [item] = healthy.infra;
  if (item === undefined) throw new Error('there is infra');
  const worse = { ...spike.comparison, metrics: [], verdict: { ...verdict, level: 'fail' as const } };
  expect(worstNumber({ ...spike, comparison: worse, finding: { kind: 'infra', item } })).toBeNull();
});
