import { expect, test } from 'vitest';
import { asksTheSame } from '../../../src/screen/views/incident/same-question.ts';
import { partsOf } from '../../../src/text/promql-parts.ts';

const same = (rule: string, query: string, alert = {}, row = {}) => asksTheSame(partsOf(rule), query, alert, row);

test.each([
  ['up == 0', 'min(up{job="api"})', {}, {}],
  ['err{version="v2"} > 0.01', 'err{version="v2"}', {}, {}],
  ['sum by (version) (rate(e[5m])) > 1', 'sum(rate(e{version="v2"}[1m]))', { version: 'v2' }, {}],
  [
    '100 * (1 - avg by (instance) (rate(c{mode="idle"}[5m]))) > 90',
    '1 - avg by (instance) (rate(c{mode="idle"}[1m]))',
    { instance: 'a' },
    {},
  ],
  ['disk > 0.9', 'disk', { mount: '/' }, { mount: '/' }],
  ['disk{mount="/"} > 0.9', 'disk', { mount: '/' }, { mount: '/' }],
  ['a / b > 2', '(a) / (b)', {}, {}],
  ['x > 1 and y > 2', 'y or vector(0)', {}, {}],
])('%s is shown by %s', (rule, query, alert, row) => {
  expect(same(rule, query, alert, row)).toBe(true);
});

test.each([
  ['up == 1', 'sum(rate(up[1m])', {}, {}],
  ['up == 1', 'count(up)', {}, {}],
  ['up == 1', 'sum(up)', {}, {}],
  ['count(up == 0) > 1', 'up', {}, {}],
  ['up == 1', 'up / up_total', {}, {}],
  ['err{code="500"} > 1', 'err{code="404"}', { code: '500' }, {}],
  ['err{code="500"} > 1', 'err', {}, {}],
  ['err > 1', 'err{code="404"}', { code: '500' }, {}],
  ['up{job="a"} == 0', 'up{job="b"}', {}, {}],
  ['sum by (instance) (load) > 5', 'sum(load)', { instance: 'a' }, {}],
  ['vector(1) > 0', 'vector(1)', {}, {}],
  ['', 'up', {}, {}],
])('%s is not shown by %s', (rule, query, alert, row) => {
  expect(same(rule, query, alert, row)).toBe(false);
});
