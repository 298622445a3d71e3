import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import type { Block } from '../../src/screen/canvas/block.ts';
import { Compositor } from '../../src/screen/canvas/compositor.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import type { Look } from '../../src/screen/canvas/look.ts';
import { shippedThemes } from '../../src/screen/canvas/themes.ts';
import { isBack } from '../../src/screen/core/viewing.ts';
import { Drawer } from '../../src/screen/draw-screen.ts';
import { layoutOf } from '../../src/screen/panels/layout-of.ts';
import { Painter } from '../../src/terminal/painter.ts';
import { ManualTimer, RecordingStream, VirtualTerminal } from '../terminal/virtual-terminal.ts';
import { healthy, spike } from './rooms.ts';
import { type Seen, walk, walked } from './walk.ts';

const looks = [true, false].flatMap((unicode) =>
  shippedThemes(3).map((theme): Look => ({ theme, glyphs: glyphsFor(unicode), unicode, links: true, level: 3 })),
);

function drawn({ scene, state, columns, rows, logs }: Seen, look: Look, drawer: Drawer): readonly Block[] {
  const layout = layoutOf(scene.room, state, columns, rows, isBack(scene.playback));
  const around = {
    keymap: DEFAULT_KEYMAP,
    themes: ['dark', 'light'],
    timeZone: 'UTC',
    operator: 'alice',
    readOnly: false,
  };
  return drawer.draw({ scene, state, layout, logs, ...around }, look);
}

/** A screen that is drawn and painted picture after picture. */
class Screen {
  readonly #stream = new RecordingStream(140, 44);
  readonly #timer = new ManualTimer();
  readonly #painter = new Painter(this.#stream, this.#timer);
  readonly #terminal = new VirtualTerminal(140, 44);
  readonly #drawer = new Drawer();
  readonly #compositor = new Compositor();

  async show(seen: Seen, look: Look): Promise<readonly string[]> {
    const { columns, rows } = seen;
    if (columns !== this.#stream.columns || rows !== this.#stream.rows) {
      this.#terminal.resize(columns, rows);
      Object.assign(this.#stream, { columns, rows });
      this.#painter.repaint();
    }
    const blocks = drawn(seen, look, this.#drawer);
    this.#painter.show({ rows: (...size) => this.#compositor.compose(blocks, look, ...size) });
    this.#timer.advance(1000);
    await this.#terminal.write(this.#stream.take());
    return this.#terminal.cells();
  }
}

test('whatever came before, the screen shows what one that is drawn anew would show', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(walk, fc.boolean(), fc.constantFrom(...looks), async (steps, isTape, look) => {
      const screen = new Screen();
      for (const seen of walked(steps, healthy, isTape)) {
        const fresh = await new Screen().show(seen, look);
        const wrong = (await screen.show(seen, look)).flatMap((row, y) => (row === fresh[y] ? [] : [y]));
        expect(wrong, `rows at ${seen.columns}×${seen.rows}`).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
});

/** How many of so many rows were made anew. */
const anew = (before: readonly unknown[], after: readonly unknown[]): number =>
  after.filter((row, y) => row !== before[y]).length;

test('a second that goes by makes rows anew where an age or the time stands, and no others', () => {
  const [look] = looks;
  if (look === undefined) throw new Error('there is no look');
  const drawer = new Drawer();
  const compositor = new Compositor();
  const compose = (seen: Seen) => compositor.compose(drawn(seen, look, drawer), look, seen.columns, seen.rows);
  const [first, later, again] = [...walked([{ seconds: 1 }, { keys: [] }], healthy)];
  if (!first || !later || !again) throw new Error('nothing is seen');
  const before = compose(first);
  const after = compose(later);
  const texts = (rows: typeof before) => rows.map((row) => row.map(({ text }) => text).join(''));
  const changed = texts(after).filter((text, y) => text !== texts(before)[y]).length;
  expect(changed).toBeGreaterThan(0);
  expect(anew(before, after)).toBe(changed);
  expect(compose(again)).toEqual(after);
  expect(anew(after, compose(again))).toBe(0);
});

test('a panel of whose parts of the room none is another is not drawn anew', () => {
  const [look] = looks;
  if (look === undefined) throw new Error('there is no look');
  const drawer = new Drawer();
  const [first, later, other] = [
    ...walked([{ seconds: 1 }, { part: ['journal', { ...healthy, journal: healthy.journal.toReversed() }] }], healthy),
  ];
  if (!first || !later || !other) throw new Error('nothing is seen');
  const journal = (blocks: readonly Block[]) =>
    blocks.filter(({ lines }) => lines.flat().some(({ text }) => text.includes('Journal')));
  const linesOf = (seen: Seen) => journal(drawn(seen, look, drawer));
  const [before, after] = [linesOf(first), linesOf(later)];
  expect(before).toHaveLength(1);
  expect(after[0]).toBe(before[0]);
  expect(linesOf(other)[0]).not.toBe(before[0]);
});

test('an alert is marked in the charts at once, though their values are the same as before', () => {
  const [look] = looks;
  if (look === undefined) throw new Error('there is no look');
  const texts = (seen: Seen, drawer: Drawer) =>
    drawn(seen, look, drawer).map(({ lines }) => lines.map((line) => line.map(({ text }) => text).join('')));
  const drawer = new Drawer();
  const [calm, alarmed] = [...walked([{ part: ['alerts', spike] }], healthy)];
  if (!calm || !alarmed) throw new Error('nothing is seen');
  const charts = (blocks: readonly (readonly string[])[]) =>
    blocks.filter(
      (lines) => lines.some((line) => line.includes('limit ≤')) && !lines.some((line) => line.includes('P0')),
    );
  const before = charts(texts(calm, drawer));
  const after = charts(texts(alarmed, drawer));
  expect(before).toHaveLength(1);
  expect(after).not.toEqual(before);
  expect(after).toEqual(charts(texts(alarmed, new Drawer())));
});
