import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogBuffer } from '../../../src/logs/buffer.ts';
import { LEVELS } from '../../../src/logs/level.ts';
import { OPEN_SIEVE } from '../../../src/logs/sieve.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { type Line, lineWidth, toWidth } from '../../../src/screen/canvas/runs.ts';
import { initialState } from '../../../src/screen/core/state.ts';
import { drawLogs } from '../../../src/screen/views/logs/page.ts';
import { folded } from '../../../src/screen/views/logs/prepared.ts';
import { LOG_LOOK, type LogLook, type LogsView, logView } from '../../../src/screen/views/logs/state.ts';
import type { LogScene } from '../../../src/session/logs/scene.ts';
import type { LogLine } from '../../../src/sources/loki/types.ts';
import { sanitiseLine, sanitiseText } from '../../../src/text/sanitise.ts';
import { widthOf } from '../../../src/text/width.ts';
import { millis, seconds } from '../../../src/units.ts';
import { hands } from '../hands.ts';
import { logLine } from '../memory-loki.ts';
import { healthy, NOW, spike } from '../rooms.ts';

const from = millis(NOW - 3_600_000);

function sceneOf(lines: readonly LogLine[], more: Partial<LogScene> = {}): LogScene {
  const buffer = new LogBuffer();
  buffer.add(lines);
  const kept = [...buffer];
  return {
    about: 'V2',
    query: '{version="v2"}',
    from,
    to: null,
    at: null,
    state: { kind: 'live' },
    lines: kept,
    sieve: OPEN_SIEVE,
    counts: Object.fromEntries(
      LEVELS.map((level) => [level, kept.filter((line) => line.level === level).length]),
    ) as LogScene['counts'],
    held: kept.length,
    hidden: 0,
    older: 0,
    newer: 0,
    moreOlder: false,
    moreNewer: false,
    paused: false,
    waiting: 0,
    rate: null,
    volume: null,
    remarks: [],
    names: { labels: [], values: {} },
    begun: NOW,
    asked: [],
    ...more,
  };
}

const numbered = (count: number, text = (i: number) => `line ${i}`): readonly LogLine[] =>
  Array.from({ length: count }, (_, i) => logLine(millis(NOW - (count - i) * 1000), text(i)));

function draw(scene: LogScene, view: LogsView = logView(), look: LogLook = LOG_LOOK, width = 100, height = 28) {
  const drawing = drawLogs(scene, view, look, {
    room: healthy,
    width,
    height,
    glyphs: glyphsFor(true),
    unicode: true,
    timeZone: 'UTC',
  });
  const text = (line: Line) => line.map((part) => part.text).join('');
  return { ...drawing, rows: drawing.lines.map(text), badgeText: text(drawing.badge) };
}

/** What a terminal obeys, or draws elsewhere than it stands. */
const HARMFUL = /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u;

describe('hostile lines', () => {
  const PARTS = [
    '\u001b[2J',
    '\u001b]0;title\u0007',
    '\u001b]52;c;aGk=\u0007',
    '\u001b]8;;https://evil\u001b\\',
    '\u001bP1$r\u001b\\',
    '\u009b31m',
    '\u009d52;c;AA\u009c',
    '\u0000',
    '\b\b\b',
    '\r',
    '\t',
    '\u007f',
    '\u202e',
    '\u2066',
    '\u200b',
    '\u200d',
    '\ufeff',
    '\u0301\u0301\u0301\u0301\u0301\u0301',
    '日本',
    '👩‍👩‍👧',
    'e\u0301',
    '\ud800',
    '\ufffd',
    '\n',
    '\u2028',
    '{"a":"\\u001b[31m\\u0007"}',
    'k="\u001b[5m"',
    'plain ',
  ];
  /** A sequence of its own, so that every run draws the same lines. */
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const hostile = () => Array.from({ length: 1 + random(9) }, () => PARTS[random(PARTS.length)] ?? '').join('');

  test('10,000 of them bring no control character to the screen and keep every row at its width', () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      const at = millis(NOW - (10_000 - i) * 100);
      const fields = { [hostile()]: hostile() };
      return logLine(at, hostile(), {
        labels: fields,
        metadata: { trace: hostile() },
        parsed: random(3) === 0 ? fields : {},
      });
    });
    const scene = sceneOf(lines, {
      query: hostile(),
      about: hostile(),
      sieve: { ...OPEN_SIEVE, text: hostile(), only: false },
    });
    const width = 90;
    for (let at = 20; at < scene.lines.length + 25; at += 25) {
      const line = scene.lines.at(Math.min(at, scene.lines.length - 1));
      const look = { wrap: at % 2 === 0, stamps: 'local', columns: at % 3 === 0 } as const;
      const view = {
        ...logView(line ? { at: line.at, id: line.id } : null),
        row: 24,
        details: at % 4 === 0 ? 0 : null,
      };
      const { title, badge, lines: rows } = draw(scene, view, look, width, 34);
      expect(title).not.toMatch(HARMFUL);
      for (const row of [...rows, badge]) {
        expect(row.map(({ text }) => text).join('')).not.toMatch(HARMFUL);
        expect(lineWidth(toWidth(row, width))).toBe(width);
      }
      expect(rows.length).toBeLessThanOrEqual(34);
    }
  });

  test.each([20_000, 200_000])('a line of %i characters is cut, folded, and read in its details', (length) => {
    const scene = sceneOf([logLine(NOW, `begin ${'long '.repeat(length / 5)}`)]);
    expect(draw(scene).rows.some((row) => row.includes('begin long'))).toBe(true);
    const wrapped = draw(scene, logView(), { ...LOG_LOOK, wrap: true });
    expect(wrapped.rows.filter((row) => row.includes('long')).length).toBeLessThanOrEqual(6);
    expect(wrapped.rows.some((row) => row.includes('enter shows all'))).toBe(true);
    const told = draw(scene, { ...logView(), details: 10_000 }).rows.join('\n');
    expect(told.includes('only the beginning is kept')).toBe(length > 32_768);
  });
});

describe('the page', () => {
  test('shows the end while it follows, and the line that is read at its row however many come', () => {
    const scene = sceneOf(numbered(100));
    expect(draw(scene).rows.at(-1)).toContain('line 99');
    expect(draw(scene).badgeText).toContain('FOLLOWING');
    const line = scene.lines.at(50);
    const view = { ...logView(line ? { at: line.at, id: line.id } : null), row: 5 };
    const before = draw(scene, view);
    const after = draw(sceneOf(numbered(100).concat(logLine(NOW, 'fresh'))), view);
    expect(after.rows.slice(2)).toEqual(before.rows.slice(2));
    expect(after.badgeText).toContain('SCROLLED ↓50');
  });

  test('says what is not shown, each reason with its count', () => {
    const { rows } = draw(sceneOf(numbered(3), { hidden: 1200, older: 34_567, newer: 8 }));
    expect(rows.join('\n')).toContain('34,567 older let go · 8 newer let go');
  });

  test.each([
    ['level=error', 1200, 'Logs · V2 · filter level=error · hides 1,200'],
    ['', 7, 'Logs · V2 · hides 7'],
    ['level=error', 0, 'Logs · V2 · filter level=error'],
    ['', 0, 'Logs · V2'],
    ['x'.repeat(200), 1200, /^Logs · V2 · filter x+… · hides 1,200$/],
  ])('has the filter %s and what it hides in its title', (text, hidden, title) => {
    const scene = sceneOf(numbered(3), { hidden, about: 'V2', sieve: { ...OPEN_SIEVE, text } });
    const drawn = draw(scene).title;
    for (const width of [30, 40, 60]) {
      const narrow = draw(scene, logView(), LOG_LOOK, width).title;
      if (hidden > 0) expect(narrow).toMatch(/hides [\d,]+$/);
    }
    if (typeof title === 'string') expect(drawn).toBe(title);
    else expect(drawn).toMatch(title);
  });

  test('points at the mistake in a query', () => {
    const fault = { text: 'unexpected "x"', at: { line: 1, column: 11 } };
    const state = { kind: 'failed', error: { kind: 'bad-query', message: 'No LogQL', fault } } as const;
    const { rows } = draw(sceneOf([], { state, query: '{job="a"} x' }));
    expect(rows.slice(0, 3)).toEqual(['{job="a"} x', '          ^', 'No LogQL: unexpected "x"']);
  });

  test.each([
    ['{job="a"} |= "x" | jsn', { line: 1, column: 20 }, 100],
    ['{job="a"}\n  |= "x"\n  | jsn', { line: 3, column: 5 }, 100],
    [`{job="${'a'.repeat(90)}"} | jsn`, { line: 1, column: 102 }, 60],
    ['{job="日本"} | jsn', { line: 1, column: 14 }, 100],
  ])('points at the mistake a server finds in %j', (query, at, width) => {
    const error = {
      kind: 'bad-query',
      message: 'http://loki answered 400: parse error: unexpected jsn',
      fault: { text: 'unexpected jsn', at },
    } as const;
    const { rows } = draw(sceneOf([], { state: { kind: 'failed', error }, query }), logView(), LOG_LOOK, width);
    const [shown = '', mark = '', told] = rows;
    expect(widthOf(shown)).toBeLessThanOrEqual(width);
    expect(shown.slice([...shown].findIndex((_, i) => widthOf(shown.slice(0, i)) === mark.indexOf('^')))).toBe('jsn');
    expect(told).toBe('Loki: unexpected jsn');
  });

  test('puts fields of JSON and logfmt into columns', () => {
    const text = (i: number) => (i % 2 ? `{"path":"/a","msg":"served ${i}"}` : `path=/b msg="served ${i}"`);
    const { rows } = draw(sceneOf(numbered(4, text)), logView(), { ...LOG_LOOK, columns: true });
    expect(rows.filter((row) => /\/[ab] +served \d$/.test(row.trimEnd()))).toHaveLength(4);
  });

  test('names the columns, and leaves out fields that tell no line from another', () => {
    const text = (i: number) =>
      JSON.stringify({ status: i % 2 ? 500 : 200, ms: i, id: `m-${i}x`, app: 'api', msg: `served ${i}` });
    const rowsOf = (width: number) =>
      draw(sceneOf(numbered(12, text)), logView(), { ...LOG_LOOK, columns: true }, width).rows;
    const wide = rowsOf(100);
    const header = wide.findIndex((row) => /^ +status ms +msg$/.test(row));
    expect(header).toBeGreaterThan(0);
    const at = wide[header]?.indexOf('msg') ?? -1;
    expect(wide.slice(header + 1, header + 13).map((row) => row.slice(at).trimEnd())).toEqual(
      Array.from({ length: 12 }, (_, i) => `served ${i}`),
    );
    for (const row of rowsOf(40)) expect(widthOf(row)).toBeLessThanOrEqual(40);
  });

  test('lays out JSON of a line, a stack trace in it frame by frame, and names with values beside each other', () => {
    const line = logLine(NOW, JSON.stringify({ msg: 'boom', stack: 'Error\n\tat a\n\tat b', path: 'C:\\new' }));
    const scene = sceneOf([{ ...line, metadata: { trace_id: 'abc' } }]);
    const { rows } = draw(scene, { ...logView(), details: 0 });
    const told = rows.slice(rows.findIndex((row) => row.startsWith('time'))).map((row) => row.trimEnd());
    expect(told.slice(1, 3)).toEqual(['labels    job=api  version=v2', 'metadata  trace_id=abc']);
    expect(told).toContain('  "stack": "Error');
    expect(told).toContain('      at a');
    expect(told).toContain('  "path": "C:\\\\new"');
  });

  test('keeps the words of levels at any width, and says what the highest bar stands for', () => {
    const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', ''];
    const lines = levels.map((level, i) => logLine(millis(NOW - 1000 * i), `level=${level} x`));
    const volume = { from, to: NOW, step: seconds(30), buckets: [{ info: 7, error: 2 }], counted: 'by the server' };
    const scene = sceneOf(lines, { volume: volume as LogScene['volume'] });
    for (const width of [76, 96, 136]) {
      const row = draw(scene, logView(), LOG_LOOK, width).rows.find((text) => text.includes('fatal')) ?? '';
      for (const level of [...levels.slice(0, 6), 'no level']) expect(row).toContain(level);
    }
    expect(draw(scene, logView(), LOG_LOOK, 136).rows.some((row) => row.endsWith('at most 9 in 30s'))).toBe(true);
  });

  test('counts what its bars stand for, also when no line of it is at hand', () => {
    const volume = { from, to: NOW, step: seconds(30), buckets: [{ fatal: 2, info: 7 }], counted: 'by the server' };
    const scene = sceneOf([logLine(NOW, 'level=info x')], { volume: volume as LogScene['volume'] });
    const { rows } = draw(scene);
    expect(rows.some((row) => /^1 . fatal 2 {2}4 . info 7/.test(row))).toBe(true);
  });

  test.each([
    ['looking', 1, 'Asking Loki…'],
    ['loading', 20, 'Asking Loki… for 20s now; it may be busy (@ shows what was asked)'],
  ] as const)('while it is %s for %i s it says so', (kind, age, said) => {
    const { rows } = draw(sceneOf([], { state: { kind }, begun: millis(NOW - age * 1000) }));
    expect(rows.some((row) => row.trimEnd() === said)).toBe(true);
  });

  test.each([
    [{ kind: 'unreachable', message: 'refused' }, millis(NOW + 7000), 'Asked again in 7s; r asks at once.'],
    [{ kind: 'unauthorized', message: 'no org id' }, undefined, 'r asks again.'],
    [{ kind: 'bad-query', message: 'no' }, undefined, 'i changes the query.'],
  ] as const)('when it failed it says what comes next: %j', (error, again, said) => {
    const state = { kind: 'failed', error, ...(again && { again }) } as const;
    const { rows } = draw(sceneOf([], { state }));
    expect(rows.some((row) => row.includes(error.message))).toBe(true);
    expect(rows.some((row) => row.trimEnd() === said)).toBe(true);
  });

  test.each([
    ['local', /^\d\d:\d\d:\d\d\.\d{3} /],
    ['utc', /^\d\d:\d\d:\d\d\.\d{3}Z /],
    ['relative', /^ *[-+]\d+s /],
  ] as const)('tells times as %s', (stamps, pattern) => {
    expect(
      draw(sceneOf(numbered(3)), logView(), { ...LOG_LOOK, stamps }).rows.filter((row) => pattern.test(row)),
    ).toHaveLength(3);
  });
});

describe('keys of the log page', () => {
  const text = (i: number) => (i % 10 === 3 ? `ERROR ${i}` : `line ${i}`);
  const open = (more: Partial<LogScene> = {}, room = spike) => {
    const scene = sceneOf(numbered(60, text), more);
    const session = hands(room, {
      logs: { scene, searches: makeSafe([{ id: 'all', label: 'All', query: '{job="a"}' }]) },
    });
    const commands = () => session.effects.flatMap((effect) => (effect.kind === 'logs' ? [effect.command] : []));
    const cursor = () => {
      const view = session.state().views.at(-1);
      if (view?.kind !== 'logs' || view.cursor === null) return null;
      return scene.lines.slice().find(({ id, at }) => view.cursor?.id === id && view.cursor.at === at)?.text ?? '?';
    };
    return { ...session, commands, cursor };
  };

  test('l on an alert opens the logs around its start', () => {
    const { press, commands } = open();
    press('4', 'l');
    const alert = spike.alerts.list[0];
    expect(commands()).toEqual([
      { do: 'jump', jump: expect.objectContaining({ about: alert?.name, labels: alert?.labels, at: alert?.startsAt }) },
    ]);
  });

  test.each([
    ['a metric', ['2', 'l']],
    ['the chart of a metric', ['2', 'enter', 'l']],
    ['a row of infra', ['5', 'l']],
    ['the verdict', ['v', 'l']],
  ])('l on %s opens logs of the last hour that go on', (_, keys) => {
    const { press, commands } = open();
    expect(press(...keys).views.at(-1)).toMatchObject({ kind: 'logs', cursor: null });
    expect(commands()).toEqual([{ do: 'jump', jump: expect.objectContaining({ to: null, from }) }]);
  });

  test('l on one of several rows of a query opens the logs of that row, and y copies its LogQL as it is sent', () => {
    const row = {
      state: 'fail',
      exactLabels: { app: 'shop' },
      expr: { source: 'loki', text: 'sum by (app) (count_over_time({job="apps"}[5m]))' },
    } as const;
    const infra = spike.infra.map((item, i) => (i === 0 ? { ...item, ...row } : item));
    const { press, commands, effects } = open({}, { ...spike, infra });
    press('5', 'y', 'l');
    expect(effects).toContainEqual({ kind: 'copy', text: 'sum by (app) (count_over_time({job="apps"}[5m]))' });
    expect(commands()).toEqual([
      { do: 'jump', jump: expect.objectContaining({ labels: { job: 'apps', app: 'shop' } }) },
    ]);
  });

  test('l on a ring opens the logs since its deployment', () => {
    const { press, commands } = open();
    expect(press('1', 'l').views.at(-1)).toMatchObject({ kind: 'logs', cursor: null });
    const since = spike.rings[0]?.deployedAt ?? from;
    expect(commands()).toEqual([{ do: 'jump', jump: expect.objectContaining({ to: null, from: since }) }]);
  });

  test('scrolling stops following, the end takes it up again', () => {
    const { press, cursor, commands } = open();
    press('1', 'l', 'k', 'k');
    expect(cursor()).toBe('line 57');
    press('G');
    expect(cursor()).toBeNull();
    press('k', 'j', 'j');
    expect(cursor()).toBeNull();
    expect(commands().slice(1)).toEqual([false, true, false, true].map((follow) => ({ do: 'follow', follow })));
  });

  test.each([
    ['a long remark', { remarks: ['left out by the server, '.repeat(9)] }, LOG_LOOK],
    ['names of columns', {}, { ...LOG_LOOK, columns: true }],
    [
      'an error of three rows',
      { state: { kind: 'failed', error: { kind: 'timeout', message: 'no answer '.repeat(25) } } },
      LOG_LOOK,
    ],
  ] as const)('leaves the last row with the first press, beside %s too', (_, more, look) => {
    const scene = sceneOf(
      numbered(60, (i) => `{"ms":${i},"msg":"served ${i}"}`),
      more,
    );
    const { press, state } = hands(spike, { logs: { scene, searches: [] } });
    press('1', 'l', ...(look.columns ? ['C'] : []), 'k', 'k');
    const view = state().views.at(-1);
    if (view?.kind !== 'logs') throw new Error('no logs are open');
    const { lines } = draw(scene, view, state().logLook, 100, 10);
    const chosen = lines.findIndex((row) =>
      row.some((part) => part.text.includes('served 57') || part.text.includes('"ms":57')),
    );
    expect(lines.length - 1 - chosen).toBe(2);
  });

  test('e and E go from error to error, n and N from hit to hit', () => {
    const { press, cursor, state } = open({ sieve: { ...OPEN_SIEVE, text: '5', only: false } });
    press('1', 'l', 'E');
    expect(cursor()).toBe('ERROR 53');
    press('E');
    expect(cursor()).toBe('ERROR 43');
    press('e');
    expect(cursor()).toBe('ERROR 53');
    press('e');
    expect(state().flash?.text).toContain('No later error');
    press('n');
    expect(cursor()).toBe('line 54');
    press('N', 'N');
    expect(cursor()).toBe('line 52');
  });

  test('the beginning asks for older lines', () => {
    const { press, commands } = open({ moreOlder: true });
    press('1', 'l', 'g');
    expect(commands().at(-1)).toEqual({ do: 'more', end: 'older' });
  });

  test.each([
    ['levl=error', null, 'No line at hand has a field "levl": did you mean level?'],
    ['level=eror', 'level=eror', 'No line at hand has level=eror: did you mean error?'],
    ['pod=~"("', null, '( is not a regular expression'],
    ['age=5m', null, 'age is a time: write age>5m or <5m'],
    ['user=42', 'user=42', 'No line at hand has a field "user"; "user=42" in quotes is looked for as a text'],
    ['level=error', 'level=error', undefined],
    ['level!=error !x', 'level!=error !x', undefined],
  ])('the filter %s is %s, and answered: %s', (filter, kept, told) => {
    const { press, type, commands, state } = open();
    press('1', 'l', '/');
    type(filter);
    press('enter');
    const last = commands().at(-1);
    expect(last?.do === 'sieve' ? last.spec.text : null).toBe(kept);
    expect(state().flash?.text).toBe(told);
  });

  test('numbers hide levels, p pauses, / looks in the lines and tab asks the server', () => {
    const { press, type, commands, state } = open();
    press('1', 'l', '2', 'p', '/');
    type('slow');
    press('enter');
    press('/');
    type('slow');
    press('tab');
    expect(commands().slice(1)).toEqual([
      { do: 'sieve', spec: { ...OPEN_SIEVE, hidden: ['error'] } },
      { do: 'pause', paused: true },
      { do: 'sieve', spec: { ...OPEN_SIEVE, text: 'slow' } },
      { do: 'sieve', spec: OPEN_SIEVE },
      { do: 'open', request: expect.objectContaining({ query: '{version="v2"} |= "slow"' }) },
    ]);
    expect(state().dialog).toBeNull();
  });

  test('a query is completed, refused while it is wrong, and sent when it is not', () => {
    const names = { labels: ['job', 'version'], values: { job: ['api', 'web'] } };
    const { press, type, commands, state } = open({ names });
    press('1', 'l', 'i', 'ctrl-u');
    type('{j');
    press('tab');
    expect(commands().at(-1)).toEqual({ do: 'names', of: 'job' });
    press('down', 'tab', 'enter');
    expect(state().dialog).toMatchObject({
      kind: 'log-query',
      line: { text: '{job="web"' },
      message: 'the query ends too early',
    });
    type('}');
    press('enter');
    expect(state().dialog).toBeNull();
    expect(commands().at(-1)).toEqual({ do: 'open', request: expect.objectContaining({ query: '{job="web"}' }) });
  });

  test('C says so when the lines have no fields', () => {
    expect(open().press('l', 'C').flash?.text).toContain('no fields');
    const scene = sceneOf(numbered(9, (i) => `{"ms":${i},"msg":"served"}`));
    const { press, state } = hands(spike, { logs: { scene, searches: [] } });
    press('l', 'C');
    expect(state().flash).toBeNull();
    expect(state().logLook.columns).toBe(true);
  });

  test('the palette opens saved searches', () => {
    const { press, type, commands } = open();
    press(':');
    type('logs all');
    press('enter');
    expect(commands()).toEqual([
      { do: 'open', request: expect.objectContaining({ about: 'All', query: '{job="a"}' }) },
    ]);
  });

  test.each([[['esc']], [['l']], [['tab']], [['>']]])(
    '%j leaves the page, and nothing is followed any more',
    (keys) => {
      const { press, commands } = open();
      press('1', 'l', ...keys);
      expect(commands().at(-1)).toEqual({ do: 'close' });
    },
  );

  test('without a Loki, l says why there are no logs', () => {
    const { press } = hands(spike);
    expect(press('l').flash?.text).toContain('no Loki');
  });

  test('y copies the line as it is', () => {
    const { press, effects } = open();
    press('1', 'l', 'y');
    expect(effects.at(-1)).toEqual({ kind: 'copy', text: 'line 59' });
  });
});

describe('a wrapped line', () => {
  const rowsOf = (text: string, width: number) => folded(sanitiseText(text), width, 10_000);

  test.each([
    ['match failed: connection reset by peer', 16, ['match failed: ', 'connection reset', 'by peer']],
    ['{"msg":"served","status":200,"ms":7}', 20, ['{"msg":"served",', '"status":200,"ms":7}']],
    ['a 01234567890123456789 b', 10, ['a 01234567', '8901234567', '89 b']],
    ['1,234,567,890 lines', 12, ['1,234,567,89', '0 lines']],
    ['日本語のログです', 5, ['日本', '語の', 'ログ', 'です']],
    ['cafe\u0301 cafe\u0301 cafe\u0301', 9, ['cafe\u0301 cafe\u0301', 'cafe\u0301']],
    ['日', 1, ['日']],
    ['', 10, ['']],
  ])('ends its rows between words where it can: %j in %i cells', (text, width, rows) => {
    expect(rowsOf(text, width).map((row) => row.text)).toEqual(rows);
  });

  test('loses nothing but the blanks at which rows end, in no more cells than there are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 8, max: 30 }), (text, width) => {
        const safe = sanitiseLine(text);
        let end = 0;
        for (const row of rowsOf(safe, width)) {
          expect(widthOf(row.text)).toBeLessThanOrEqual(width);
          expect(['', ' ']).toContain(safe.slice(end, row.at));
          expect(safe.slice(row.at, row.at + row.text.length)).toBe(row.text);
          end = row.at + row.text.length;
        }
        expect(safe.slice(end).trim()).toBe('');
      }),
    );
  });

  test('that is not wrapped shows what is looked for where it stands, once it is selected', () => {
    const scene = sceneOf([logLine(NOW, `${'x'.repeat(300)} needle ${'y'.repeat(300)}`)]);
    const sought = { ...scene, sieve: { ...OPEN_SIEVE, text: 'needle' } };
    const { lines, rows } = draw(sought);
    expect(lines.flatMap((line) => line.filter(({ inverse }) => inverse).map(({ text }) => text))).toEqual(['needle']);
    for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(100);
    expect(draw(scene).rows.at(-1)).not.toContain('needle');
  });

  test('marks what is looked for where it goes on in the next row', () => {
    const scene = sceneOf([logLine(NOW, `${'w '.repeat(34)}connection reset by peer`)]);
    const sought = { ...scene, sieve: { ...OPEN_SIEVE, text: '"connection reset"' } };
    const { lines } = draw(sought, logView(null), { ...LOG_LOOK, wrap: true });
    const marked = lines.flatMap((line) => line.filter(({ inverse }) => inverse).map(({ text }) => text));
    expect(marked.length).toBe(2);
    expect(marked.join('')).toBe('connection reset');
  });
});

test('esc in the details of a line closes the details, and only then the page', () => {
  const { press } = hands(spike, { logs: { scene: sceneOf(numbered(5)), searches: [] } });
  press('4', 'l', 'enter');
  expect(press('esc').views.at(-1)).toMatchObject({ kind: 'logs', details: null });
  expect(press('esc').views).toEqual([]);
});

describe('the filter of the logs', () => {
  const scene = sceneOf([logLine(NOW, 'level=error msg=slow'), logLine(NOW, 'fine')]);
  const open = (text = '') => {
    const session = hands(spike, {
      logs: { scene: { ...scene, sieve: { ...OPEN_SIEVE, text } }, searches: [] },
      from: { ...initialState('dark'), views: [logView()] },
    });
    const last = () => session.effects.flatMap((effect) => (effect.kind === 'logs' ? [effect.command] : [])).at(-1);
    return { ...session, last };
  };

  test('is cleared by esc, before the page is left', () => {
    const h = open('level=error');
    expect(h.press('esc').views).toHaveLength(1);
    expect(h.last()).toEqual({ do: 'sieve', spec: OPEN_SIEVE });
    expect(open().press('esc').views).toEqual([]);
  });

  test('is a command too', () => {
    const h = open();
    h.press(':');
    h.type('filter level=error');
    h.press('enter');
    expect(h.last()).toEqual({ do: 'sieve', spec: { ...OPEN_SIEVE, text: 'level=error' } });
  });
});
