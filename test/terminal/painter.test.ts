import process from 'node:process';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Painter, type TerminalStream } from '../../src/terminal/painter.ts';
import { pictureOf } from './parse-row.ts';
import { ManualTimer, RecordingStream, VirtualTerminal } from './virtual-terminal.ts';

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;
const onBlue = (text: string): string => `\u001b[44m${text}\u001b[49m`;
const link = (text: string): string => `\u001b]8;;https://example.org/\u0007${text}\u001b]8;;\u0007`;
const synchronized = (bytes: string): string => `\u001b[?2026h${bytes}\u001b[?2026l`;

let stream: RecordingStream;
let timers: ManualTimer;
let painter: Painter;

beforeEach(() => {
  stream = new RecordingStream(10, 3);
  timers = new ManualTimer();
  painter = new Painter(stream, timers);
});

/** Shows a frame once the pace allows, and returns what it cost. */
function show(frame: string): string {
  timers.advance(1000);
  painter.show(pictureOf(frame));
  return stream.take();
}

describe('the painter', () => {
  it('clears the terminal for the first frame, and writes what is not blank', () => {
    expect(show('ab\n\n  c')).toBe(synchronized('\u001b[0m\u001b[H\u001b[2J\u001b[1;1Hab\u001b[3;3Hc'));
  });

  it('writes nothing when nothing changed', () => {
    show('ab');
    expect(show('ab')).toBe('');
    expect(show(`ab${red('')}`)).toBe('');
  });

  it('does not say where a picture begins and ends to a terminal that does not know it', () => {
    painter.synchronized(false);
    expect(show('ab')).toBe('\u001b[0m\u001b[H\u001b[2J\u001b[1;1Hab');
    painter.synchronized(true);
    expect(show('ac')).toBe(synchronized('\u001b[1;2Hc'));
  });

  it('writes the cells that changed', () => {
    show('load 1.23\nok');
    expect(show('load 1.27\nok')).toBe(synchronized('\u001b[1;9H7'));
  });

  it('lets the answer to a key pass before its time, and what waited with it, at the pace too', () => {
    show('a');
    painter.show(pictureOf('b'));
    painter.hurry();
    expect(stream.take()).toContain('b');
    painter.show(pictureOf('c'));
    expect(stream.take()).toContain('c');
    painter.hurry();
    painter.show(pictureOf('d'));
    expect(stream.take()).toBe('');
    timers.advance(100);
    expect(stream.take()).toContain('d');
  });

  it('writes over a short gap and jumps over a long one', () => {
    show('a2345678b');
    expect(show('A2345678B')).toBe(synchronized('\u001b[1;1HA\u001b[7CB'));
    show('a23b');
    expect(show('A23B')).toBe(synchronized('\u001b[1;1HA23B'));
  });

  it('erases what is left of a line that became shorter', () => {
    show('abcdef');
    expect(show('ab')).toBe(synchronized('\u001b[1;3H\u001b[K'));
  });

  it('restyles a cell whose colour alone changed, and leaves the pen plain', () => {
    show('ab');
    expect(show(`a${red('b')}`)).toBe(synchronized('\u001b[1;2H\u001b[31mb\u001b[39m'));
  });

  it('writes again what follows an emoji that changed, since terminals disagree about its width', () => {
    show('😀 ok');
    expect(show('🚀 ok')).toBe(synchronized('\u001b[1;1H🚀\u001b[1;3H '));
    expect(show('ab ok')).toBe(synchronized('\u001b[1;1Hab'));
  });

  it('keeps links', () => {
    expect(show(link('x'))).toContain('\u001b]8;;https://example.org/\u0007x\u001b]8;;\u0007');
  });

  it('cuts a frame that is larger than the terminal', () => {
    expect(show(`${'x'.repeat(30)}\n2\n3\n4\n5`)).toBe(
      synchronized('\u001b[0m\u001b[H\u001b[2J\u001b[1;1Hxxxxxxxxxx\u001b[2;1H2\u001b[3;1H3'),
    );
  });
});

describe('the pace', () => {
  it('is at most ten paints a second, and the newest frame wins', () => {
    show('1');
    painter.show(pictureOf('2'));
    painter.show(pictureOf('3'));
    expect(stream.take()).toBe('');
    timers.advance(99);
    expect(stream.take()).toBe('');
    timers.advance(1);
    expect(stream.take()).toBe(synchronized('\u001b[1;1H3'));
    timers.advance(1000);
    expect(stream.take()).toBe('');
  });

  it('waits while the stream is full, and then paints the newest frame alone', () => {
    stream.full = true;
    show('1');
    expect(show('2')).toBe('');
    expect(show('3')).toBe('');
    stream.full = false;
    stream.emit('drain');
    expect(stream.take()).toBe(synchronized('\u001b[1;1H3'));
  });

  it('holds still while the terminal is not ours, and then paints everything', () => {
    show('ab');
    painter.hold();
    expect(show('cd')).toBe('');
    painter.release();
    expect(stream.take()).toBe(synchronized('\u001b[0m\u001b[H\u001b[2J\u001b[1;1Hcd'));
  });

  it('paints everything once after a resize has come to rest', () => {
    show('ab');
    for (const columns of [9, 8, 7]) {
      stream.columns = columns;
      painter.repaint();
      painter.show(pictureOf(`${columns}`));
    }
    expect(stream.take()).toBe('');
    timers.advance(100);
    expect(stream.take()).toBe(synchronized('\u001b[0m\u001b[H\u001b[2J\u001b[1;1H7'));
  });

  it('paints nothing more once closed', () => {
    show('1');
    painter.show(pictureOf('2'));
    painter.close();
    timers.advance(1000);
    stream.emit('drain');
    expect(stream.take()).toBe('');
  });
});

it('the standard output of a process is a stream that can be painted on', () => {
  const real: TerminalStream = process.stdout;
  expect(real).toBe(process.stdout);
});

describe('a terminal', () => {
  const piece = fc.oneof(
    fc.constantFrom('a', 'bc', '   ', '0.23 %', '╭──╮', '⣀⣤', '中', '中文字', 'é', 'e\u0301', '✔'),
    fc.constantFrom('x', 'yz', '中').map(red),
    fc.constantFrom('x', ' ', '─').map(onBlue),
    fc.constantFrom('B', '文').map(bold),
    fc.constantFrom('B', '文').map((text) => red(bold(text))),
  );
  const line = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const frame = fc.array(line, { maxLength: 8 }).map((lines) => lines.join('\n'));

  it('shows after any sequence of frames what it would show of the last one alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 2, maxLength: 6 }), async (frames) => {
        const [incremental, fresh] = [new VirtualTerminal(10, 3), new VirtualTerminal(10, 3)];
        painter = new Painter(stream, timers);
        for (const one of frames) await incremental.write(show(one));
        const alone = new RecordingStream(10, 3);
        new Painter(alone, timers).show(pictureOf(frames.at(-1) ?? ''));
        await fresh.write(alone.take());
        expect(incremental.cells()).toEqual(fresh.cells());
        expect(incremental.scrolledBy).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});
