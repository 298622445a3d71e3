import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/profile/parse.ts';

const HEAD = 'id: t\nname: T\ndatasources: { prometheus: { url: "http://127.0.0.1:1" } }\n';
const plan = (text: string) => parseProfile(HEAD + text, 'p.yaml', {}).plan;
const AS_WRITTEN = [
  '1.4.1',
  '1.10',
  '5d8f7c6b9',
  '1e3',
  '0x10',
  '01',
  '0',
  'true',
  'null',
  '~x',
  'v2',
  '3.0',
  '.5',
  '火',
  'é-1',
];

describe('the id of a version', () => {
  test.each([...AS_WRITTEN, 'sha256:ab', 'refs/heads/main', '2026-01-02', '"1.4"', "''"])('may be %s', (id) => {
    const { versions } = plan(
      `versions: { baseline: { id: other, label: A }, candidate: { id: ${id}, label: B } }\n` +
        `traffic: { requests: 'r{v="$version"}' }\n`,
    ).profile;
    expect(versions?.candidate.id).toBe(id.replace(/^(["'])(.*)\1$/, '$2'));
  });

  test('that is empty stands for what has no such label', () => {
    const { traffic } = plan(
      'versions: { baseline: { id: "", label: A }, candidate: { id: canary, label: B } }\n' +
        `traffic: { requests: 'r{v="$version"}' }\n`,
    );
    expect(traffic).toMatchObject({ baseline: { text: 'r{v=""}' }, candidate: { text: 'r{v="canary"}' } });
  });

  test.each(['a"b', 'a\\b', 'a\nb'])('may not be %j, which a query could not hold', (id) => {
    const text = `versions: { baseline: { id: a, label: A }, candidate: { id: ${JSON.stringify(id)}, label: B } }\n`;
    expect(() => plan(text)).toThrow(/versions\.candidate\.id/);
  });

  test('may have further variables beside it, which count as its own', () => {
    const { verdict } = plan(
      'versions:\n  baseline: { id: a, label: A, variables: { hash: 5d8 } }\n  candidate: { id: b, label: B, variables: { hash: 1e3 } }\n' +
        `verdict: { requests: 'r{h="$hash"}', errors: 'e{h="$hash"}', start: vector(1) }\n`,
    );
    expect(verdict?.requests).toEqual({ baseline: 'r{h="5d8"}', candidate: 'r{h="1e3"}' });
  });

  test('is missed in a selector that counts both versions as one', () => {
    const text =
      'variables: { x: y }\nversions: { baseline: { id: a, label: A }, candidate: { id: b, label: B } }\n' +
      `verdict: { requests: 'r{h="$x"}', errors: 'e{h="$version"}', start: vector(1) }\n`;
    expect(() => plan(text)).toThrow(/verdict\.requests: is the same for both versions/);
  });
});

describe('the id of a ring', () => {
  test.each([...AS_WRITTEN.filter((id) => id !== '~x' && id !== '.5'), 'a:b', 'eu/west', '2026-01-02'])(
    'may be %s',
    (id) => {
      const { rings } = plan(
        `checks: { c: { label: c, query: 'up{ring="$ring"}', unit: count, at_least: 1 } }\n` +
          `rings: [ { id: ${id}, name: A, checks: [c] }, { id: last, name: B, after: [ ${id} ], checks: [c] } ]\n`,
      );
      expect(rings.map((ring) => [ring.id, ring.after, ring.sites[0].checks[0]?.expr.text])).toEqual([
        [id, [], `up{ring="${id}"}`],
        ['last', [id], 'up{ring="last"}'],
      ]);
    },
  );

  test.each(['-x', 'a b', 'a"b', ''])('may not be %j', (id) => {
    const text = `checks: { c: { label: c, query: up, unit: count, at_least: 1 } }\nrings: [ { id: ${JSON.stringify(id)}, name: A, checks: [c] } ]\n`;
    expect(() => plan(text)).toThrow(/rings\[0\]\.id/);
  });
});
