import { expect, test } from 'vitest';
import { History } from '../../../src/frames/history.ts';
import { toSnapshot } from '../../../src/report/snapshot.ts';
import { buildRoom } from '../../../src/room/build.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import type { Alert } from '../../../src/sources/alertmanager/types.ts';
import { millis } from '../../../src/units.ts';
import { hands } from '../../screen/hands.ts';
import { lineWith, picture } from '../../screen/picture.ts';
import { sceneOf } from '../../screen/rooms.ts';
import { alert } from '../fixtures.ts';
import { framesOf, plan } from '../worlds.ts';

function roomWith(...alerts: readonly Alert[]) {
  const frames = framesOf([{ answers: { cpu: 0.3 }, frames: 3, silent: false, alerts, members: ['lists'] }]);
  const history = new History(plan);
  for (const frame of frames) history.extend(frame);
  return makeSafe(buildRoom(plan, history, { records: {}, journal: [], error: null }, frames.at(-1)?.at ?? millis(0)));
}

const named = (fingerprint: string, labels: Record<string, string>, annotations: Record<string, string> = {}) =>
  alert({ fingerprint, labels: { alertname: 'Twin', severity: 'critical', ...labels }, annotations });

test.each([
  [140, 44],
  [100, 30],
  [80, 24],
])('alerts that differ by one letter are told apart at %i×%i', (columns, rows) => {
  const room = roomWith(named('aaa1', { replica: 'a' }), named('aaa2', { replica: 'b' }));
  const text = picture(sceneOf(room), hands(room).press('4'), { columns, rows });
  for (const replica of ['a', 'b']) expect(lineWith(text, `Twin replica=${replica}`), text).not.toBe('');
});

test.each([
  ['a word without an end', 'x'.repeat(10_000), /^x{239}…$/],
  ['a story', 'word '.repeat(2000), /^(?:word )+word…$/],
  ['a sentence', 'it burns', /^it burns$/],
])('%s as a summary leaves room for who is on it and until when', (_, summary, short) => {
  const room = roomWith(named('aaa1', {}, { summary }));
  const [fires] = room.alerts.list;
  expect(fires?.summary).toMatch(short);
  expect(fires?.annotations.summary?.length).toBeGreaterThanOrEqual(summary.trim().length);
  expect(toSnapshot(room).headline.length).toBeLessThan(300);
  const page = picture(sceneOf(room), hands(room).press('enter'), { columns: 100, rows: 30 });
  expect(page).toContain('nobody is on it; answer in 4m30');
});
