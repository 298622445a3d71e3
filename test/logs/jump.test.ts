import { describe, expect, test } from 'vitest';
import { labelPairs, labelsAsked, selectorOf } from '../../src/logs/jump.ts';

describe('labels a query asks for', () => {
  test.each<[string, Record<string, string>]>([
    ['rate(http_requests_total{job="api",version="v2"}[5m])', { job: 'api', version: 'v2' }],
    ['a{job="api"} / ignoring(code) b{job="api", code=~"5.."}', { job: 'api' }],
    ['a{job="api"} / b{job="web"}', {}],
    ['a{job!="api", zone = "eu\\"1"}', { zone: 'eu"1' }],
    ['up', {}],
  ])('%s', (expr, labels) => {
    expect(labelsAsked(expr)).toEqual(labels);
  });
});

describe('labels of a metric in the logs', () => {
  test.each<[string, Record<string, string>, Record<string, string>, string | null]>([
    ['equal names are guesses, in the order given', { job: 'api', version: 'v2' }, {}, '{job="api", version="v2"}'],
    ['the profile says how they are named', { version: 'v2' }, { version: 'app_version' }, '{app_version="v2"}'],
    ['what says nothing of where is left out', { alertname: 'X', severity: 'P0', le: '1' }, {}, null],
    ['unless the profile maps it', { alertname: 'X' }, { alertname: 'rule' }, '{rule="X"}'],
    ['an empty value selects nothing', { job: '' }, {}, null],
    ['a quote in a value stays in it', { job: 'a"b\\' }, {}, '{job="a\\"b\\\\"}'],
  ])('%s', (_, labels, mapping, selector) => {
    expect(selectorOf(labelPairs(labels, mapping))).toBe(selector);
  });

  test('a mapped label is sure, an equal name is a guess', () => {
    expect(labelPairs({ job: 'api', version: 'v2' }, { version: 'v' }).map(({ sure }) => sure)).toEqual([false, true]);
  });
});
