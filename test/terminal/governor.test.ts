import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { Governor, INTERVAL } from '../../src/terminal/governor.ts';
import { Painter } from '../../src/terminal/painter.ts';
import { FakeTimer } from '../fake-timer.ts';
import { pictureOf } from './parse-row.ts';
import { ManualTimer, RecordingStream } from './virtual-terminal.ts';

let clock: ManualTimer;
let day: FakeTimer;
beforeEach(() => {
  clock = new ManualTimer();
  day = new FakeTimer();
});
const governorOf = (limit: number | null = null) => new Governor(clock, day, limit);
const spellsOf = (governor: Governor) =>
  governor
    .pacing()
    .spells.map(({ because, from, to }) => [because, from - day.now(), to === null ? null : to - day.now()]);

describe('without a reason', () => {
  test('the screen changes ten times a second, and nothing is told of it', () => {
    const governor = governorOf();
    governor.painted(5000, 3);
    expect(governor.period()).toBe(INTERVAL);
    expect(governor.keyPeriod()).toBe(INTERVAL);
    expect(governor.pacing()).toMatchObject({ limit: null, spells: [] });
  });

  test('what was painted is told as rates over the last ten seconds', () => {
    const governor = governorOf();
    for (let i = 0; i < 20; i += 1) {
      clock.advance(1000);
      governor.painted(100, 4);
    }
    expect(governor.pacing().rates).toEqual({ bytesPerSecond: 100, framesPerSecond: 1, millisPerFrame: 4 });
    clock.advance(10_000);
    expect(governor.pacing().rates).toEqual({ bytesPerSecond: 0, framesPerSecond: 0, millisPerFrame: null });
  });
});

describe('a terminal nobody looks at', () => {
  test('is painted every two seconds, until somebody looks again', async () => {
    const governor = governorOf();
    governor.focused(false);
    expect(governor.period()).toBe(2000);
    await day.pass(60);
    expect(spellsOf(governor)).toEqual([['unfocused', -60_000, null]]);
    governor.focused(true);
    expect(governor.period()).toBe(INTERVAL);
    expect(spellsOf(governor)).toEqual([['unfocused', -60_000, 0]]);
  });
});

describe('a terminal that is slow to take what is written', () => {
  test('more than once is painted less often, the slower it is, and as often as any once it is fast again', () => {
    const governor = governorOf();
    const paint = (millis: number) => {
      governor.painted(100, 1);
      governor.filled();
      clock.advance(millis);
      governor.drained();
    };
    paint(100);
    expect(governor.period()).toBe(INTERVAL);
    paint(500);
    expect(governor.period()).toBe(INTERVAL);
    paint(500);
    expect(governor.period()).toBe(2000);
    paint(60_000);
    expect(governor.period()).toBe(5000);
    expect(spellsOf(governor).map(([because, , to]) => [because, to])).toEqual([['slow', null]]);
    clock.advance(10_000);
    expect(governor.period()).toBe(INTERVAL);
    expect(spellsOf(governor).map(([because, , to]) => [because, to === null])).toEqual([['slow', false]]);
  });

  test('is told of while it takes nothing at all', () => {
    const governor = governorOf();
    governor.painted(100, 1);
    governor.filled();
    clock.advance(300);
    expect(spellsOf(governor)).toHaveLength(1);
  });
});

describe('a limit to what is written', () => {
  /** Paints whenever it may, for so many milliseconds; gives the bytes written after the first paint. */
  function paintFor(governor: Governor, length: number, sizes: () => number): number[] {
    const written: number[] = [];
    for (let at = 0; at < length; ) {
      const size = sizes();
      governor.painted(size, 1);
      written.push(size);
      const wait = governor.period();
      clock.advance(wait);
      at += wait;
    }
    return written;
  }

  test('is kept over any time, but for one paint, whatever the paints are as large as', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20, max: 5000 }),
        fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 }),
        (limit, sizes) => {
          clock = new ManualTimer();
          let i = 0;
          // No paint is so large that it would have to be waited for longer than the screen may stand still.
          const next = () => Math.min(sizes[i++ % sizes.length] ?? 1, limit * 10);
          const written = paintFor(governorOf(limit), 60_000, next);
          const seconds = Number(clock.now()) / 1000;
          expect(written.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(limit * seconds + Math.max(...written));
        },
      ),
    );
  });

  test('lets no screen stand still for longer than ten seconds, however large a paint was', () => {
    const governor = governorOf(200);
    governor.painted(1_000_000, 1);
    expect(governor.period()).toBe(10_000);
  });

  test('puts an answer to a key off for a second at most', () => {
    const governor = governorOf(200);
    governor.painted(4000, 1);
    expect(governor.answersKeys).toBe(false);
    expect(governor.keyPeriod()).toBe(1000);
    clock.advance(1000);
    expect(governor.answersKeys).toBe(true);
  });

  test('is told of where a paint had to wait for it', () => {
    const governor = governorOf(1000);
    governor.painted(100, 1);
    expect(spellsOf(governor)).toEqual([]);
    governor.painted(4000, 1);
    expect(spellsOf(governor).map(([because]) => because)).toEqual(['limit']);
  });
});

test('the list of spells is the same until one begins or ends, and bounded', () => {
  const governor = governorOf();
  const before = governor.pacing().spells;
  expect(governor.pacing().spells).toBe(before);
  for (let i = 0; i < 200; i += 1) governor.focused(i % 2 === 1);
  expect(governor.pacing().spells.length).toBeLessThanOrEqual(50);
});

describe('a painter that is governed', () => {
  const open = (limit: number | null) => {
    const stream = new RecordingStream(40, 3);
    const governor = governorOf(limit);
    return { stream, governor, painter: new Painter(stream, clock, governor) };
  };

  test('paints the newest picture once it may, and each in one piece', () => {
    const { stream, painter } = open(100);
    painter.show(pictureOf('a'.repeat(40)));
    stream.take();
    for (const text of ['b', 'c', 'd']) {
      painter.show(pictureOf(text.repeat(40)));
      clock.advance(100);
    }
    expect(stream.take()).toBe('');
    clock.advance(1000);
    expect(stream.writes).toHaveLength(1);
    expect(stream.take()).toBe(`\u001b[?2026h\u001b[1;1H${'d'.repeat(40)}\u001b[?2026l`);
  });

  test('answers a key within a second, also where the limit would have it wait for longer', () => {
    const { stream, painter } = open(20);
    painter.show(pictureOf('a'.repeat(40)));
    stream.take();
    clock.advance(200);
    painter.show(pictureOf('b'));
    painter.hurry();
    expect(stream.take()).toBe('');
    clock.advance(800);
    expect(stream.take()).toContain('b');
  });

  test('paints what was put off as soon as somebody looks', () => {
    const { stream, painter } = open(null);
    painter.show(pictureOf('a'));
    painter.focused(false);
    painter.show(pictureOf('b'));
    clock.advance(1000);
    stream.take();
    expect(stream.take()).toBe('');
    painter.focused(true);
    expect(stream.take()).toContain('b');
  });

  test('repaints a terminal that changed its size without waiting for anybody to look', () => {
    const { stream, painter } = open(null);
    painter.show(pictureOf('a'));
    painter.focused(false);
    stream.take();
    painter.repaint();
    clock.advance(INTERVAL);
    expect(stream.take()).toContain('a');
  });
});
