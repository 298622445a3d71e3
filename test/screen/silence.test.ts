import { describe, expect, test } from 'vitest';
import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import { roomFamilies } from '../../src/report/metrics.ts';
import { toSnapshot } from '../../src/report/snapshot.ts';
import { buildRoom } from '../../src/room/build.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { failed } from '../../src/sources/error.ts';
import { alert } from '../room/fixtures.ts';
import { framesOf, plan, type Stretch } from '../room/worlds.ts';
import { hands } from './hands.ts';
import { lineWith, picture } from './picture.ts';
import { sceneOf } from './rooms.ts';

/*
 * Prometheus raises the alerts. A few minutes after it died Alertmanager takes all that fired for over: whoever was woken by
 * one must not read then that nothing fires.
 */

const down = alert({ fingerprint: 'p0', labels: { alertname: 'Down', severity: 'critical', ring: 'ring0' } });
const stretch = (more: Partial<Stretch>): Stretch => ({
  answers: { cpu: 0.3 },
  frames: 6,
  silent: false,
  alerts: [],
  members: ['lists', 'lists'],
  ...more,
});

const roomAfter = (...stretches: readonly Stretch[]) => roomOf(framesOf(stretches));

function roomOf(frames: readonly Frame[]) {
  const history = new History(plan);
  for (const frame of frames) history.extend(frame);
  const at = frames.at(-1)?.at;
  if (at === undefined) throw new Error('no frame');
  return makeSafe(buildRoom(plan, history, { records: {}, journal: [], error: null }, at));
}

const freshnessIn = (room: ReturnType<typeof roomAfter>) =>
  roomFamilies(room, { profile: 'shop', version: '0' })
    .flatMap(({ name, samples }) => (name === 'ringdeck_alerts_freshness' ? samples : []))
    .find(({ value }) => value === 1)?.labels.state;

describe('alerts that are gone since Prometheus is silent', () => {
  const room = roomAfter(stretch({ alerts: [down] }), stretch({ silent: true }));
  const text = picture(sceneOf(room), undefined, { columns: 140, rows: 44 });

  test('are not told as none in the panel, on its page, or to scripts', () => {
    expect(text).not.toContain('Alerts ✔ none');
    expect(lineWith(text, 'Nothing is listed as firing')).toContain('prometheus is silent: alerts may be');
    const page = picture(sceneOf(room), hands(room).press('enter'), { columns: 140, rows: 44 });
    expect(page).not.toContain('nobody was called');
    expect(page).toContain('No alert is listed, but the list may lack some');
    expect(toSnapshot(room).alertsFreshness).toMatchObject({ state: 'partial' });
    expect(freshnessIn(room)).toBe('partial');
  });

  test('are none where it answers', () => {
    const well = roomAfter(stretch({ alerts: [down] }), stretch({}));
    expect(picture(sceneOf(well), undefined, { columns: 140, rows: 44 })).toContain('Alerts ✔ none');
    expect(toSnapshot(well).alertsFreshness).toMatchObject({ state: 'ok' });
    expect(freshnessIn(well)).toBe('ok');
  });

  test('are none where it answers that it is not for us: it raises what it raises', () => {
    const refused = failed({ kind: 'unauthorized', message: '401' });
    const frames = framesOf([stretch({}), stretch({ silent: true })]).map((frame) => ({
      ...frame,
      sources: frame.sources.map((source) => (source.outcome.ok ? source : { ...source, outcome: refused })),
    }));
    expect(toSnapshot(roomOf(frames)).alertsFreshness).toMatchObject({ state: 'ok' });
  });

  test('are not doubted for one refresh that failed', () => {
    const room = roomAfter(stretch({}), stretch({ silent: true, frames: 1 }));
    expect(toSnapshot(room).alertsFreshness).toMatchObject({ state: 'ok' });
  });
});
