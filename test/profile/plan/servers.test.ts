import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../../src/profile/parse.ts';
import { askedAs, plannedServers, planQuery, serversAsked } from '../../../src/profile/plan/servers.ts';
import { isSameQuery, queryKey } from '../../../src/profile/query.ts';
import { readWrittenQuery, writeQuery } from '../../../src/profile/written-query.ts';
import { planOf } from '../../room/observe.ts';

const two = [
  { id: 'eu', url: 'http://h:1' },
  { id: 'us', url: 'http://h:2' },
];
const base = { id: 'shop', name: 'Shop', datasources: { prometheus: two } };
const check = { label: 'x', query: 'x', unit: 'count', at_most: 1 };

/** What is said of a profile, without the place. */
function mistake(fields: object): string {
  try {
    parseProfile(JSON.stringify({ ...base, ...fields }), 'p', {});
    return 'none';
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^p:1:\d+: /, '') : String(error);
  }
}

describe('a profile of several servers is refused', () => {
  const prometheus = (...list: object[]) => ({ datasources: { prometheus: list } });
  const at = (id: string) => ({ id, url: 'http://h' });
  test.each<[string, object, string]>([
    ['without one', prometheus(), 'datasources.prometheus: expected at least one'],
    [
      'with two of one id',
      prometheus(at('eu'), at('eu')),
      'datasources.prometheus[1].id: another server has the id "eu" already',
    ],
    [
      'with one of no id',
      prometheus(at('eu'), { url: 'http://h' }),
      'datasources.prometheus[1]: needs an id: there are several servers',
    ],
    [
      'with the id of another kind of server',
      { datasources: { prometheus: [at('eu'), at('alertmanager-1')], alertmanagers: [{ url: 'http://h' }] } },
      'datasources.prometheus[1].id: another server has the id "alertmanager-1" already',
    ],
    [
      'with the id of its only Loki',
      { datasources: { prometheus: [at('eu'), at('loki')], loki: { url: 'http://h' } } },
      'datasources.loki[0].id: another server has the id "loki" already',
    ],
    [
      'with one that is called all',
      prometheus(at('eu'), at('all')),
      'datasources.prometheus[1].id: "all" stands for all servers: choose another id',
    ],
    [
      'with an id that is none',
      prometheus(at('eu'), at('u s')),
      'datasources.prometheus[1].id: expected a name that begins with a letter and has letters, digits, "-", "_" and "." alone',
    ],
    [
      'with an unknown key of one',
      prometheus(at('eu'), { ...at('us'), lables: {} }),
      'datasources.prometheus[1].lables: unknown key "lables"; did you mean "labels"?',
    ],
    [
      'where a check names one that there is not',
      { checks: { a: { ...check, server: 'uss' } } },
      'checks.a.server: "uss" is not one of the Prometheus servers; did you mean "us"?',
    ],
    [
      'where a ring does',
      { rings: [{ id: 'r', name: 'r', checks: ['a'], server: 'asia' }], checks: { a: check } },
      'rings[0].server: "asia" is not one of the Prometheus servers; expected one of eu, us',
    ],
    [
      'where a query of Loki names a Prometheus',
      {
        datasources: { prometheus: two, loki: [at('logs')] },
        checks: { a: { ...check, query: 'count_over_time({a="b"}[1m])', source: 'loki', server: 'us' } },
      },
      'checks.a.server: "us" is not one of the Loki servers; expected one of logs',
    ],
    [
      'where lines are asked of all',
      {
        datasources: { prometheus: two, loki: [at('logs')] },
        logs: { saved: [{ id: 's', label: 's', query: '{a="b"}', server: 'all' }] },
      },
      'logs.saved[0].server: expected one server, not all',
    ],
    [
      'a ring that all know of',
      { ...base, checks: { a: check }, rings: [{ id: 'r', name: 'r', checks: ['a'], server: 'all' }] },
      'rings[0].server: expected one server, not all',
    ],
  ])('%s', (_, fields, message) => {
    expect(mistake(fields)).toContain(message);
  });
});

test('one server has a name of its own only where it is given', () => {
  const one = (given: object) => planOf({ datasources: { prometheus: given } }).servers.map(({ id }) => id);
  expect(one({ url: 'http://h' })).toEqual(['prometheus']);
  expect(one([{ url: 'http://h' }])).toEqual(['prometheus']);
  expect(one({ id: 'eu', url: 'http://h' })).toEqual(['eu']);
});

describe('a query', () => {
  const servers = plannedServers(planOf(base).profile);
  const query = (server?: string) => planQuery('prometheus', server, 'up', servers);

  test('of the first server is the same whether it is named or not', () => {
    expect(isSameQuery(query(), query('eu'))).toBe(true);
    expect(queryKey(query('us'))).not.toBe(queryKey(query()));
  });

  test('of all is asked once of each, and of a single server without labels as of that one', () => {
    expect(askedAs(query('all'), servers).map(({ server }) => server)).toEqual([undefined, 'us']);
    expect(serversAsked(query('all'), servers).map(({ id }) => id)).toEqual(['eu', 'us']);
    expect(planQuery('prometheus', 'all', 'up', servers.slice(0, 1))).toEqual({ source: 'prometheus', text: 'up' });
  });

  test.each([
    [{ source: 'prometheus', text: 'up' }, 'up'],
    [{ source: 'loki', text: '{a="b"}' }, 'logql {a="b"}'],
    [{ source: 'prometheus', server: 'us', text: 'up' }, '@us up'],
    [{ source: 'loki', server: 'us-logs', text: '{a="b"}' }, '@us-logs logql {a="b"}'],
    [{ source: 'prometheus', server: 'us', text: 'a @ 5 offset 1m' }, '@us a @ 5 offset 1m'],
  ] as const)('%j is written as %s, and read again', (given, written) => {
    expect(writeQuery(given)).toBe(written);
    expect(readWrittenQuery(written)).toEqual(given);
  });
});
