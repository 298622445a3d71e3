import { PassThrough } from 'node:stream';
import { Box, render, Text, useWindowSize } from 'ink';
import { describe, expect, it } from 'vitest';
import { createCellOutput } from '../../src/terminal/cell-output.ts';
import { ManualTimer, RecordingStream, VirtualTerminal } from './virtual-terminal.ts';

function Screen({ value }: { value: string }) {
  const { columns, rows } = useWindowSize();
  return (
    <Box flexDirection="column" borderStyle="round" width={columns} height={rows}>
      <Text>{value}</Text>
      <Text>
        {columns}×{rows}
      </Text>
    </Box>
  );
}

function start(columns: number, rows: number) {
  const stream = new RecordingStream(columns, rows);
  const timers = new ManualTimer();
  const { stdout, painter } = createCellOutput(stream, timers);
  const app = render(<Screen value="one" />, {
    stdout,
    stdin: new PassThrough() as unknown as NodeJS.ReadStream,
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return { app, stream, timers, stdout, painter };
}

describe('an Ink app behind the cell output', () => {
  it('is painted cell by cell', async () => {
    const { app, stream, timers } = start(20, 5);
    const terminal = new VirtualTerminal(20, 5);
    await terminal.write(stream.take());
    expect(terminal.lines()).toEqual([
      '╭──────────────────╮',
      '│one               │',
      '│20×5              │',
      '│                  │',
      '╰──────────────────╯',
    ]);
    timers.advance(1000);
    app.rerender(<Screen value="two" />);
    expect(stream.take()).toBe('\u001b[?2026h\u001b[2;2Htwo\u001b[?2026l');
    timers.advance(1000);
    app.rerender(<Screen value="two" />);
    expect(stream.take()).toBe('');
    app.unmount();
  });

  it('fills the terminal again after it was resized, and never scrolls it', async () => {
    const { app, stream, timers } = start(20, 5);
    const terminal = new VirtualTerminal(20, 5);
    await terminal.write(stream.take());
    for (const [columns, rows] of [
      [30, 6],
      [12, 4],
      [16, 4],
    ] as const) {
      terminal.resize(columns, rows);
      stream.resize(columns, rows);
      await app.waitUntilRenderFlush();
      timers.advance(100);
      await app.waitUntilRenderFlush();
      timers.advance(100);
      await terminal.write(stream.take());
      const lines = terminal.lines();
      expect(lines[0]).toBe(`╭${'─'.repeat(columns - 2)}╮`);
      expect(lines[2]).toContain(`│${columns}×${rows}`);
      expect(lines[rows - 1]).toBe(`╰${'─'.repeat(columns - 2)}╯`);
    }
    app.unmount();
  });

  it('leaves cursor and modes to the screen guard, and writes nothing after its end', async () => {
    const { app, stream, timers, stdout } = start(20, 5);
    app.unmount();
    await app.waitUntilExit();
    stdout.destroy();
    timers.advance(1000);
    stream.resize(10, 5);
    timers.advance(1000);
    const modes = stream.take().match(/\?\d+[hl]/g) ?? [];
    expect(new Set(modes)).toEqual(new Set(['?2026h', '?2026l']));
    expect(stream.listenerCount('resize') + stream.listenerCount('drain')).toBe(0);
  });
});
