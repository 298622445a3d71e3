import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeSafe } from '../../../src/room/safe.ts';
import { filterDoubt, filterFault, passing, type Row } from '../../../src/screen/core/rows.ts';
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
    // As Alertmanager's own pages and amtool write them.
    ['{severity="critical",team!="db"}', 'a'],
    ['{ severity = "warning" , host =~ "node-.*" }', 'b'],
    ['severity=warning,host!=""', 'b'],
    ['severity=warning,', 'bc'],
    ['severity=~warning|critical,alertname!=Slow', 'ac'],
    ['{"severity"="critical"}', 'a'],
    ['team!=db', 'abc'],
    ['severity!~"c.*",team=""', 'bc'],
    ['severity="Critical"', ''],
    ['shard="\\u0037"', 'c'],
    ['shard=~"\\d"', 'c'],
    ['age > 5m', 'ac'],
    ['age>1.5h', ''],
    ['age>"5m"', 'ac'],
    ['severity=critical !node-2', 'a'],
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
  ['alertname=~(', '( is not a regular expression'],
  ['age>soon', 'soon is neither a number nor a time such as 5m'],
  ['age>5', 'age is a time: write 5m or 1h30m'],
  ['age=5m', 'age is a time: write age>5m or <5m'],
  ['!severity=critical', 'Write severity!=critical for that'],
  ['sverity=critical', 'No row here has a field "sverity": did you mean severity?'],
  ['Severity=critical', 'No row here has a field "Severity": did you mean severity?'],
  ['pod=x', 'No row here has a field "pod"'],
  ['severity==critical', 'Write severity=critical for that'],
  ["severity='critical'", 'Only double quotes are quotes: severity="critical"'],
  ['severity=critical value>5%', 'No list here has severity and value'],
  ['{severity="critical",alertname=~"("}', '( is not a regular expression'],
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
    flash: { text: 'No row here has a field "severty": did you mean severity?' },
  });
  expect(h.press('esc').dialog).toBeNull();
  h.press('/');
  h.type('severity=critical');
  expect(h.press('enter').dialog).toBeNull();
});

describe('names and values of any kind', () => {
  const ROWS: readonly Row[] = [
    {
      id: 'a',
      text: 'a > b',
      fields: {
        'app.kubernetes.io/name': 'web',
        größe: 'L',
        'two words': 'x',
        note: 'say "hi", then {go}',
        took: '250ms',
      },
    },
    {
      id: 'b',
      text: '{"level":"error"}',
      fields: { 'app.kubernetes.io/name': 'db', größe: 'M', took: '2s', note: 'a\\b' },
    },
  ];
  test.each([
    ['app.kubernetes.io/name=web', 'a'],
    ['größe=M', 'b'],
    ['{"two words"="x"}', 'a'],
    ['"two words"=x', 'a'],
    ['note="say \\"hi\\", then {go}"', 'a'],
    ['note="a\\\\b"', 'b'],
    ['note=~"a\\\\\\\\b"', 'b'],
    ['took>1s', 'b'],
    ['took<0.5s', 'a'],
    ['{"level":"error"}', 'b'],
    ['"a > b"', 'a'],
    ['note=~".*, .*"', 'a'],
  ])('%s', (filter, ids) => expect(passing(ROWS, filter, NOW).join('')).toBe(ids));
});

test.each([
  ['{severity="critical",team!="db"}', null],
  ['severty!=critical', 'No row here has a field "severty": did you mean severity?'],
  ['severity=Critical', 'No row here has severity=Critical: did you mean critical?'],
  ['severity=page', 'No row here has severity=page'],
])('%s is kept, and what is odd about it told: %s', (filter, doubt) => {
  expect([filterFault([ALERTS, METRICS], filter), filterDoubt([ALERTS, METRICS], filter)]).toEqual([null, doubt]);
});

test('while nothing fires, a filter for what will is kept', () => {
  expect(filterFault([[], METRICS], 'severity=critical')).toBeNull();
  expect(filterFault([[], METRICS], 'valeu>5%')).toContain('did you mean value?');
});

describe('what a filter hides is not acted on', () => {
  const list = [
    alert('One', makeSafe({ severity: 'critical', fingerprint: 'one', labels: { severity: 'critical' } })),
    alert('Two', makeSafe({ severity: 'warning', fingerprint: 'two', labels: { severity: 'warning' } })),
  ];
  const room = { ...spike, alerts: { ...spike.alerts, list } };
  /** Both marked, then filtered. */
  const marked = (filter: string, of = room) => {
    const h = hands(of);
    h.press('4', '*', '/');
    h.type(filter);
    h.press('enter');
    return h;
  };

  test('of marked alerts those are acknowledged that are seen', () => {
    expect(marked('severity=warning').press('a').dialog).toMatchObject({ kind: 'acknowledge', targets: ['two'] });
    expect(marked('severity=warning').press('c').dialog).toMatchObject({ kind: 'claim', targets: ['two'] });
  });

  test('and those taken back', () => {
    const of = {
      ...room,
      alerts: { ...room.alerts, list: list.map((one) => ({ ...one, ack: { by: 'bob' } as never })) },
    };
    const h = marked('severity=critical', of);
    h.press('A');
    expect(h.acts().at(-1)).toEqual({ kind: 'unacknowledge', fingerprints: ['one'] });
  });

  test('where all of them are hidden, nothing is, and the reason is told', () => {
    for (const key of ['a', 'c', 'A']) {
      const state = marked('nothing-has-this').press(key);
      expect(state.dialog).toBeNull();
      expect(state.flash?.text).toContain('ilter hides what is marked');
    }
  });

  test('nor is the worst that fires, where it is hidden', () => {
    const h = hands(room);
    h.press('/');
    h.type('nothing-has-this');
    const { dialog, flash } = h.press('enter', 'a');
    expect([dialog, flash?.text]).toEqual([
      null,
      'Nothing to acknowledge: the filter hides every alert that fires; esc clears it',
    ]);
  });

  test('one that comes is hidden and counted, and the headline tells it', () => {
    const h = hands(room);
    h.press('4', '/');
    h.type('severity=warning');
    h.press('enter');
    const three = alert('Three', makeSafe({ severity: 'critical', fingerprint: 'three' }));
    h.change({ room: { ...room, alerts: { ...room.alerts, list: [...list, three] } } });
    const text = picture(h.scene(), h.state(), { columns: 140, rows: 44 });
    expect(text).toContain('hides 2');
    expect(h.press('>', '<').filter).toBe('severity=warning');
  });
});
