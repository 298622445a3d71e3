import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSafe } from '../../../src/room/safe.ts';
import type { Room } from '../../../src/room/shown.ts';
import type { Block } from '../../../src/screen/canvas/block.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import type { Look } from '../../../src/screen/canvas/look.ts';
import { loadTheme, Themes } from '../../../src/screen/canvas/themes.ts';
import { Latest } from '../../../src/screen/latest.ts';
import { stillOf } from '../../../src/screen/still.ts';
import { arrange, type Item } from '../../../src/screen/wall/arrange.ts';
import { drawWall } from '../../../src/screen/wall/draw-wall.ts';
import { factsOf } from '../../../src/screen/wall/facts.ts';
import { letterRows, letters, letterWidth } from '../../../src/screen/wall/letters.ts';
import { DRIFT, driftAt, type Slide, type Turn, turned } from '../../../src/screen/wall/rotation.ts';
import { slidesOf } from '../../../src/screen/wall/slides.ts';
import { Wall } from '../../../src/screen/wall/wall.ts';
import { type Safe, safe } from '../../../src/text/safe.ts';
import { sanitiseLine } from '../../../src/text/sanitise.ts';
import { widthOf } from '../../../src/text/width.ts';
import { addSeconds, millis, seconds } from '../../../src/units.ts';
import { FakeTimer } from '../../fake-timer.ts';
import { fakeSession } from '../fake-session.ts';
import { healthy, NOW, ROOMS, sceneOf, spike, team } from '../rooms.ts';

const theme = await loadTheme('dark', 3);
const look: Look = { theme, glyphs: glyphsFor(true), unicode: true, links: false, level: 0 };
const around = (rooms: readonly Room[], turn: Partial<Turn> = {}) => ({
  scenes: rooms.map((room) => sceneOf(room)),
  turn: { room: 0, page: 0, since: NOW, ...turn },
  timeZone: 'UTC',
  quit: safe('q quits'),
  failure: null,
  kept: new Map(),
});
const drawn = (rooms: readonly Room[], columns: number, rows: number, own = look) =>
  stillOf(drawWall(around(rooms), columns, rows, own), own, columns, rows);

const PENS = ['halves', '█', '#'] as const;

describe('letters', () => {
  it('are as wide and as high as they say, at any scale', () => {
    const texts = fc.stringMatching(/^[A-Za-z0-9 .,:%+/-]{1,20}$/).map(sanitiseLine);
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 5 }), fc.constantFrom(...PENS), (text, scale, pen) => {
        const rows = letters(text, scale, pen) ?? [];
        expect(rows).toHaveLength(letterRows(scale, pen));
        expect(new Set(rows.map(widthOf))).toEqual(new Set([letterWidth(text, scale)]));
      }),
    );
  });

  it.each(PENS)('tell every two signs apart, also the smallest, drawn in %s', (pen) => {
    const signs = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:-+/%<>()!?✔✖▲'];
    const shapes = signs.map((sign) => letters(sanitiseLine(sign), 1, pen)?.join('\n'));
    expect(new Set(shapes).size).toBe(signs.length);
  });

  it('are of capitals without accents, and none where there is no letter', () => {
    expect(letters(safe('Élan'), 1, 'halves')).toEqual(letters(safe('ELAN'), 1, 'halves'));
    expect(letters(safe('服务'), 1, 'halves')).toBeNull();
    expect(letters(safe('up'), 1, '#')?.join('')).toMatch(/^[# ]*$/);
  });
});

describe('what stands on the wall', () => {
  it('says what is wrong, its number, who is waited for, the ring, and the time', () => {
    expect(factsOf(spike, 'UTC')).toEqual({
      head: 'V2 worse',
      number: '6.10 %',
      who: 'answer in 0:48',
      clock: expect.stringMatching(/^\d\d:\d\d$/),
      ring: 'ring1 failing',
      verdict: '',
      alert: 'P0 4m',
    });
    expect(factsOf(healthy, 'UTC')).toMatchObject({ head: 'all well', number: '', alert: '', verdict: 'V2 not worse' });
    expect(factsOf(team, 'UTC').who).not.toBe('');
  });

  it.each([
    [200, 60, 1 / 12],
    [140, 44, 1 / 12],
    [100, 30, 1 / 11],
    [80, 24, 1 / 9],
  ])(
    'is read from ten metres at %i×%i: each of it a letter of so much of the screen’s height',
    (columns, rows, least) => {
      for (const room of [spike, healthy]) {
        const { head, number, who, clock, ring, verdict } = factsOf(room, 'UTC');
        const items = [safe(`${look.glyphs[room.state]} ${head}`), number, who, ring, verdict, clock].filter(
          (text) => text !== '',
        );
        const text = drawn([room], columns, rows);
        for (const item of items) {
          const scales = [5, 4, 3, 2, 1].filter((scale) => letterRows(scale, 'halves') / rows >= least);
          const found = scales.some((scale) => {
            const [, middle = ''] = letters(item, scale, 'halves') ?? [];
            return text.includes(middle.trim());
          });
          expect([item, found]).toEqual([item, true]);
        }
      }
    },
  );

  it.each([
    [80, 24, '▲ Accuracy over V1 near limit'],
    [60, 30, '▲ Accuracy over V1 near limit'],
    [100, 30, '▲ Accuracy over V1 near limit'],
    // The last word has room beside the first ones, where it would be read before those between.
    [80, 24, '✖ Requests without error budget'],
    [140, 44, '✖ Requests without error budget'],
  ])('says at %i×%i a head of many words in large letters too, one row below the other: %s', (columns, rows, head) => {
    const items = [head, 'on call Charlie', '16:23'].map((text, i) => ({
      name: i === 0 ? 'head' : `${i}`,
      text: sanitiseLine(text),
    }));
    const heads = arrange(items, columns - 2, rows - 5, 'halves').flatMap(({ placed }) =>
      placed.filter(({ name }) => name === 'head'),
    );
    expect(heads.length).toBeGreaterThan(1);
    expect(heads.filter(({ scale }) => scale === null)).toEqual([]);
    expect(heads.map(({ text }) => text).join(' ')).toBe(head);
    expect(heads.map(({ x }) => x)).toEqual(heads.map(() => 0));
  });

  it('is nothing that keys are for: no panel has the focus, and no row is selected', () => {
    for (const page of [0, 1]) {
      const blocks = drawWall(around([spike], { page }), 200, 60, look);
      const [, ...panels] = blocks.filter(({ lines }) => lines.length > 1);
      expect(panels.length).toBeGreaterThan(0);
      const runs = panels.flatMap(({ lines }) => lines.flat());
      expect(runs.filter(({ tone, inverse }) => inverse || tone === 'borderFocus')).toEqual([]);
    }
  });

  it('fits its place, whatever is said at whatever size, and drops the last things first', () => {
    const texts = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map(sanitiseLine), {
      minLength: 1,
      maxLength: 7,
    });
    const size = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 100 }));
    fc.assert(
      fc.property(texts, size, fc.constantFrom(...PENS), (all, [width, height], pen) => {
        const items = all.map((text, i): Item => ({ name: i === 0 ? 'head' : `${i}`, text }));
        const bands = arrange(items, width, height, pen);
        expect(bands.reduce((sum, band) => sum + band.height, 0)).toBeLessThanOrEqual(Math.max(height, 0));
        for (const { placed } of bands) {
          const own = placed.map(({ text, scale }) => (scale === null ? 0 : (letterWidth(text, scale) ?? 0)));
          expect(own.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(width);
        }
        const names = [...new Set(bands.flatMap(({ placed }) => placed.map(({ name }) => name)))];
        expect(names.sort()).toEqual([...new Set(items.map(({ name }) => name))].slice(0, names.length).sort());
      }),
      { numRuns: 300 },
    );
  });

  it('is drawn at every size without going over its edges, wherever it has drifted to', () => {
    const sizes = [20, 40, 79, 80, 100, 140, 200, 300].flatMap((columns) =>
      [5, 10, 12, 24, 30, 44, 60, 100].map((rows) => [columns, rows] as const),
    );
    const beyond = ({ at }: Block, columns: number, rows: number) =>
      at.x < 0 || at.y < 0 || at.x + at.width > columns || at.y + at.height > rows;
    for (const [columns, rows] of sizes)
      for (const room of Object.values(ROOMS))
        expect(drawWall(around([room]), columns, rows, look).filter((one) => beyond(one, columns, rows))).toEqual([]);
  });

  it('is ASCII where there is nothing else', () => {
    expect(drawn([spike, healthy], 100, 30, { ...look, unicode: false, glyphs: glyphsFor(false) })).toMatch(
      /^[\x20-\x7e\n]*$/,
    );
  });

  it('draws letters on the Linux console with the one block that all its fonts have', () => {
    const text = drawn([spike], 100, 30, { ...look, unicode: false, glyphs: glyphsFor(false, true) });
    expect(text).toMatch(/██/);
    expect(text).not.toMatch(/[▀▄✖✔]/);
  });

  it('breaks no head that is plain text for want of room', () => {
    const items = [{ name: 'head', text: safe('! Accuracy over V1 near limit') }];
    expect(arrange(items, 56, 6, '#').flatMap(({ placed }) => placed)).toEqual([
      { name: 'head', text: '! Accuracy over V1 near limit', scale: null, x: 0 },
    ]);
  });

  it('keeps the sign before the first word of the head', () => {
    const items = [{ name: 'head', text: safe('? prometheus silent') }];
    const [first] = arrange(items, 138, 30, 'halves').flatMap(({ placed }) => placed);
    expect(first?.text).toMatch(/^\? prometheus/);
  });

  it('names the pages of its only room in its last row, and how each stands', () => {
    const pages = [spike.pages[0], spike.pages[0]].flatMap((one, i) =>
      one === undefined
        ? []
        : [{ ...one, title: safe(i === 0 ? 'Front' : 'Below'), panels: i === 0 ? one.panels : [] }],
    );
    const last =
      drawn([{ ...spike, pages }], 140, 44)
        .trimEnd()
        .split('\n')
        .at(-1) ?? '';
    expect(last).toMatch(/✖ Front .*✔ Below .*q quits/);
  });

  it('has whole titles above panels without borders, where their rows have free cells', () => {
    const texts = [80, 100, 140, 200].map((columns) => drawn([spike], columns, 44));
    const titles = texts.flatMap((text) => text.split('\n').filter((line) => /^ *1 Rings/.test(line)));
    expect(titles.filter((line) => line.includes('…'))).toEqual([]);
    expect(texts.join('\n')).toMatch(/1 Rings {2,}|1 Rings · checks/);
  });

  it('names every room in its last row, and how each stands', () => {
    const other = makeSafe({ ...healthy, profile: { ...healthy.profile, name: 'Drop Craft Shop' } });
    const rows = drawn([spike, other], 140, 44).trimEnd().split('\n');
    expect(rows.at(-1)).toMatch(/✖ SSM V2 worse .*✔ DCS all well .*q quits/);
  });
});

describe('the turns of a wall', () => {
  const EVERY = seconds(20);
  const slides = (...states: readonly Slide['state'][]): readonly Slide[] =>
    states.map((state, page) => ({ room: 0, page, state }));
  /** The pages that are shown when one looks each so many seconds. */
  const shown = (looks: readonly (readonly Slide[])[], step: number) => {
    let turn: Turn | null = null;
    return looks.map((now, i) => {
      turn = turned(turn, now, addSeconds(NOW, seconds(i * step)), EVERY);
      return turn?.page;
    });
  };
  const times = (count: number, one: readonly Slide[]) => Array.from({ length: count }, () => one);

  it('go round, each page for as long as another', () => {
    expect(shown(times(9, slides('ok', 'warn', 'ok')), 10)).toEqual([0, 0, 1, 1, 2, 2, 0, 0, 1]);
  });

  it('stay on what fails, and go through several of those', () => {
    expect(shown(times(5, slides('ok', 'fail', 'ok')), 20)).toEqual([1, 1, 1, 1, 1]);
    expect(shown(times(4, slides('fail', 'unknown', 'fail')), 20)).toEqual([0, 2, 0, 2]);
  });

  it('stay on what is not known while nothing is known to fail', () => {
    expect(shown(times(3, slides('ok', 'unknown', 'warn')), 20)).toEqual([1, 1, 1]);
  });

  it('go at once to what begins to fail, and on from there once it is well', () => {
    const well = slides('ok', 'ok', 'ok', 'ok');
    const bad = slides('ok', 'ok', 'fail', 'ok');
    expect(shown([well, bad, bad, well, well], 10)).toEqual([0, 2, 2, 3, 3]);
  });

  it('go on where a page is gone, a clock was set back, or there is nothing', () => {
    const turn: Turn = { room: 0, page: 5, since: NOW };
    expect(turned(turn, slides('ok', 'ok'), NOW, EVERY)).toMatchObject({ page: 0 });
    expect(turned({ ...turn, page: 0 }, slides('ok', 'ok'), millis(NOW - 1), EVERY)).toMatchObject({ page: 1 });
    expect(turned(null, [], NOW, EVERY)).toBeNull();
  });

  it('are of the pages that show what fails; of the first where none does', () => {
    const [first, second] = slidesOf([spike]);
    expect([first?.state, second?.state]).toEqual(['fail', 'fail']);
    const unseen = { ...healthy, state: 'fail', finding: { kind: 'limits' } } as const;
    expect(slidesOf([unseen]).map(({ state }) => state)).toEqual(['fail', 'ok']);
  });

  it('never let a pixel stand still, and never move the picture by more than the wall keeps free', () => {
    const places = Array.from({ length: 60 }, (_, i) => driftAt(millis(NOW + i * 60_000)));
    expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe((DRIFT.x + 1) * (DRIFT.y + 1));
    for (const [i, { x, y }] of places.slice(1).entries()) {
      const before = places[i] ?? { x: 0, y: 0 };
      expect(Math.abs(x - before.x) + Math.abs(y - before.y)).toBeLessThanOrEqual(1);
    }
  });
});

describe('a wall', () => {
  it('shows rooms in turns by the time alone, goes to what fails at once, and draws no more once it has ended', async () => {
    const timer = new FakeTimer(NOW / 1000);
    const rooms = [
      fakeSession(healthy),
      fakeSession({ ...healthy, profile: { ...healthy.profile, name: makeSafe('Another') } }),
    ];
    const failures = new Latest<Safe>();
    let text = '';
    let pictures = 0;
    const stage = {
      timer,
      background: null,
      drawAtAnySize(draw: (columns: number, rows: number) => readonly Block[]) {
        pictures += 1;
        text = stillOf(draw(140, 44), look, 140, 44);
      },
    } as unknown as ConstructorParameters<typeof Wall>[0];
    const unheard = sceneOf(healthy);
    const wall = new Wall(stage, {
      rooms: rooms.map((session) => ({ session, unheard })),
      every: seconds(20),
      themes: new Themes(theme, 3),
      followsBackground: false,
      look,
      timeZone: 'UTC',
      quit: safe('q quits'),
      failures,
    });
    failures.tell(safe('the notify hook failed: lamp exited with 3'));
    expect(text.split('\n').slice(0, 3).join('')).toContain('SuperSmartMatch');
    // Each of its two pages, then the other room.
    await timer.pass(41);
    expect(text.split('\n').slice(0, 3).join('')).toContain('Another');
    rooms[0]?.show(spike);
    await timer.pass(1);
    expect(text).toContain('lamp exited with 3');
    expect(text.split('\n').slice(0, 3).join('')).toContain('SuperSmartMatch');
    wall.end();
    const before = pictures;
    await timer.pass(60);
    rooms[1]?.show(spike);
    expect(pictures).toBe(before);
  });
});
