import { describe, expect, test } from 'vitest';
import { promql } from '../../src/profile/query.ts';
import { windowOfQueries } from '../../src/room/rings/query-window.ts';
import type { ComparisonMetric, Room } from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { loadTheme } from '../../src/screen/canvas/themes.ts';
import type { Playback } from '../../src/session/session.ts';
import { millis } from '../../src/units.ts';
import { headline } from '../../src/wording/headline.ts';
import { hands } from './hands.ts';
import { lineWith, picture } from './picture.ts';
import { alertsOf, known } from './room-parts.ts';
import { alert, healthy, NOW, sceneOf, spike } from './rooms.ts';

describe('a room that stands still', () => {
  const newest = makeSafe<Room>({ ...spike, at: millis(NOW + 240_000) });
  const paused: Playback = { kind: 'live', paused: true, newest };
  const scene = sceneOf(healthy, paused);

  test.each([
    [140, 44],
    [100, 30],
    [80, 24],
  ])('tells since when, the time by now, and what fires by now, at %i×%i', (columns, rows) => {
    const [header = '', headline = ''] = picture(scene, undefined, { columns, rows }).split('\n');
    expect(header).toContain('PAUSED 4m');
    expect(header).toMatch(/21:19/);
    expect(headline).toContain('AS OF 21:15:03');
    expect(headline).toContain('NOW ✖ P0 V2ErrorSpike');
  });

  test('lets r say that it asks nobody, and opens logs of its own time', () => {
    const h = hands(healthy, { playback: paused, logs: { scene: undefined, searches: [] } });
    expect(h.press('r').flash?.text).toContain('is paused');
    expect(h.effects).toEqual([]);
    h.press('2', 'l');
    expect(h.effects).toMatchObject([{ kind: 'logs', command: { do: 'jump', jump: { to: NOW } } }]);
  });
});

describe('a metric that is better and yet misses its limit', () => {
  const metric: ComparisonMetric = {
    id: 'p95',
    label: 'p95',
    unit: 'seconds',
    better: 'lower',
    baseline: known(0.09),
    candidate: known(0.06),
    baselineExpr: promql('p95(rate(x{v="1"}[5m]))'),
    candidateExpr: promql('p95(rate(x{v="2"}[5m]))'),
    delta: -0.03,
    state: 'fail',
    limits: { own: { kind: 'at-most', most: 0.05 }, factor: { kind: 'at-most', most: 1 } },
    states: { own: 'fail', delta: 'ok', factor: 'ok' },
  };
  const room = makeSafe<Room>({
    ...healthy,
    comparison: healthy.comparison && { ...healthy.comparison, metrics: [metric] },
  });

  test('has its value red, and says which limit, how far from it, and over which window', async () => {
    const text = picture(sceneOf(room));
    expect(lineWith(text, '✖ p95')).toMatch(/90 ms +60 ms +≤ 50 ms +█+┊.* over/);
    expect(lineWith(text, ' V1 ▸ V2 ')).toContain('V1 ▸ V2 · 5 min ─');
    expect((await loadTheme('dark', 3)).styles.fail.color).toBeDefined();
  });
});

test('a value that misses its limit by a hair never reads as the limit itself', () => {
  const [first] = healthy.comparison?.metrics ?? [];
  if (first === undefined || healthy.comparison === null) throw new Error('nothing is measured');
  const limits = { own: { kind: 'at-least', least: 4.5 } } as const;
  const state = 'fail' as const;
  const states = { own: state, delta: 'ok', factor: 'ok' } as const;
  const metric = { ...first, label: 'stars', unit: 'score', candidate: known(4.4999), limits, states, state } as const;
  const room = makeSafe<Room>({ ...healthy, comparison: { ...healthy.comparison, metrics: [metric] } });
  expect(lineWith(picture(sceneOf(room)), '✖ stars')).toMatch(/<4\.50 +≥ 4\.50/);
});

test('the headline of a ring that fails says the number and its limit', () => {
  const ring1 = spike.rings.find(({ state }) => state === 'failing');
  if (ring1 === undefined) throw new Error('no ring fails');
  const text = headline({ ...spike, finding: { kind: 'ring', ring: ring1 } });
  expect(text).toBe('ring ring1: memory use is 212 MB, at most 200 MB is allowed');
});

test('the window of queries is told where they have one', () => {
  const windowOf = (...texts: readonly string[]) => windowOfQueries(texts.map(promql));
  expect(windowOf('rate(a[300s])', 'sum(rate(b[5m])) / sum(rate(c[5m:30s]))')).toBe(300);
  expect(windowOf('rate(a[5m])', 'rate(a[1m])')).toBeNull();
  expect(windowOf('up')).toBeNull();
  expect(windowOf('rate(a[1h30m])')).toBe(5400);
});

describe('many alerts', () => {
  const list = Array.from({ length: 6 }, (_, i) =>
    alert(`Alert${i}`, { summary: `summary ${i}`, labels: { alertname: `Alert${i}`, instance: `db-${i}:9100` } }),
  );
  const room = makeSafe<Room>({ ...healthy, alerts: alertsOf(list) });

  test.each([
    [140, 44],
    [100, 30],
    [80, 24],
  ])('say of one at least where and what it is, at %i×%i; of the selected one, wherever that is', (columns, rows) => {
    expect(picture(sceneOf(room), hands(room).press('1'), { columns, rows })).toMatch(/db-0:9100 · summary 0/);
    const h = hands(room);
    expect(picture(sceneOf(room), h.press('4', 'j', 'j'), { columns, rows })).toMatch(/db-2:9100 · summary 2/);
  });
});

test.each([
  [40, 12],
  [44, 14],
  [60, 18],
])('what is typed to confirm is seen at %i×%i', (columns, rows) => {
  const h = hands(spike);
  h.press('1', 'g', 'right', 'V');
  h.type('override');
  expect(picture(sceneOf(spike), h.state(), { columns, rows })).toContain('override▏');
  h.press('enter');
  h.type('because I know better');
  expect(picture(sceneOf(spike), h.state(), { columns, rows })).toContain('now better▏');
  h.press('tab');
  h.type('ring1');
  expect(picture(sceneOf(spike), h.state(), { columns, rows })).toContain('ring1▏');
});

test('a page says where else something is wrong that line 2 speaks of', () => {
  const [first, ...others] = healthy.infra;
  if (first === undefined) throw new Error('the room has machines');
  const room = makeSafe<Room>({
    ...healthy,
    state: 'fail',
    infra: [{ ...first, group: 'far', state: 'fail' }, ...others],
    pages: healthy.pages.map((page) => ({ ...page, infra: ['host', 'redis', 'services', 'certs'] })),
  });
  expect(lineWith(picture(sceneOf(room)), '5 Infra')).toMatch(/all well {2}✖ 1 on other pages/);
});

test.each([
  [80, 24],
  [100, 30],
])('a failing row is in view whatever has the focus, at %i×%i', (columns, rows) => {
  const room = makeSafe<Room>({
    ...healthy,
    infra: healthy.infra.map((item, i) => (i >= 7 ? { ...item, state: 'fail' as const } : item)),
  });
  for (const key of ['1', '5']) {
    const text = picture(sceneOf(room), hands(room).press(key), { columns, rows });
    // A long name may go on in the line below.
    for (const { label } of room.infra.slice(7)) expect(lineWith(text, `✖ ${label.slice(0, 10)}`)).not.toBe('');
  }
});
