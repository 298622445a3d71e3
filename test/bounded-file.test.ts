import { execFile, execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { FileRefused, FileTooLong, readGiven, readPlain, readPlainSync, streamGiven } from '../src/bounded-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringdeck-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MOST = 1000;
const BRIEF = { alone: 50, silent: 50 };
const LONG = { alone: 30_000, silent: 30_000 };
const shell = (line: string, path: string) => promisify(execFile)('sh', ['-c', line, 'sh', path]);
let made = 0;
const newPath = () => join(folder, `${made++}`);

function file(content: string): string {
  const path = newPath();
  writeFileSync(path, content);
  return path;
}

/** A named pipe; a writer that holds it open, too, when one is asked for. */
function pipe() {
  const path = newPath();
  execFileSync('mkfifo', [path]);
  return {
    path,
    /** Without waiting for a reader, as a writer alone would. */
    hold() {
      const end = openSync(path, 'r+');
      onTestFinished(() => closeSync(end));
      return (text: string) => writeSync(end, text);
    },
  };
}

async function socket(): Promise<string> {
  const path = newPath();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return path;
}

const readers = [
  ['readPlain', readPlain],
  ['readPlainSync', async (path: string, most: number) => readPlainSync(path, most)],
  ['readGiven', (path: string, most: number) => readGiven(path, most, BRIEF)],
] as const;

describe.each(readers)('%s', (name, read) => {
  test('gives what a file holds, through links too, up to the limit', async () => {
    const path = file('x'.repeat(MOST));
    const link = newPath();
    symlinkSync(path, link);
    expect((await read(link, MOST)).toString()).toBe('x'.repeat(MOST));
    await expect(read(link, MOST - 1)).rejects.toThrow(new FileTooLong(MOST - 1));
    expect((await read(file(''), MOST)).length).toBe(0);
  });

  test.runIf(process.platform === 'linux')('reads a file that says it is empty and is not', async () => {
    expect((await read('/proc/self/status', 100_000)).toString()).toContain('State:');
  });

  test('tells a file that is missing', async () => {
    await expect(read(newPath(), MOST)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('refuses a device, a folder and a socket, without opening them', async () => {
    await expect(read('/dev/zero', MOST)).rejects.toThrow('it is not a file but a device');
    await expect(read(folder, MOST)).rejects.toThrow('it is not a file but a folder');
    await expect(read(await socket(), MOST)).rejects.toThrow('it is not a file but a socket');
  });

  test('does not wait for a pipe that nobody writes to', async () => {
    const words = name === 'readGiven' ? 'nothing came through this pipe for 0.05 s' : 'it is not a file but a pipe';
    await expect(read(pipe().path, MOST)).rejects.toThrow(new FileRefused(words));
  });
});

describe('a pipe that is given once', () => {
  test('is read to its end, whoever is late', async () => {
    const { path } = pipe();
    const [read] = await Promise.all([readGiven(path, MOST, LONG), shell('printf first > "$1"', path)]);
    expect(read.toString()).toBe('first');
  });

  test('is not waited for without end when its writer is silent', async () => {
    const { path, hold } = pipe();
    const write = hold();
    write('begun');
    await expect(readGiven(path, MOST, BRIEF)).rejects.toThrow('nothing came through this pipe for 0.05 s');
  });

  test('is read no further than the limit', async () => {
    const { path, hold } = pipe();
    hold()('x'.repeat(MOST + 1));
    await expect(readGiven(path, MOST, LONG)).rejects.toThrow(FileTooLong);
  });

  test('comes in pieces where there is no limit, as a file does', async () => {
    const { path } = pipe();
    const pieces = async (from: string) => {
      const lengths: number[] = [];
      for await (const piece of streamGiven(from, LONG)) lengths.push(piece.length);
      return lengths;
    };
    const [read] = await Promise.all([pieces(path), shell('head -c 100000 /dev/zero > "$1"', path)]);
    expect(read.reduce((sum, length) => sum + length, 0)).toBe(100_000);
    expect(await pieces(file('x'.repeat(100_000)))).toEqual([65_536, 34_464]);
  });
});
