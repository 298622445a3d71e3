import { describe, expect, test } from 'vitest';
import { History } from '../../../src/frames/history.ts';
import { SeriesTracks } from '../../../src/frames/series-tracks.ts';
import { promql } from '../../../src/profile/query.ts';
import { buildBoards } from '../../../src/room/boards/build.ts';
import { withOthers } from '../../../src/room/boards/build-panel.ts';
import { summarise } from '../../../src/room/findings.ts';
import { millis, seconds } from '../../../src/units.ts';
import { panelText } from '../../../src/wording/panels.ts';
import { noAlerts, room, roomAlert } from '../fixtures.ts';
import { type Answer, frameAt, observe, planOf } from '../observe.ts';

const page = (...rows: readonly object[]) => ({ pages: [{ id: 'p', title: 'P', rows }] });
const row = (...panels: readonly object[]) => ({ panels });
const by = (label: string, values: Readonly<Record<string, number>>): Answer =>
  Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));

function boards(profile: Record<string, unknown>, answers: Record<string, Answer>) {
  const plan = planOf(profile);
  return buildBoards(plan, observe(plan, [frameAt(10, answers)], 10));
}

const one = (panel: object, answers: Record<string, Answer>) => {
  const [first] = boards(page(row({ id: 'x', title: 'X', ...panel })), answers).panels;
  if (!first) throw new Error('no panel');
  return first;
};

const STAT = { type: 'stat', query: 'q', unit: 'ms', at_most: 200 };

describe('a panel of a board', () => {
  test('has its values, its limit and its thresholds in base units, whatever unit it is asked in', () => {
    const told = one(
      {
        ...STAT,
        warn: 100,
        thresholds: {
          steps: [
            { value: null, color: 'green' },
            { value: 50, color: 'dark-orange' },
          ],
        },
      },
      { '(\nq\n) * 0.001': 0.15 },
    );
    expect(told).toMatchObject({
      state: 'warn',
      content: {
        measure: {
          unit: 'seconds',
          limit: { kind: 'at-most', most: 0.2, warn: 0.1 },
          steps: [{ from: null }, { from: 0.05 }],
        },
        series: [{ reading: { known: true, value: 0.15 }, tone: 'warn' }],
      },
    });
  });

  test.each<[string, object, Record<string, Answer>, object]>([
    [
      'a stat without an answer is unknown, and says why',
      { ...STAT, unit: 's' },
      { q: [] },
      { state: 'unknown', unread: { reason: 'no-series' } },
    ],
    [
      'NaN is no value',
      { ...STAT, unit: 's' },
      { q: Number.NaN },
      { state: 'unknown', content: { series: [{ reading: { reason: 'not-a-number' } }] } },
    ],
    [
      'the worst of many series stands for all of them',
      { ...STAT, unit: 's', legend: 'of {{app}}' },
      { q: by('app', { a: 100, b: 300, c: 150 }) },
      {
        state: 'fail',
        worst: { name: 'of b', reading: { value: 300 } },
        content: { series: [{ name: 'of a' }, { name: 'of b' }, { name: 'of c' }] },
      },
    ],
    [
      'of 5,000 series the worst are kept, and it is told how many there are beside them',
      { ...STAT, unit: 's' },
      { q: Array.from({ length: 5000 }, (_, i) => ({ labels: { i: `${i}` }, value: i === 4000 ? 201 : 1 })) },
      { state: 'fail', more: 4800, content: { series: { length: 200, 0: { labels: { i: '4000' } } } } },
    ],
    [
      'a value mapping gives text and colour, also to what is not there',
      {
        ...STAT,
        unit: 'count',
        mappings: [
          { type: 'value', options: { 3: { text: 'three', color: 'blue' } } },
          { type: 'range', options: { from: 4, to: null, result: { text: 'many' } } },
          { type: 'special', options: { match: 'nan', result: { text: 'none' } } },
        ],
      },
      { q: by('n', { a: 3, b: 7, c: Number.NaN, d: 1 }) },
      {
        content: {
          series: [{ text: 'three', tone: 'info' }, { text: 'many', tone: null }, { text: 'none' }, { text: null }],
        },
      },
    ],
    [
      'a share is of the whole, and none where a part is unknown',
      { type: 'share', query: 'q', unit: 'count' },
      { q: by('k', { a: 1, b: 3 }) },
      {
        content: {
          series: [
            { name: 'b', share: 0.75 },
            { name: 'a', share: 0.25 },
          ],
        },
      },
    ],
    [
      'a share with a negative part is none',
      { type: 'share', query: 'q', unit: 'count' },
      { q: by('k', { a: 1, b: -3 }) },
      { content: { series: [{ share: null }, { share: null }] } },
    ],
    [
      'status: 1 is up, 0 is down, what lies between or answers too slowly is degraded',
      { type: 'status', by: 'api', query: 'q', response: 'r', code: 'c', unit: 's', at_most: 2 },
      {
        q: by('api', { a: 1, b: 0, c: 0.5, d: 1, e: Number.NaN }),
        r: by('api', { a: 1, d: 3 }),
        c: by('api', { a: 200, b: 503 }),
      },
      {
        state: 'fail',
        worst: { name: 'b', standing: 'down' },
        content: {
          items: [
            { standing: 'up', response: { value: 1 }, code: { value: 200 } },
            { standing: 'down', response: null, code: { value: 503 } },
            { standing: 'degraded' },
            { standing: 'degraded' },
            { standing: 'unknown' },
          ],
        },
      },
    ],
    [
      'a series without a legend is called by what tells it apart, not by what all have',
      { ...STAT, unit: 's' },
      {
        q: [
          { labels: { job: 'node', disk: 'sda' }, value: 1 },
          { labels: { job: 'node', disk: 'sdb' }, value: 1 },
        ],
      },
      { content: { series: [{ name: 'sda' }, { name: 'sdb' }] } },
    ],
    [
      'an infinity is neither up nor down',
      { type: 'status', by: 'api', query: 'q', unit: 's' },
      { q: by('api', { a: Number.POSITIVE_INFINITY, b: Number.NEGATIVE_INFINITY }) },
      { content: { items: [{ standing: 'unknown' }, { standing: 'unknown' }] } },
    ],
    [
      'a gauge without a limit is full at 100 of its unit',
      { type: 'gauge', query: 'q', unit: 'ms' },
      { '(\nq\n) * 0.001': 0.04 },
      { content: { max: 0.1 } },
    ],
    [
      'a histogram has its buckets by their bounds, in base units',
      { type: 'histogram', query: 'q', unit: 'ms' },
      { q: by('le', { '+Inf': 9, '100': 5, '20': 1 }) },
      { content: { buckets: [{ le: 0.02 }, { le: 0.1 }, { le: Number.POSITIVE_INFINITY }] } },
    ],
    [
      'a histogram without bounds says what to ask for',
      { type: 'histogram', query: 'q', unit: 's' },
      { q: 1 },
      { state: 'unknown', unread: { reason: 'query-error' } },
    ],
    [
      'a table joins its columns by label, is sorted, and leaves a gap where a column has no row',
      {
        type: 'table',
        by: ['disk'],
        columns: [
          { id: 'used', label: 'used', query: 'u', unit: 'percentunit', at_most: 0.9 },
          { id: 'io', label: 'io', query: 'io', unit: 'Bps' },
        ],
        sort: { column: 'used' },
      },
      { u: by('disk', { sda: 0.5, sdb: 0.95 }), io: by('disk', { sda: 10, sdc: 5 }) },
      {
        state: 'fail',
        worst: { name: 'sdb used' },
        content: {
          rows: [
            { names: ['sdb'], cells: [{ state: 'fail' }, null] },
            { names: ['sda'], cells: [{ state: 'ok' }, { reading: { value: 10 } }] },
            { names: ['sdc'], cells: [null, { reading: { value: 5 } }] },
          ],
        },
      },
    ],
    [
      'a table whose rows are not told apart by its labels says so in the cell',
      { type: 'table', by: ['a'], columns: [{ id: 'n', label: 'n', query: 'q', unit: 'count' }] },
      {
        q: [
          { labels: { a: 'x', b: '1' }, value: 1 },
          { labels: { a: 'x', b: '2' }, value: 2 },
        ],
      },
      { state: 'unknown', content: { rows: [{ cells: [{ reading: { reason: 'ambiguous', series: 2 } }] }] } },
    ],
    [
      'a gauge is full at its limit unless told otherwise',
      { type: 'gauge', query: 'q', unit: 'percent', at_most: 80 },
      { '(\nq\n) * 0.01': 0.4 },
      { state: 'ok', content: { min: 0, max: 0.8 } },
    ],
  ])('%s', (_, panel, answers, expected) => {
    expect(one(panel, answers)).toMatchObject(expected);
  });

  test('compares with the value so long ago, asked as a query of its own', () => {
    const ago = 'last_over_time((\nq\n)[1m:1m] offset 86400s)';
    const panel = { ...STAT, unit: 'count', delta: '1d' };
    const { content } = one(panel, { q: by('app', { a: 10, b: 4 }), [ago]: by('app', { a: 7 }) });
    expect(content).toMatchObject({ ago: 86_400, series: [{ before: { value: 7 } }, { before: null }] });
  });

  test('finds in the headline what is not well, by name, value and limit', () => {
    const panel = one(
      { ...STAT, unit: 's', at_most: 0.2, title: 'Latency' },
      { q: by('endpoint', { '/a': 0.1, '/b': 1.2 }) },
    );
    const parts = room({ panels: [panel] });
    const { state, finding } = summarise(parts);
    expect(state).toBe('fail');
    expect(finding).toMatchObject({ kind: 'panel', panel: { key: 'p/x' } });
    expect(panelText(panel, millis(0))).toBe('Latency: /b is 1.2 s, beyond its limit of 200 ms');
  });
});

describe('what is repeated', () => {
  const repeated = { ...STAT, unit: 's', id: 'a', title: '{{app}}', repeat: 'app' };

  test('stands once for each value, and a new value appears by itself', () => {
    const profile = page(row(repeated, { ...STAT, id: 'b', title: 'B', unit: 's' }));
    const { pages, panels } = boards(profile, { q: by('app', { shop: 1, 'c/d': 300 }) });
    expect(pages[0]?.rows?.[0]?.cells.map(({ panel }) => panel)).toEqual(['p/a@c%2Fd', 'p/a@shop', 'p/b']);
    expect(panels.map(({ title, state }) => `${title} ${state}`)).toEqual(['c/d fail', 'shop ok', 'B fail']);
  });

  test('as a row has all its panels for each value', () => {
    const profile = page({
      repeat: 'app',
      panels: [
        { ...repeated, repeat: undefined },
        { ...repeated, id: 'b', query: 'r', repeat: undefined },
      ],
    });
    const { pages, panels } = boards(profile, { q: by('app', { x: 1, y: 1 }), r: by('app', { x: 1 }) });
    expect(pages[0]?.rows?.map(({ cells }) => cells.length)).toEqual([2, 2]);
    expect(panels.map(({ key, state }) => `${key} ${state}`)).toEqual([
      'p/a@x ok',
      'p/b@x ok',
      'p/a@y ok',
      'p/b@y unknown',
    ]);
  });

  test('stands there once, unknown, while no value is known', () => {
    const { panels } = boards(page(row(repeated)), { q: [] });
    expect(panels).toMatchObject([{ key: 'p/a', title: 'any', state: 'unknown' }]);
  });

  test('over 300 values stands 300 times', () => {
    const apps = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`a${i}`, i]));
    expect(boards(page(row(repeated)), { q: by('app', apps) }).panels).toHaveLength(300);
  });

  test('over more values than it can stand for is judged by all of them', () => {
    const apps = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`a${1000 + i}`, i === 599 ? 201 : 1]));
    const { panels } = boards(page(row(repeated)), { q: by('app', apps) });
    expect(panels).toHaveLength(501);
    expect(new Set(panels.map(({ key }) => key)).size).toBe(501);
    expect(panels.at(-1)).toMatchObject({ title: '100 more', state: 'fail', worst: { reading: { value: 201 } } });
  });
});

describe('a panel of alerts', () => {
  test('has those that its matchers fit, and stands as they do', () => {
    const panels = boards(
      page(row({ type: 'alerts', id: 'x', title: 'X', matchers: ['severity="critical"', 'app=~"s.*"'] })),
      {},
    ).panels;
    const list = [
      roomAlert({ fingerprint: 'a', exactLabels: { severity: 'critical', app: 'shop' } }),
      roomAlert({ fingerprint: 'b', exactLabels: { severity: 'critical', app: 'crm' } }),
    ];
    const [panel] = withOthers(panels, { alerts: { ...noAlerts, list }, slos: [], slas: [] });
    expect(panel).toMatchObject({ state: 'fail', content: { alerts: ['a'] } });
    expect(withOthers(panels, { alerts: { ...noAlerts, freshness: 'unknown' }, slos: [], slas: [] })[0]?.state).toBe(
      'unknown',
    );
  });
});

describe('the past of many series', () => {
  const at = (s: number) => millis(s * 1000);
  const labels = (n: number) => ({ n: `${n}` });

  test('is kept one by one, and its gaps are filled by range queries', () => {
    const tracks = new SeriesTracks(seconds(240), seconds(1));
    tracks.append(at(200), { samples: [{ labels: labels(1), value: 3 }], warnings: [] });
    tracks.merge(
      {
        series: [
          { labels: labels(1), points: [[at(100), 1]] },
          { labels: labels(2), points: [[at(100), 9]] },
        ],
        warnings: [],
      },
      at(200),
    );
    expect(tracks.slice(labels(1), at(99), at(101), 2)).toEqual([1, 1]);
    expect(tracks.slice(labels(2), at(99), at(101), 2)).toEqual([9, 9]);
    expect(tracks.slice(labels(3), at(99), at(101), 2)).toEqual([null, null]);
  });

  test('holds 40 series, and lets go of one only when it is gone for as long as the past reaches', () => {
    const tracks = new SeriesTracks(seconds(240), seconds(1));
    const samples = (from: number) => Array.from({ length: 40 }, (_, i) => ({ labels: labels(from + i), value: from }));
    tracks.append(at(0), { samples: samples(0), warnings: [] });
    tracks.append(at(100), { samples: samples(100), warnings: [] });
    expect(tracks.slice(labels(100), at(99), at(101), 1)).toEqual([null]);
    tracks.append(at(300), { samples: samples(200), warnings: [] });
    expect(tracks.slice(labels(200), at(299), at(301), 1)).toEqual([200]);
  });

  test('of a query that a board and nobody else asks is in the history', () => {
    const plan = planOf(page(row({ ...STAT, id: 'x', title: 'X', unit: 's' })));
    const history = new History(plan);
    history.extend(frameAt(10, { q: by('app', { a: 4 }) }));
    expect(history.sliceOf(promql('q'), { app: 'a' }, at(9), at(11), 1)).toEqual([4]);
  });
});
