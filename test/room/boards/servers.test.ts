import { expect, test } from 'vitest';
import type { Frame } from '../../../src/frames/frame.ts';
import { buildBoards } from '../../../src/room/boards/build.ts';
import { millis } from '../../../src/units.ts';
import { type Answer, answer, DOWN, observe, planOf } from '../observe.ts';

const SERVERS = ['eu', 'us'].map((id, i) => ({ id, url: `http://127.0.0.1:${i + 1}`, labels: { region: id } }));

/** One panel that asks both servers. @param us what the second answers to each query; the first answers them all */
function panels(panel: object, eu: Record<string, Answer>, us: Record<string, Answer>, row: object = {}) {
  const plan = planOf({
    datasources: { prometheus: SERVERS },
    pages: [
      {
        id: 'p',
        title: 'P',
        rows: [{ ...row, panels: [{ id: 'x', title: 'X', ...panel }] }],
      },
    ],
  });
  const asked = (answers: Record<string, Answer>, server?: string) =>
    Object.entries(answers).map(([text, given]) => ({
      expr: { source: 'prometheus' as const, ...(server && { server }), text },
      outcome: answer(given),
    }));
  const frame: Frame = {
    at: millis(10_000),
    queries: [...asked(eu), ...asked(us, 'us')],
    backfills: [],
    alertmanagers: {},
    sources: [],
  };
  return buildBoards(plan, observe(plan, [frame], 10)).panels;
}

const of = (label: string, values: Record<string, number>): Answer =>
  Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));

const ALL = { server: 'all', unit: 's' };
const STATUS = { ...ALL, type: 'status', by: 'app', query: 'q', response: 'r', code: 'c' };

test('how long it took, and what it answered, are those of the server that is up or down', () => {
  const eu = { q: of('app', { shop: 1 }), r: of('app', { shop: 0.1 }), c: of('app', { shop: 200 }) };
  const us = { q: of('app', { shop: 1 }), r: of('app', { shop: 9 }), c: of('app', { shop: 503 }) };
  const seen = (second: Record<string, Answer>) => panels(STATUS, eu, second)[0]?.content;
  expect(seen(us)).toMatchObject({
    items: [
      { name: 'shop (eu)', response: { value: 0.1 }, code: { value: 200 }, took: { exactLabels: { region: 'eu' } } },
      { name: 'shop (us)', response: { value: 9 }, code: { value: 503 }, took: { exactLabels: { region: 'us' } } },
    ],
  });
  expect(seen({ ...us, r: DOWN })).toMatchObject({
    items: [{ response: { value: 0.1 } }, { response: { known: false, server: 'us' }, code: { value: 503 } }],
  });
});

test('a dead server is named where its series would be, whatever the legend asks for', () => {
  const [status] = panels(STATUS, { q: of('app', { shop: 1 }), r: [], c: [] }, { q: DOWN, r: DOWN, c: DOWN });
  expect(status).toMatchObject({ state: 'unknown', content: { items: [{ name: 'shop' }, { name: 'us' }] } });
  const columns = [{ id: 'v', label: 'v', query: 'q', unit: 's', server: 'all' }];
  const table = { type: 'table', by: ['app'], columns };
  expect(panels(table, { q: of('app', { shop: 1 }) }, { q: DOWN })).toMatchObject([
    { state: 'unknown', content: { rows: [{ names: ['us'] }, { names: ['shop'], state: 'ok' }] } },
  ]);
});

test('buckets of a part of the servers are not known of all, and those of several are no histogram', () => {
  const histogram = { ...ALL, type: 'histogram', query: 'q' };
  const eu = { q: of('le', { '1': 1, '+Inf': 2 }) };
  expect(panels(histogram, eu, { q: DOWN })).toMatchObject([
    { state: 'unknown', unread: { reason: 'query-error', server: 'us' }, content: { buckets: [{ le: 1 }, {}] } },
  ]);
  expect(panels(histogram, eu, eu)).toMatchObject([
    { state: 'unknown', unread: { error: expect.stringContaining('several servers') }, content: { buckets: [] } },
  ]);
});

test('what is repeated lacks what a dead server may have of each value', () => {
  const stat = { ...ALL, type: 'stat', query: 'q', legend: '{{app}}', repeat: 'app', title: '{{app}}' };
  const eu = { q: of('app', { crm: 1, shop: 1 }) };
  expect(panels(stat, eu, { q: DOWN })).toMatchObject(
    ['crm', 'shop'].map((title) => ({
      title,
      state: 'unknown',
      content: {
        series: [
          { name: title, state: 'ok' },
          { name: 'us', reading: { server: 'us' } },
        ],
      },
    })),
  );
  expect(panels(stat, eu, { q: of('app', { crm: 1 }) }).map(({ title, state }) => `${title} ${state}`)).toEqual([
    'crm ok',
    'shop ok',
  ]);
});

test('a line that a dead server would draw stands in the legend, and says why it is not there', () => {
  const queries = [
    { query: 'q', legend: 'here' },
    { query: 'r', legend: '{{app}}', server: 'us' },
  ];
  const [chart] = panels({ type: 'timeseries', unit: 's', queries }, { q: 1 }, { r: DOWN });
  expect(chart).toMatchObject({
    state: 'unknown',
    content: {
      series: [
        { name: 'here', state: 'ok' },
        { name: 'r', state: 'unknown', reading: { known: false } },
      ],
    },
  });
});

test('a column that a dead server would answer is unknown in each row, not empty', () => {
  const columns = ['q', 'r'].map((id) => ({ id, label: id, query: id, unit: 's', server: id === 'q' ? 'eu' : 'us' }));
  const table = { type: 'table', by: ['app'], columns };
  const eu = { q: of('app', { shop: 1 }) };
  expect(panels(table, eu, { r: DOWN })).toMatchObject([
    { content: { rows: [{ state: 'unknown', cells: [{ state: 'ok' }, { reading: { known: false } }] }] } },
  ]);
  expect(panels(table, eu, { r: [] })).toMatchObject([{ state: 'ok', content: { rows: [{ cells: [{}, null] }] } }]);
});
