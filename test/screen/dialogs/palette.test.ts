import { describe, expect, test } from 'vitest';
import { makeSafe } from '../../../src/room/safe.ts';
import { DEFAULT_KEYMAP } from '../../../src/screen/actions/registry.ts';
import { suggestions } from '../../../src/screen/dialogs/palette/suggestions.ts';
import { hands } from '../hands.ts';
import { alert, healthy, live, sceneOf, spike } from '../rooms.ts';

const known = { scene: sceneOf(spike, live), keymap: DEFAULT_KEYMAP, themes: ['dark', 'light'], logs: null };
const shown = (typed: string) => suggestions(known, typed).list.map(({ shown }) => shown);
/** What a line is run as: the command and its words. */
const read = (typed: string) => {
  const [best] = suggestions(known, typed).list;
  return best === undefined ? suggestions(known, typed).none : [best.command.name, ...(best.args ?? ['…'])];
};

/** What the screen is like once a line was typed and entered. */
function entered(line: string) {
  const h = hands(spike);
  h.press(':');
  h.type(line);
  return h.press('enter');
}

describe('a line is read as it was meant', () => {
  test.each([
    ['theme light', ['theme', 'light']],
    ['thme lihgt', ['theme', 'light']],
    ['theme LIGHT', ['theme', 'light']],
    ['lig', ['theme', 'light']],
    ['ring', ['ring', '…']],
    ['rin1', ['ring', '…']],
    ['ack', ['ack', '', '', '', '']],
    ['ack V2ErrorSpike 1h', ['ack', 'V2ErrorSpike', '', '1h', '']],
    ['ack v2erorspike 1h', ['ack', 'V2ErrorSpike', '', '1h', '']],
    ['akc V2ErrorSpike', ['ack', 'V2ErrorSpike', '', '', '']],
    ['acknowledge V2ErrorSpike 1h30m we are on it', ['ack', 'V2ErrorSpike', '', '1h30m', 'we are on it']],
    ['ack V2ErrorSpike we are on it', ['ack', 'V2ErrorSpike', '', '', 'we are on it']],
    ['ack V2ErrorSpike v2 1h', ['ack', 'V2ErrorSpike', 'v2', '1h', '']],
    ['ack V2ErrorSpike version=v2 1h mine', ['ack', 'V2ErrorSpike', 'version=v2', '1h', 'mine']],
    ['ack V2ErrorSpike "canary 7 is next"', ['ack', 'V2ErrorSpike', '', '', '"canary 7 is next"']],
    ['silecnes', ['silences']],
    ['filter severity=critical age>5m', ['filter', 'severity=critical age>5m']],
    ['filter "two words" summary=~"a b"', ['filter', '"two words" summary=~"a b"']],
  ])('%s', (typed, meant) => expect(read(typed)).toEqual(meant));

  test.each([
    ['ack NoSuchAlert 1h', /^No alert is called "NoSuchAlert"\. There are: V2ErrorSpike/],
    ['ack V2ErrorSpike node-1 1h', /^"node-1": that is no V2ErrorSpike here, which is told by v2, critical/],
    ['ack V2ErrorSpike looking 1h', /^"looking": that is no V2ErrorSpike here, .* A time comes before the note/],
    ['ack V2ErrorSpike node-1', /^"node-1": that is no V2ErrorSpike here/],
    ['ack V2ErrorSpike v1', /^"v1": that is no V2ErrorSpike here/],
    ['ack V2ErrorSpike critcal looks bad', /^"critcal": that is no V2ErrorSpike here/],
    ['ack V2ErrorSpike version=v3', /^"version=v3": that is no V2ErrorSpike here/],
    ['ack V2ErrorSpike v2 forever', /^"forever": nothing lasts forever/],
    ['ack V2ErrorSpike mute it forever', /nothing lasts forever/],
    ['unack RingMemoryHigh nowhere', /^"nowhere": that is no RingMemoryHigh here, which is told by v2/],
    ['ring mars', /^No ring is called "mars"\. There are: ring0, ring1/],
    ['theme dark light', /^"light" is too much: theme takes one word, the theme$/],
    ['verdict now', /^"now" is too much: verdict takes no more words$/],
    ['ack RingMemoryHigh', /^RingMemoryHigh is acknowledged already$/],
    ['unack V2ErrorSpike', /^V2ErrorSpike is not acknowledged$/],
    ['xyzzy', /^No command fits/],
  ])('%s is told why not', (typed, why) => expect(read(typed)).toMatch(why));
});

test('words are offered one after the other, and what is whole can be run before the next', () => {
  expect(shown('ack ')).toEqual(expect.arrayContaining(['ack [ALERT] [WHICH] [FOR] [NOTE]', 'ack V2ErrorSpike']));
  expect(shown('ack V2ErrorSpike ').slice(0, 3)).toEqual([
    'ack V2ErrorSpike',
    'ack V2ErrorSpike 15m',
    'ack V2ErrorSpike 30m',
  ]);
  expect(shown('page ')).toEqual(spike.pages.map(({ id }) => `page ${id}`));
});

test('enter on a command that wants a word waits for it, and tab takes over what is chosen', () => {
  const h = hands(spike);
  h.press(':');
  h.type('ring');
  expect(h.press('enter').dialog).toMatchObject({ kind: 'palette', text: 'ring ' });
  expect(h.press('down', 'tab').dialog).toMatchObject({ text: 'ring ring1' });
  expect(h.press('enter').views.at(-1)).toMatchObject({ kind: 'ring', ring: 'ring1' });
});

test('an acknowledgement by its line is shown before it is made, with its time and its note', () => {
  const { dialog, marks } = entered('ack V2ErrorSpike 1h looking into it');
  expect(dialog).toMatchObject({
    kind: 'acknowledge',
    targets: ['fp-V2ErrorSpike'],
    form: { values: { duration: '1h', note: 'looking into it' } },
  });
  expect(marks).toEqual([]);
});

test.each([
  ['ack V2ErrorSpike v2 1h', 'for 1h, no note: P0 V2 answers 6.1 % errors, V1 0.2 %', '1h', ''],
  ['ack V2ErrorSpike looking into it', 'for 15m, note "looking into it"', '', 'looking into it'],
  ['ack V2ErrorSpike looking into it 1h', 'for 1h, note "looking into it"', '1h', 'looking into it'],
  ['ack V2ErrorSpike 1h back in 30m', 'for 1h, note "back in 30m"', '1h', 'back in 30m'],
  ['ack V2ErrorSpike "INC-7 in 30m"', 'for 15m, note "INC-7 in 30m"', '', 'INC-7 in 30m'],
])('%s tells before that it is %s, and does that', (line, told, duration, note) => {
  expect(suggestions(known, line).list[0]?.about).toBe(told);
  expect(entered(line).dialog).toMatchObject({ form: { values: { duration, note } } });
});

describe('enter on a line that cannot be run says the reason, in plain words', () => {
  const quiet = { ...healthy, alerts: { ...healthy.alerts, list: [] } };
  test.each([
    ['at 23m', spike, '"23m": so long ago is written -23m'],
    ['at 99:99', spike, '"99:99": hours go to 23, minutes and seconds to 59'],
    ['at 2026-11-29 99:99', spike, '"2026-11-29 99:99": hours go to 23, minutes and seconds to 59'],
    ['range 0', spike, '"0": zero is not long enough: type a time such as 20m or 1h30m'],
    ['claim NoSuch', spike, 'No alert is called "NoSuch". There are: V2ErrorSpike, RingMemoryHigh, CacheHitRateLow'],
    ['ack X 90', quiet, 'No alert is called "X": no alert is firing'],
    ['ring mars', { ...healthy, rings: [] }, 'ring: this room has none'],
    ['page nowhere', spike, 'No page is called "nowhere". There are: war-room, alerts'],
    ['xyzzy', spike, 'No command fits. Try: ring, page, theme, ack'],
  ])('%s', (line, room, why) => {
    const h = hands(room);
    h.press(':');
    h.type(line);
    const { flash, dialog } = h.press('enter');
    expect(flash?.text).toBe(why);
    expect(why).not.toMatch(/\b(?!NoSuch|X\b)[A-Z]{3,}\b/);
    expect(dialog).toMatchObject({ text: line });
  });
  test('and so it does in the help', () => {
    expect(hands(spike).press('?', ...'xyzzy', 'enter').flash?.text).toMatch(/^Nothing is called so/);
    expect(hands(spike).press('?', 'enter').flash?.text).toMatch(/^Type what you want/);
  });
});

test('a command that changes nothing says why', () => {
  expect(entered('page main').flash).toMatchObject({ kind: 'info' });
  expect(entered('next-hit').flash?.text ?? '').not.toBe('');
});

test('a word with a blank is quoted when it is taken over', () => {
  const [search] = suggestions(
    { ...known, logs: { scene: undefined, searches: makeSafe([{ id: 'all lines', label: 'All', query: '{a="b"}' }]) } },
    'logs all',
  ).list;
  expect(search).toMatchObject({ line: 'logs "all lines"', args: ['all lines'] });
});

describe('saving what is seen', () => {
  const asked = (...keys: string[]) => {
    const h = hands(spike);
    h.press(...keys);
    return { effect: h.effects.at(-1), dialog: h.state().dialog };
  };

  test.each([
    [['ctrl-s', 'enter'], 'svg'],
    [['ctrl-s', 'down', 'enter'], 'html'],
    [['ctrl-s', 't'], 'text'],
  ])('%j asks for %s, and the dialog is gone from the picture', (keys, format) => {
    expect(asked(...keys)).toMatchObject({
      dialog: null,
      effect: {
        kind: 'save',
        save: { format, path: null, stem: expect.stringMatching(/^ringdeck-\S+-\d{8}T\d{6}Z$/) },
      },
    });
  });

  test('a path is taken as it was typed', () => {
    expect(asked(':', ...'save html my room.html', 'enter').effect).toMatchObject({
      save: { format: 'html', path: 'my room.html' },
    });
  });
});

describe('several alerts of one name', () => {
  const twin = (fingerprint: string, host: string) =>
    alert('V2ErrorSpike', makeSafe({ fingerprint, labels: { alertname: 'V2ErrorSpike', host } }));
  const list = [twin('fp-node-1', 'node-1'), twin('fp-node-2', 'node-2')];
  const room = { ...spike, alerts: { ...spike.alerts, list } };
  const run = (line: string) => {
    const h = hands(room);
    h.press(':');
    h.type(line);
    return h.press('enter');
  };

  test.each([
    ['ack V2ErrorSpike', ['fp-node-1', 'fp-node-2'], ''],
    ['ack V2ErrorSpike node-2', ['fp-node-2'], ''],
    ['ack V2ErrorSpike node-2 1h', ['fp-node-2'], '1h'],
    ['ack V2ErrorSpike 1h', ['fp-node-1', 'fp-node-2'], '1h'],
    ['ack V2ErrorSpike host=node-1 1h', ['fp-node-1'], '1h'],
  ])('%s means %j', (line, targets, duration) =>
    expect(run(line).dialog).toMatchObject({ targets, form: { values: { duration } } }),
  );

  test('are offered one by one, after all of them', () => {
    const offered = suggestions({ ...known, scene: sceneOf(room, live) }, 'ack V2ErrorSpike ').list;
    expect(offered.slice(0, 3).map((one) => one.shown)).toEqual([
      'ack V2ErrorSpike',
      'ack V2ErrorSpike node-1',
      'ack V2ErrorSpike node-2',
    ]);
  });
});

test.each([
  ['ack V2ErrorSpike 90', /^"90": a unit is missing: type 90m for minutes, or 90s, 90h/],
  ['ack V2ErrorSpike forever', /^"forever": nothing lasts forever here: type a time such as/],
  ['ack V2ErrorSpike 1.5h', /no fractions: type 1h30m/],
  ['range 0m', /zero is not long enough/],
])('%s is told what to type instead', (typed, why) =>
  expect(suggestions(known, typed).list[0]?.shown ?? suggestions(known, typed).none).toMatch(why),
);

test.each([
  ['thmee light', ['theme', 'light']],
  ['ak V2Eror 1h30m', ['ack', 'V2ErrorSpike', '', '1h30m', '']],
  ['rnage 30m', ['range', '30m']],
  ['ring1', ['ring', 'ring1']],
])('%s is meant as %j', (typed, meant) => expect(read(typed)).toEqual(meant));

describe('what fits a name stands first', () => {
  test.each([
    ['rnage', 'range [TIME]'],
    ['ragne', 'range [TIME]'],
    ['thmee', 'theme [THEME]'],
    ['fitler', 'filter [FILTER]'],
    ['pgae', 'page PAGE'],
    ['lgos', 'logs [SEARCH]'],
    ['vertict', 'verdict'],
    ['akc', 'ack [ALERT] [WHICH] [FOR] [NOTE]'],
    ['acknowledge', 'ack [ALERT] [WHICH] [FOR] [NOTE]'],
  ])('%s: %s', (typed, best) => expect(shown(typed)[0]).toBe(best));

  test('then beginnings of words about it, then what has it in the middle of one', () => {
    const rows = suggestions(known, 'ack').list;
    const at = (fits: (name: string, about: string) => boolean) =>
      rows.flatMap(({ command: { name }, about }, i) => (fits(name, about) ? [i] : []));
    const names = at((name) => name.includes('ack'));
    const backs = at((name, about) => !name.includes('ack') && / back/.test(about) && !/\back/i.test(about));
    expect(backs.length).toBeGreaterThan(0);
    expect(Math.max(...names)).toBeLessThan(Math.min(...backs));
  });
});

test('what a command takes is told before it is run, with a line that could be typed', () => {
  expect(suggestions(known, 'ring ').usage).toBe('ring RING, as :ring ring0');
  expect(suggestions(known, 'ack ').usage).toMatch(
    /^ack \[ALERT\] \[WHICH\] \[FOR\] \[NOTE\], as :ack \S+ 15m looking into it$/,
  );
});

test('up brings back what was run before, down goes on, and what is being typed is left alone', () => {
  const h = hands(spike);
  const enter = (line: string) => {
    h.press(':');
    h.type(line);
    return h.press('enter');
  };
  enter('theme light');
  enter('filter errors');
  h.press(':');
  expect(h.press('up').dialog).toMatchObject({ text: 'filter errors', at: 'filter errors'.length });
  expect(h.press('up').dialog).toMatchObject({ text: 'theme light' });
  expect(h.press('up').flash?.text).toBe('No command was run before that');
  expect(h.press('down').dialog).toMatchObject({ text: 'filter errors' });
  expect(h.press('down').dialog).toMatchObject({ text: '', back: 0 });
  h.type('ring');
  expect(h.press('up').dialog).toMatchObject({ text: 'ring' });
});

test('a filter by its line is refused or doubted as one that is typed', () => {
  expect(entered('filter severty=critical')).toMatchObject({
    filter: '',
    flash: { text: 'No row here has a field "severty": did you mean severity?' },
  });
  expect(entered('filter severity=critical').filter).toBe('severity=critical');
});
