import { describe, expect, test } from 'vitest';
import { DEFAULT_KEYMAP } from '../../../src/screen/actions/registry.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { loadTheme } from '../../../src/screen/canvas/themes.ts';
import type { PanelKey } from '../../../src/screen/core/panel-key.ts';
import { initialState, type ScreenState } from '../../../src/screen/core/state.ts';
import { Drawer } from '../../../src/screen/draw-screen.ts';
import { extremesOf } from '../../../src/screen/panels/board/told.ts';
import { layoutOf } from '../../../src/screen/panels/layout-of.ts';
import { safe } from '../../../src/text/safe.ts';
import { millis } from '../../../src/units.ts';
import { hands } from '../hands.ts';
import { lineWith, picture } from '../picture.ts';
import { boardScene } from './board-rooms.ts';

const scene = boardScene();
const state = (more: Partial<ScreenState> = {}): ScreenState => ({ ...initialState('dark'), ...more });
/** One panel on the whole of a terminal. */
const alone = (panel: PanelKey, columns: number, rows: number, from = scene) =>
  picture(from, state({ focus: panel, fullScreen: true }), { columns, rows });

test('what a value is now is never less than its least, nor more than its most, of what is drawn', () => {
  const now = (value: number) => ({ reading: { known: true as const, value, at: millis(1000), aging: false } });
  const until = (to: number) => ({ from: millis(0), to: millis(to) });
  expect(extremesOf(now(1), [null, 2, 3])).toEqual({ min: 1, max: 3 });
  expect(extremesOf(now(4), [2, Number.NaN, 3])).toEqual({ min: 2, max: 4 });
  expect(extremesOf(now(4), [2, 3], until(900))).toEqual({ min: 2, max: 3 });
  expect(extremesOf(now(4), [], until(1000))).toEqual({ min: 4, max: 4 });
  expect(extremesOf({ reading: { known: false, reason: 'waiting' } }, [null])).toBeNull();
});

test('a number of a legend has its unit, at any width', () => {
  for (let columns = 28; columns <= 100; columns += 1)
    for (const line of alone('api/latency', columns, 24)
      .split('\n')
      .filter((one) => /min \d/.test(one)))
      expect(line).not.toMatch(/\b(?:min|max) [\d.,]* ?[a-zA-Z]*…/);
});

test('what is up or down is called by its whole name while there are cells for it', () => {
  for (let columns = 30; columns <= 100; columns += 1)
    expect(alone('api/probes', columns, 16)).toMatch(/▲ search DEGRADED(?:.|\n)*✔ shop {3}up /);
});

describe('a panel of a board', () => {
  test.each<[string, PanelKey, number, number, readonly (string | RegExp)[]]>([
    [
      'a stat is drawn large with its limit, how far from it, what it was and its trend on the scale of the limit',
      'api/cpu',
      40,
      14,
      [/█▀▀ ▀▀█ {3}█▀█/, /≤ 80\.0 % +━+╸? +┊/, 'in 1h', /⣶{4}/],
    ],
    ['a stat with room has a chart', 'api/cpu', 40, 24, [/█▀▀ ▀▀█ {3}█▀█/, /\d %┤/, '╵20:30']],
    ['a stat tells how much it changed in percent', 'api/orders', 40, 20, [/[↑↓±].* in 1d/]],
    [
      'several stats stand in rows',
      'api/apps',
      72,
      20,
      [/android +36\.0\/s +\S*⣶/, /ios +19\.4\/s +⣤+/, 'trend 0 to 69.9/s'],
    ],
    [
      'a chart has a line for each series, its limit, and what each is and was',
      'api/latency',
      100,
      30,
      [
        /600 ms┤.*⠉⠉⠉/,
        /│⠒limit ≤500 ms⠒ ⠒/,
        '≤ 500 ms',
        /⠂⠂ \/checkout ✖ 610 ms {2}min 1\d\d ms +max 610 ms/,
        /⠶⠶ \/search/,
      ],
    ],
    [
      'parts of a whole over time stand on each other',
      'api/traffic',
      100,
      30,
      [/░{20}/, /▒{3}/, '▓▓ android', '▒▒ ios', '░░ web'],
    ],
    [
      'a table has a column for each query, in its unit, worst values with their sign',
      'api/endpoints',
      72,
      20,
      [
        /endpoint +p95 +rate +errors/,
        /✖ \/checkout +✖ 610 ms ██████┊▌ +12\.4\/s +✖ 3\.10 % ██████┊██/,
        /✔ \/cart +144 ms ━╸ +┊ +41\.0\/s +0\.04 %/,
      ],
    ],
    [
      'shares are bars with percent, of the whole',
      'api/browsers',
      72,
      20,
      ['of 128/s', /chrome +█+[^ ]* +55\.5 % +71\.0\/s/],
    ],
    [
      'a status says up, degraded and down in words',
      'api/probes',
      72,
      20,
      ['3/5 up', /✔ shop +up +120 ms ╸ +┊ +200/, /▲ search +DEGRADED +1\.4 s █+┊█▏ +200/, /✖ mail +DOWN +0 ms +503/],
    ],
    [
      'a histogram has its bounds at the left, its quantiles and its shades below',
      'api/heat',
      100,
      30,
      [/\+Inf┤░/, /100 ms┤[█▓]/, 'p50 ≤ 100 ms  p95 ≤ 1.0 s', /░ ≤ .*\/s {2}▒ ≤/],
    ],
    [
      'a gauge has its ends and its limit',
      'api/disk',
      72,
      20,
      [/▲ ▀▀▀ +▀ ▀ ▀▀▀ %/, /^│ 0 % +90\.0 % │$/m, 'limit ≤ 90.0 %'],
    ],
    [
      'several gauges stand in rows, with a mark at the limit',
      'api/pools',
      72,
      20,
      [/batch +█+┃/, /✖ 95/, /main .*┃░* +42/],
    ],
    [
      'alerts are those that the matchers fit',
      'api/critical',
      100,
      30,
      ['P0 CheckoutSlow', 'checkout answers in 610 ms'],
    ],
    [
      'logs are lines, the newest first',
      'api/lines',
      100,
      30,
      [/21:15:03 error payment gateway answered 503/, /21:14:22 warn/],
    ],
    [
      'a text is Markdown',
      'api/runbook',
      72,
      20,
      ['When orders stop', 'kubectl -n shop rollout undo deploy/api', '• call'],
    ],
  ])('%s', (_, panel, columns, rows, parts) => {
    const text = alone(panel, columns, rows);
    for (const part of parts) expect(text).toMatch(part);
  });

  test('says why nothing is known of it, and what was known last', () => {
    const broken = boardScene(['latency', 'cpu', 'probe_up', 'buckets', 'disk']);
    expect(alone('api/cpu', 72, 20, broken)).toMatch(/\? stale\s[\s\S]*was 70\.9 % 2m ago/);
    expect(alone('api/latency', 100, 30, broken)).toMatch(/\/checkout \? stale .*was 610 ms 2m ago/);
    expect(alone('api/heat', 100, 30, broken)).toContain('last known 2m ago: connection refused');
    expect(alone('api/disk', 72, 20, broken)).toContain('╌╌╌╌');
    expect(alone('api/probes', 72, 20, broken)).toMatch(/\? 5 unknown[\s\S]*\? api +UNKNOWN/);
    expect(alone('api/endpoints', 72, 20, broken)).toMatch(/\? \/cart +\? stale ╌+ +41\.0\/s/);
  });

  test('that was never answered says so in place of everything', () => {
    const { room } = scene;
    const panels = room.panels.map((panel) =>
      panel.key === 'api/latency' && panel.content.type === 'timeseries'
        ? {
            ...panel,
            state: 'unknown' as const,
            unread: { known: false, reason: 'no-series', warning: null } as const,
            content: { ...panel.content, series: [] },
          }
        : panel,
    );
    const text = alone('api/latency', 72, 20, { ...scene, room: { ...room, panels } });
    expect(text).toContain('? no data: the query returns nothing');
  });

  test('that is not well has its sign, however large its number is and however long its title', () => {
    const slow = scene.room.panels.map((panel) =>
      panel.key === 'api/cpu' && panel.content.type === 'stat'
        ? {
            ...panel,
            title: safe('How busy all of the processors are together'),
            state: 'fail' as const,
            content: {
              ...panel.content,
              series: panel.content.series.map((one) => ({ ...one, state: 'fail' as const })),
            },
          }
        : panel,
    );
    const room = { ...scene.room, panels: slow };
    for (const [columns, rows] of [
      [200, 60],
      [140, 44],
      [80, 24],
      [72, 18],
    ] as const) {
      const text = picture({ ...scene, room }, state(), { columns, rows });
      expect(text, `${columns}×${rows}`).toMatch(/^╭─ 1 How [^╮]*✖ ─╮/m);
    }
    expect(alone('api/cpu', 80, 24, { ...scene, room })).toMatch(/│ ✖ ▀▀▀ ▀▀▀ ▀ ▀▀▀ %/);
  });

  test('is drawn without Unicode, too', () => {
    const text = picture(scene, state(), { columns: 140, rows: 44, unicode: false });
    expect(text).toMatch(/^[ -~\n]*$/);
    expect(text).toMatch(/x \/checkout +x 610 ms/);
  });
});

describe('a board', () => {
  test.each([
    [200, 60],
    [140, 44],
    [100, 30],
    [80, 24],
    [60, 16],
    [40, 12],
    [24, 6],
    [20, 5],
  ])('fits %i×%i and says what has no room', (columns, rows) => {
    for (const page of scene.room.pages.keys()) {
      const lines = picture(scene, state({ page }), { columns, rows }).split('\n');
      expect(lines.length).toBeLessThanOrEqual(rows);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  test('says how many panels have no room, and the worst of them', () => {
    expect(lineWith(picture(scene, state(), { columns: 80, rows: 24 }), 'more panels')).toMatch(
      /^ \+3 more panels, worst ✖ Critical/,
    );
    expect(lineWith(picture(scene, state({ page: 1 }), { columns: 140, rows: 44 }), 'more panels')).toMatch(
      /^ \+170 more panels {2}/,
    );
  });

  test('tab and numbers lead to its panels, and to those that have no room', () => {
    const { press } = hands(scene.room);
    expect(press('1', 'tab').focus).toBe('api/orders');
    expect(press('9').focus).toBe('api/endpoints');
    expect(press('1', 'shift-tab').focus).toBe('api/runbook');
    const drawn = picture(scene, press('tab', 'shift-tab'), { columns: 80, rows: 24 });
    expect(drawn).toContain('What to do');
  });

  test('the palette leads to any of its panels', () => {
    const { press, type } = hands(scene.room);
    press(':');
    type('panel disks/disk@sd250');
    const { focus, page } = press('enter');
    expect({ focus, page }).toEqual({ focus: 'disks/disk@sd250', page: 1 });
  });

  test('a filter leaves the panels in which a row passes it, by its own name or by that of its panel', () => {
    const { press, type } = hands(scene.room);
    press('>', '/');
    type('sd250');
    const text = picture(scene, press('enter', 'n'), { columns: 80, rows: 24 });
    expect(text).toContain('sd250');
    expect(text).not.toContain('sd25 ');
    expect(press('esc').filter).toBe('');
    press('<', '/');
    type('latency by');
    expect(picture(scene, press('enter', 'n'), { columns: 140, rows: 44 })).not.toContain('CPU');
  });

  test('is drawn anew only where something changed', async () => {
    const theme = await loadTheme('dark', 0);
    const look = { theme, glyphs: glyphsFor(true), unicode: true, links: false, level: 0 } as const;
    const drawer = new Drawer();
    const [first] = scene.room.panels;
    const untouched = state();
    const drawn = (room: typeof scene.room) =>
      new Set(
        drawer.draw(
          {
            scene: { ...scene, room },
            state: untouched,
            layout: layoutOf(room, untouched, 140, 44),
            keymap: DEFAULT_KEYMAP,
            themes: [],
            timeZone: 'UTC',
            operator: 'alice',
            readOnly: false,
            logs: null,
          },
          look,
        ),
      );
    const newOnes = (before: ReadonlySet<unknown>, after: ReadonlySet<unknown>) =>
      [...after].filter((one) => !before.has(one));
    const before = drawn(scene.room);
    const later = drawn({ ...scene.room, at: millis(scene.room.at + 1000) });
    // Header, headline and footer, and the one panel whose clocks run.
    const OF_A_PANEL = 7;
    expect(newOnes(before, later).length).toBeLessThanOrEqual(6 + OF_A_PANEL);
    const changed = drawn({
      ...scene.room,
      at: millis(scene.room.at + 1000),
      panels: scene.room.panels.map((panel) => (panel === first ? { ...panel } : panel)),
    });
    expect(newOnes(later, changed).length).toBeLessThanOrEqual(6 + OF_A_PANEL);
    expect(newOnes(later, changed).length).toBeGreaterThanOrEqual(OF_A_PANEL);
  });
});

describe('keys in a panel of a board', () => {
  test('enter opens its chart, where arrows move a cursor and choose a line', () => {
    const { press } = hands(scene.room);
    press('6', 'down', 'enter', 'enter');
    const view = press('down').views.at(-1);
    expect(view).toMatchObject({ kind: 'chart', subject: { kind: 'panel', panel: 'api/latency' } });
    const text = picture(scene, press('left', 'left'), { columns: 100, rows: 30 });
    expect(text).toMatch(/⠒⠒ \/cart 1\d\d ms {2}⠂⠂ \/checkout 610 ms {2}⠶⠶ \/search 1\d\d ms/);
    expect(text).toMatch(/21:14:\d\d┃/);
    expect(press('right', 'right', 'right', 'right').views).toHaveLength(2);
    expect(press('+').axis.span).not.toBeNull();
  });

  test('the cursor of one chart tells the values of that instant in all of them', () => {
    const { press } = hands(scene.room);
    const { cursor } = press('6', 'down', 'enter', 'enter', 'left', 'left', 'left');
    const alone = (focus: PanelKey) =>
      picture(scene, state({ focus, fullScreen: true, cursor }), { columns: 100, rows: 30 });
    expect(alone('api/latency')).toMatch(/\/checkout 610 ms.*\/cart 1\d\d ms|\/cart 1\d\d ms.*\/checkout 610 ms/);
    expect(alone('api/heat')).toMatch(/all \d\S*\/s/);
    for (const panel of ['api/latency', 'api/heat', 'api/traffic'] as const)
      expect(alone(panel), panel).toMatch(/21:1\d:\d\d┃|┃21:1\d:\d\d/);
  });

  test('y copies a value with its query, of a text the command', () => {
    const { press, effects } = hands(scene.room);
    press('6', 'y');
    press('1', 'shift-tab', 'down', 'down', 'y');
    expect(effects).toEqual([
      { kind: 'copy', text: 'Latency by endpoint, /checkout: 610 ms\nlatency' },
      { kind: 'copy', text: 'kubectl -n shop rollout undo deploy/api' },
    ]);
  });

  test('l leads to the logs of a series, of a line and of the instant at the cursor', () => {
    const logs = { scene: undefined, searches: [] };
    const { press, effects } = hands(scene.room, { logs });
    press('6', 'l');
    press('esc', '1', 'shift-tab', 'shift-tab', 'down', 'l');
    press('esc', '6', 'enter', 'enter', 'left', 'l');
    const jumps = effects.flatMap((effect) =>
      effect.kind === 'logs' && effect.command.do === 'jump' ? [effect.command.jump] : [],
    );
    expect(jumps).toMatchObject([
      { about: 'Latency by endpoint', labels: { endpoint: '/checkout' }, at: null },
      { about: 'Errors', labels: { job: 'api', pod: 'api-1' } },
      { about: 'Latency by endpoint', labels: { endpoint: '/checkout' } },
    ]);
    expect(jumps[2]?.at).not.toBeNull();
  });

  test('enter on a line opens the log page with the query of its panel', () => {
    const { press, effects } = hands(scene.room, { logs: { scene: undefined, searches: [] } });
    press('1', 'shift-tab', 'shift-tab');
    expect(press('enter').views.at(-1)).toMatchObject({ kind: 'logs' });
    expect(effects).toMatchObject([
      { kind: 'logs', command: { do: 'open', request: { about: 'Errors', query: '{job="api"} |= "error"' } } },
    ]);
    expect(hands(scene.room).press('1', 'shift-tab', 'shift-tab', 'enter').flash).toMatchObject({ kind: 'error' });
  });

  test('acts on alerts of a panel are those of any alert', () => {
    const { press } = hands(scene.room);
    press('1', 'shift-tab', 'shift-tab', 'shift-tab');
    expect(press('*').marks).toEqual(['fp-checkout']);
    expect(press('a').dialog).toMatchObject({ kind: 'acknowledge', targets: ['fp-checkout'] });
    expect(press('esc', 'enter').views.at(-1)).toMatchObject({ kind: 'incident', about: { kind: 'alert' } });
  });
});
