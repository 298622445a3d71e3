import { PassThrough } from 'node:stream';
import { render, Text, useWindowSize } from 'ink';
import { describe, expect, it } from 'vitest';
import { inkStdout } from '../../src/terminal/ink-stdout.ts';
import { RecordingStream } from './virtual-terminal.ts';

function Screen({ tell }: { readonly tell: (size: string) => void }) {
  const { columns, rows } = useWindowSize();
  tell(`${columns}×${rows}`);
  return <Text>drawn by Ink</Text>;
}

describe('an Ink app on the silent output', () => {
  it('knows the size of the terminal as it changes, and writes nothing to it from beginning to end', async () => {
    const stream = new RecordingStream(20, 5);
    const stdout = inkStdout(stream);
    const sizes: string[] = [];
    const app = render(<Screen tell={(size) => sizes.push(size)} />, {
      stdout,
      stdin: new PassThrough() as unknown as NodeJS.ReadStream,
      debug: true,
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    await app.waitUntilRenderFlush();
    stream.resize(30, 6);
    await app.waitUntilRenderFlush();
    await app.waitUntilRenderFlush();
    app.unmount();
    await app.waitUntilExit();
    stdout.destroy();
    expect([sizes[0], sizes.at(-1)]).toEqual(['20×5', '30×6']);
    expect(stream.take()).toBe('');
    expect(stream.listenerCount('resize')).toBe(0);
  });
});
