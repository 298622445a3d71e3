import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readGoString } from '../../src/text/go-string.ts';
import { promqlMatcher, requiredLabels } from '../../src/text/promql.ts';

test.each([
  ['ring', 'a', 'ring="a"'],
  ['région', 'k"', '"région"="k\\""'],
  ['k8s.pod', '', '"k8s.pod"=""'],
  ['a:b', 'x', '"a:b"="x"'],
  ['0', 'x', '"0"="x"'],
  ['"', 'x', '"\\""="x"'],
])('a matcher for %j and %j is %s', (name, value, text) => {
  expect(promqlMatcher(name, value)).toBe(text);
});

test.each([
  ['requests_total', { metric: 'requests_total', labels: [] }],
  ['a:b{version="1", code=~"5.."}', { metric: 'a:b', labels: ['version', 'code'] }],
  [`x{a='', b!="y", c!~"z", d=~".*", e=~"|f", g=~\`h\`}`, { metric: 'x', labels: ['g'] }],
  ['{__name__="x",a="}, b=\\"c\\""}', { metric: null, labels: ['a'] }],
  ['x{a=~"("}', { metric: 'x', labels: [] }],
])('what %s matches has the labels it asks for', (selector, parts) => {
  expect(requiredLabels(selector)).toEqual(parts);
});

test.each([
  ['', ''],
  ['a\\tb\\\\\\"', 'a\tb\\"'],
  ['\\xe7\\x81\\xab\\347\\201\\253\\u706b\\U0001F692', '火火火🚒'],
  ['\ttab', '\ttab'],
])('Go reads %j as %j', (inside, text) => {
  expect(readGoString(inside)).toBe(text);
});

test.each(['"', '\n', '\\', '\\q', "\\'", '\\x4', '\\400', '\\ud800', '\\U00110000', '\\xff'])(
  'Go does not read %j',
  (inside) => {
    expect(readGoString(inside)).toBeNull();
  },
);

test('what JSON writes is read by Go, but for a slash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(readGoString(JSON.stringify(text).slice(1, -1))).toBe(text);
    }),
  );
});
