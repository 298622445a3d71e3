import { describe, expect, test } from 'vitest';
import { buildInfra } from '../../src/room/infra.ts';
import { type Answer, frameAt, observe, planOf } from './observe.ts';

const item = (id: string, each?: string) => ({
  id,
  label: each === undefined ? id : `{{${each}}} ${id}`,
  query: id,
  unit: 'count',
  ...(each === undefined ? {} : { each }),
});

const perApp = (...apps: readonly string[]): Answer => apps.map((app, value) => ({ labels: { app }, value }));

function rows(groups: readonly (readonly ReturnType<typeof item>[])[], answers: Record<string, Answer>) {
  const plan = planOf({ infra: groups.map((items, i) => ({ id: `g${i}`, label: `G${i}`, items })) });
  return buildInfra(plan.infra, observe(plan, [frameAt(10, answers)], 10));
}

describe('rows of infrastructure', () => {
  test('of several items with the same label stand together by its value, in the order of the items', () => {
    const items = [item('health', 'app'), item('errors', 'app'), item('load'), item('memory', 'app')];
    const answers = { health: perApp('shop', 'crm'), errors: perApp('crm', 'docs'), load: 1, memory: perApp('shop') };
    expect(rows([items], answers).map(({ label }) => label)).toEqual([
      ...['crm health', 'crm errors', 'docs errors', 'shop health'],
      'load',
      'shop memory',
    ]);
  });

  test('never mix groups, nor items that tell rows apart by other labels', () => {
    const groups = [[item('a', 'app'), item('b', 'host')], [item('c', 'host')]];
    const hosts: Answer = ['h1', 'h2'].map((host, value) => ({ labels: { host }, value }));
    const all = rows(groups, { a: perApp('x'), b: hosts, c: hosts });
    expect(all.map(({ group, label }) => `${group} ${label}`)).toEqual([
      'G0 x a',
      'G0 h1 b',
      'G0 h2 b',
      'G1 h1 c',
      'G1 h2 c',
    ]);
  });

  test('keep the value they have of their label, and stay with a reason when there is none', () => {
    const [shop, none, load] = rows([[item('health', 'app')], [item('p95', 'app'), item('load')]], {
      health: perApp('shop\u001b[31m'),
      p95: [],
      load: 2,
    });
    expect(shop?.exactLabels).toEqual({ app: 'shop\u001b[31m' });
    expect(none).toMatchObject({ label: 'any p95', exactLabels: {}, reading: { known: false, reason: 'no-series' } });
    expect(load?.exactLabels).toEqual({});
  });
});
