import { describe, expect, test } from 'vitest';
import { completableAt, completionsOf, withLineFilter } from '../../src/logs/complete.ts';

describe('what the caret may complete', () => {
  test.each([
    ['{', { kind: 'label', typed: '' }],
    ['{jo', { kind: 'label', typed: 'jo' }],
    ['{job="api", ver', { kind: 'label', typed: 'ver' }],
    ['{job="a', { kind: 'value', typed: 'a', label: 'job' }],
    ['{job=~"a', { kind: 'value', typed: 'a', label: 'job' }],
    ['{job="api"} | lo', { kind: 'stage', typed: 'lo' }],
    ['{job="api"} |= "{jo', null],
    ['{job="api"} |', { kind: 'stage', typed: '' }],
    ['{job="api"', null],
    ['{job="a\\"', { kind: 'value', typed: 'a\\"', label: 'job' }],
    ['', null],
    ['{job="api"} ', { kind: 'operator', typed: '' }],
    ['{job="api"} |= "x" ', { kind: 'operator', typed: '' }],
    ['{job="api"} |= ', { kind: 'function', typed: '' }],
    ['{job="api"} | json | addr = i', { kind: 'function', typed: 'i' }],
    ['{job="api"} | json | status="5', { kind: 'field-value', typed: '5', label: 'status' }],
    ['{job="api"} | json | line_format "{{.ms', { kind: 'template-field', typed: 'ms' }],
    ['{job="api"} | json | line_format "{{.msg | ToU', { kind: 'template', typed: 'ToU' }],
    ['{job="api"} | label_format up=`{{ ', { kind: 'template', typed: '' }],
    ['{job="api"} | line_format "{{.msg}} plain', null],
  ])('%s', (before, expected) => {
    const found = completableAt(before);
    if (expected === null) expect(found).toBeNull();
    else expect(found).toMatchObject({ ...expected, from: before.length - expected.typed.length });
  });
});

test('what begins with what was typed goes before what only holds it, and a value closes its quote', () => {
  const names = { labels: ['subjob', 'job'], values: { job: ['api', 'we"b'] }, fields: { status: ['500', '503'] } };
  const labels = completionsOf({ kind: 'label', from: 0, typed: 'job', label: '' }, names);
  expect(labels.map(({ insert }) => insert)).toEqual(['job="', 'subjob="']);
  const values = completionsOf({ kind: 'value', from: 0, typed: '', label: 'job' }, names);
  expect(values.map(({ insert }) => insert)).toEqual(['api"', 'we\\"b"']);
  const offered = (before: string) => {
    const place = completableAt(before);
    return place === null ? [] : completionsOf(place, names).map(({ insert }) => insert);
  };
  expect(offered('{job="api"} | json | stat')).toEqual(['status="']);
  expect(offered('{job="api"} | json | status="3')).toEqual(['503"']);
  expect(offered('{job="api"} | json | line_format "{{.st')).toEqual(['status ']);
  expect(offered('{job="api"} | line_format "{{.a | toUp')).toEqual(['ToUpper ']);
});

test.each([
  ['error', '{a="b"} |= "error"'],
  ['!x "y"', '{a="b"} != "x \\"y\\""'],
  ['  ', '{a="b"}'],
])('a filter %j is asked of the server too', (text, query) => {
  expect(withLineFilter('{a="b"}', text)).toBe(query);
});
