import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMatchers } from '../../../src/room/silences/matcher-text.ts';
import { covers, exactMatchers, matchersText } from '../../../src/room/silences/matchers.ts';
import type { Matcher } from '../../../src/sources/alertmanager/types.ts';
import type { Labels } from '../../../src/sources/prometheus/types.ts';
import { anyName, hostileText, INHERITED, named } from '../../names.ts';

const matcher = (name: string, operator: '=' | '!=' | '=~' | '!~', value: string): Matcher => ({
  name,
  value,
  isRegex: operator.endsWith('~'),
  isEqual: operator.startsWith('='),
});

describe('a matcher', () => {
  it.each<[Matcher, Labels, boolean]>([
    [matcher('ring', '=', 'ring1'), { ring: 'ring1' }, true],
    [matcher('ring', '=', 'ring1'), { ring: 'ring10' }, false],
    [matcher('ring', '=', ''), {}, true],
    [matcher('ring', '!=', ''), {}, false],
    [matcher('ring', '!=', 'ring1'), {}, true],
    [matcher('ring', '=~', 'ring.'), { ring: 'ring1' }, true],
    [matcher('ring', '=~', 'ring.'), { ring: 'a-ring1' }, false],
    [matcher('ring', '=~', 'a|b'), { ring: 'ab' }, false],
    [matcher('ring', '=~', '.+'), {}, false],
    [matcher('ring', '=~', '.*'), {}, true],
    [matcher('ring', '!~', 'ring.'), {}, true],
    [matcher('ring', '=~', '(?i)RING1'), { ring: 'ring1' }, true],
    [matcher('ring', '=~', '\\pL+'), { ring: 'é' }, true],
    [matcher('ring', '=~', 'a.b'), { ring: 'a\nb' }, false],
    [matcher('ring', '=~', '('), { ring: '(' }, false],
    [matcher('constructor', '=', ''), {}, true],
  ])('%j on %j covers: %s', (given, labels, covered) => {
    expect(covers([given], labels)).toBe(covered);
  });

  it('that would take a backtracking engine for ever takes no time', () => {
    expect(covers([matcher('x', '=~', '(a+)+$')], { x: `${'a'.repeat(5000)}b` })).toBe(false);
  });
});

describe('exact matchers', () => {
  it('cover the chosen alert and no other that is listed, over any label sets', () => {
    // Few names and values, so that alerts share labels, and some carry all labels of others.
    const value = fc.constantFrom('a', 'b', 'a.*');
    const name = fc.constantFrom('ring', 'instance', 'version', ...INHERITED);
    const labels = named(name, value).map((some): Labels => ({ ...some, alertname: 'A' }));
    const selector = (set: Labels) => JSON.stringify(Object.entries(set).sort());
    fc.assert(
      fc.property(fc.uniqueArray(labels, { minLength: 1, maxLength: 12, selector }), fc.nat(), (all, n) => {
        const chosen = all[n % all.length] ?? {};
        expect(all.filter((other) => covers(exactMatchers(chosen, all), other))).toEqual([chosen]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('matchers as text', () => {
  it.each([
    ['ring="ring1"', [matcher('ring', '=', 'ring1')]],
    ['{ring="ring1", instance=~"a.*"}', [matcher('ring', '=', 'ring1'), matcher('instance', '=~', 'a.*')]],
    ['ring=ring1,severity!=info', [matcher('ring', '=', 'ring1'), matcher('severity', '!=', 'info')]],
    [' path = "C:\\\\a \\"b\\"\\n" ', [matcher('path', '=', 'C:\\a "b"\n')]],
    ['instance=~"a\\.b"', [matcher('instance', '=~', 'a\\.b')]],
    ['"with space"="x"', [matcher('with space', '=', 'x')]],
    ['ring=""', [matcher('ring', '=', '')]],
    ['région=~"k.+"', [matcher('région', '=~', 'k.+')]],
    ['"région"=~"k.+"', [matcher('région', '=~', 'k.+')]],
    [
      '{"k8s.pod/name"="a", リージョン!=東京,}',
      [matcher('k8s.pod/name', '=', 'a'), matcher('リージョン', '!=', '東京')],
    ],
    ['service.name=shop', [matcher('service.name', '=', 'shop')]],
    ['0="x"', [matcher('0', '=', 'x')]],
    ['"a \\"b\\", {c}"="\\u00e9\\x41"', [matcher('a "b", {c}', '=', 'éA')]],
    ['{ foo = bar , foo =~ "b,a}r" }', [matcher('foo', '=', 'bar'), matcher('foo', '=~', 'b,a}r')]],
    ['foo=bar baz', [matcher('foo', '=', 'bar baz')]],
    ['foo=~a=b', [matcher('foo', '=~', 'a=b')]],
    ['foo="a\\tb"', [matcher('foo', '=', 'a\\tb')]],
  ])('%s is read', (text, matchers) => {
    expect(parseMatchers(text)).toEqual({ ok: true, matchers });
  });

  it.each([
    ['', 'expected matchers such as ring="ring1"'],
    ['{}', 'expected matchers such as ring="ring1"'],
    ['ring', 'expected matchers such as ring="ring1", not "ring"'],
    ['ring="a" job="b"', 'expected a comma before "job=\\"b\\""'],
    ['ring=~"("', '"(" is not a regular expression'],
    ['ring=', 'expected matchers such as ring="ring1", not "ring="'],
    [',ring="a"', 'expected matchers such as ring="ring1", not ",ring=\\"a\\""'],
    ['"région="a"', 'expected matchers such as ring="ring1", not "\\"région=\\"a\\""'],
    ['"ré\\q"=a', 'expected matchers such as ring="ring1", not "\\"ré\\\\q\\"=a"'],
    ['ring="open', 'expected matchers such as ring="ring1", not "ring=\\"open"'],
  ])('%j is refused', (text, message) => {
    expect(parseMatchers(text)).toEqual({ ok: false, message });
  });

  it('are read back as they were, whatever they hold', () => {
    const any = fc.record({
      name: anyName,
      value: hostileText,
      isRegex: fc.constant(false),
      isEqual: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), (matchers) => {
        expect(parseMatchers(matchersText(matchers))).toEqual({ ok: true, matchers });
      }),
    );
  });
});
