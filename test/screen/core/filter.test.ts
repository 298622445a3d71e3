import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterFault, passing, type Row } from '../../../src/screen/core/rows.ts';
import { completed, completionsOf } from '../../../src/screen/dialogs/filter/completion.ts';
import { millis } from '../../../src/units.ts';
import { hands } from '../hands.ts';
import { picture } from '../picture.ts';
import { alert, live, NOW, sceneOf, spike } from '../rooms.ts';

const ago = (minutes: number) => ({ since: millis(NOW - minutes * 60_000) });
const ALERTS: readonly Row[] = [
  {
    id: 'a',
    text: 'P0 Down node-1',
    fields: { severity: 'critical', alertname: 'Down', host: 'node-1', age: ago(10) },
  },
  { id: 'b', text: 'P1 Slow node-2', fields: { severity: 'warning', alertname: 'Slow', host: 'node-2', age: ago(3) } },
  { id: 'c', text: 'P1 Full disk', fields: { severity: 'warning', alertname: 'Full', age: ago(61), shard: '7' } },
];
const METRICS: readonly Row[] = [
  { id: 'p', text: 'errors', fields: { name: 'errors', value: 0.07 } },
  { id: 'q', text: 'p95', fields: { name: 'p95', value: 0.026 } },
  { id: 'r', text: 'hits', fields: { name: 'hits' } },
];

describe('what a filter lets pass', () => {
  test.each([
    ['', 'abc'],
    ['node', 'ab'],
    ['NODE-1', 'a'],
    ['!node', 'c'],
    ['p1 node', 'b'],
    ['"node-1"', 'a'],
    ['"p1 slow"', 'b'],
    ['severity=critical', 'a'],
    ['severity="critical"', 'a'],
    ['severity!=critical', 'bc'],
    ['alertname=~D.*|F.*', 'ac'],
    ['alertname=~D', ''],
    ['alertname!~"D.*"', 'bc'],
    ['host=""', 'c'],
    ['host=~".+"', 'ab'],
    ['age>5m', 'ac'],
    ['age<=1h', 'ab'],
    ['age>5m severity=warning', 'c'],
    ['age<1h !node-2', 'a'],
    ['shard>3', 'c'],
    ['{severity="warning", host=~"node-.*"}', 'b'],
    ['{severity="warning",host!=""}', 'b'],
    ['severity="warning", !disk', 'b'],
  ])('%s', (filter, ids) => expect(passing(ALERTS, filter, NOW).join('')).toBe(ids));

  test.each([
    ['value>5%', 'p'],
    ['value<50ms', 'q'],
    ['value>=0.026', 'pq'],
    ['value<1k', 'pq'],
  ])('of numbers: %s', (filter, ids) => expect(passing(METRICS, filter, NOW).join('')).toBe(ids));

  test('nothing of a list without the field: that filter is about another one', () => {
    expect(passing(METRICS, 'severity=critical', NOW)).toHaveLength(3);
    expect(passing(METRICS, 'severity=critical errors', NOW)).toHaveLength(3);
    expect(filterFault([ALERTS, METRICS], 'severity=critical')).toBeNull();
  });

  test('time goes on while it stands', () => {
    expect(passing(ALERTS, 'age>5m', NOW)).toEqual(['a', 'c']);
    expect(passing(ALERTS, 'age>5m', millis(NOW + 3 * 60_000))).toEqual(['a', 'b', 'c']);
  });
});

test.each([
  ['severity=', 'severity= what?'],
  ['alertname=~(', '( is no regular expression'],
  ['age>soon', 'soon is no number and no time such as 5m'],
  ['age>5', 'age is a time: write 5m or 1h30m'],
  ['age=5m', 'age is a time: write age>5m or <5m'],
  ['!severity=critical', 'Write severity!=critical for that'],
  ['sverity=critical', 'No row here has a field "sverity"'],
])('%s says what is wrong with it, and hides nothing', (filter, why) => {
  expect(filterFault([ALERTS, METRICS], filter)).toBe(why);
  expect(passing(ALERTS, filter, NOW)).toHaveLength(3);
});

test('whatever is typed, a list is filtered or told why not, and never with more or other rows', () => {
  const piece = fc.constantFrom(
    'severity',
    'age',
    '=',
    '!=',
    '=~',
    '!~',
    '>',
    '<',
    '!',
    '"',
    '{',
    '}',
    ',',
    ' ',
    'critical',
    '5m',
    '(',
    '\\',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const ids = passing(ALERTS, pieces.join(''), NOW);
      expect(['a', 'b', 'c'].filter((id) => ids.includes(id))).toEqual(ids);
      if (filterFault([ALERTS], pieces.join('')) !== null) expect(ids).toHaveLength(3);
    }),
  );
});

test.each([
  ['sev', 'severity'],
  ['node severity=w', 'node severity=warning'],
  ['host=node', 'host=node-'],
  ['host=~"node-1', 'host=~"node-1'],
  ['xyz', 'xyz'],
])('tab makes %s to %s', (typed, whole) => expect(completed(typed, completionsOf(typed, [ALERTS]))).toBe(whole));

describe('on the screen', () => {
  const list = [
    alert('One', { severity: 'critical' }),
    alert('Two', { severity: 'warning' }),
    alert('Three', { severity: 'warning' }),
  ];
  const room = { ...spike, alerts: { ...spike.alerts, list } };

  test('the panel that it hides rows of says so, and how many', () => {
    const h = hands(room);
    h.press('/');
    h.type('severity=critical');
    const text = picture(sceneOf(room, live), h.press('enter'), { columns: 140, rows: 44 });
    expect(text).toContain('filter severity=critical · hides 2');
    expect(text.match(/hides/g)).toHaveLength(1);
  });

  test('a mistake is told while it is typed', () => {
    const h = hands(room);
    h.press('/');
    h.type('severty=critical');
    expect(picture(sceneOf(room, live), h.state(), { columns: 140, rows: 44 })).toContain(
      'No row here has a field "severty"',
    );
  });

  test('each page and each view has its own', () => {
    const h = hands(room);
    h.press('/');
    h.type('one');
    expect(h.press('enter', '>').filter).toBe('');
    h.press('/');
    h.type('two');
    expect(h.press('enter', 'S').views.at(-1)).toMatchObject({ filter: '' });
    h.press('/');
    h.type('x');
    h.press('enter', 'S');
    expect(h.state().filter).toBe('two');
    expect(h.press('<').filter).toBe('one');
    expect(h.press('>').filter).toBe('two');
  });

  test('n goes through the lists it is about alone', () => {
    const h = hands(room);
    h.press('/');
    h.type('severity=warning');
    const seen = [h.press('enter', 'n'), h.press('n'), h.press('n')].map(({ focus, cursors }) => [
      focus,
      cursors.alerts,
    ]);
    expect(new Set(seen.map(([focus]) => focus))).toEqual(new Set(['alerts']));
    expect(seen[2]).toEqual(seen[0]);
  });
});

test('a filter that is no filter is not kept: it would stand beside rows of which it hides none', () => {
  const h = hands(spike);
  h.press('4', '/');
  h.type('severty=critical');
  expect(h.press('enter')).toMatchObject({
    dialog: { kind: 'filter' },
    flash: { text: 'No row here has a field "severty"' },
  });
  expect(h.press('esc').dialog).toBeNull();
  h.press('/');
  h.type('severity=critical');
  expect(h.press('enter').dialog).toBeNull();
});
