import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDuration } from '../../src/profile/duration.ts';
import { fillTemplate, UnknownVariable } from '../../src/profile/template.ts';

test.each([
  ['x{ring="$ring"}[$window]', 'x{ring="r0"}[5m]'],
  ['x{ring="${ring}s"}', 'x{ring="r0s"}'],
  ['x{path=~"/api$"}', 'x{path=~"/api$"}'],
  ['x{a="$$ring"}', 'x{a="$ring"}'],
])('variables of %s are filled in', (query, filled) => {
  expect(fillTemplate(query, { ring: 'r0', window: '5m' })).toBe(filled);
});

test.each([
  ['x{v=~"$version"}', String.raw`x{v=~"1\\.4\\+b"}`],
  ["x{v!~'app-${version}|$other'}", String.raw`x{v!~'app-1\\.4\\+b|a.c'}`],
  ['x{v=~`$version`, w="$version"}', 'x{v=~`1\\.4\\+b`, w="1.4+b"}'],
  ['{v="$version"} |~ "\\"$version" |= "$version"', String.raw`{v="1.4+b"} |~ "\"1\\.4\\+b" |= "1.4+b"`],
  ['x{a="=~", v="$version"}', 'x{a="=~", v="1.4+b"}'],
])('an id is no pattern in %s', (query, filled) => {
  expect(fillTemplate(query, { version: '1.4+b', other: 'a.c' }, 'version')).toBe(filled);
});

test('an unknown variable is named, inherited object members included', () => {
  expect(() => fillTemplate('$nope', {})).toThrow(UnknownVariable);
  expect(() => fillTemplate('$constructor', {})).toThrow('$constructor is not a variable');
});

test('a query without a dollar sign is left alone', () => {
  fc.assert(fc.property(fc.string(), (query) => query.includes('$') || fillTemplate(query, {}) === query));
});

test.each([
  ['5s', 5],
  ['1h30m', 5400],
  ['250ms', 0.25],
  ['1m500ms', 60.5],
  ['2d', 172_800],
  ['0s', 0],
])('the duration %s is %d seconds', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});

test.each(['', '5', 's', '1m1h', '-5s', '1.5h', '5 s'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeNull();
});
