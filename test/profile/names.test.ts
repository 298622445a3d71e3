import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseProfile } from '../../src/profile/parse.ts';
import { INHERITED } from '../names.ts';

const BARE = {
  id: 'shop',
  name: 'Shop',
  datasources: { prometheus: { url: 'http://127.0.0.1:9090' } },
  checks: { errors: { label: 'errors', query: 'errors', unit: 'ratio', at_most: 1 } },
  rings: [{ id: 'ring0', name: 'First', checks: ['errors'] }],
};
const planOf = (fields: object, env = {}) => parseProfile(stringify({ ...BARE, ...fields }), 'p.yaml', env).plan;
const of = <T>(name: string, value: T) => Object.fromEntries([[name, value]]);

describe.each(INHERITED)('the name %s', (name) => {
  it('is no variable of the environment unless it is set', () => {
    const datasources = { prometheus: { url: 'http://h', bearer_token: `a\${${name}}` } };
    expect(() => planOf({ datasources })).toThrow(`the environment variable ${name} is not set`);
    const { profile } = planOf({ datasources }, of(name, 'b'));
    expect(profile.datasources.prometheus[0].bearer_token).toBe('ab');
  });

  it('is no check, no ring before another and no variable of queries unless the profile says so', () => {
    const ring = { id: 'ring1', name: 'Second', checks: ['errors'] };
    const rings = (fields: object) => ({ rings: [...BARE.rings, { ...ring, ...fields }] });
    expect(() => planOf(rings({ checks: [name] }))).toThrow(`"${name}" is not one of the checks`);
    expect(() => planOf(rings({ after: [name] }))).toThrow(`"${name}" is not a ring before "ring1"`);
    expect(() => planOf({ infra: [{ ...group, items: [{ ...item, query: `a$${name}` }] }] })).toThrow(
      `$${name} is not a variable`,
    );
  });

  it('is no key of a profile, and the place of it is told', () => {
    expect(() => planOf(of(name, 1))).toThrow(new RegExp(`p.yaml:\\d+:1: ${name}: unknown key "${name}"`));
    expect(() => planOf({ alerts: { tiers: of(name, { severities: ['x'] }) } })).toThrow(`alerts.tiers.${name}: `);
  });

  it('is read where names are free, and refused with the reason where they are not', () => {
    const { alerts, datasources } = planOf({
      alerts: { where: of(name, 'x'), infrastructure: of(name, ['y']) },
      datasources: { prometheus: { url: 'http://h', http_headers: of(name, { values: ['z'] }) } },
    }).profile;
    expect(Object.entries(alerts.where)).toEqual([[name, 'x']]);
    expect(Object.entries(alerts.infrastructure ?? {})).toEqual([[name, ['y']]]);
    expect(Object.keys(datasources.prometheus[0].http_headers)).toEqual([name]);
    const define = () =>
      planOf({ variables: of(name, 'v'), infra: [{ ...group, items: [{ ...item, query: `a$${name}` }] }] });
    if (name.startsWith('_'))
      expect(define).toThrow(
        `variables.${name}: expected a name that begins with a letter and has letters, digits, "-", "_" and "." alone`,
      );
    else expect(define().infra[0]?.expr.text).toBe('av');
  });
});

const group = { id: 'host', label: 'Host' };
const item = { id: 'cpu', label: 'cpu', unit: 'ratio' };
