import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageRoot, tapesFolder } from '../../src/assets.ts';
import { TerminalProgram } from './terminal.ts';

let folder: string;
let running: TerminalProgram | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringdeck-killed-'));
});
afterEach(() => {
  running?.close();
  rmSync(folder, { recursive: true });
});

/** An operator nobody else is. */
const name = () => basename(folder);

/** Processes with a word in their command line, as "pid ppid command". */
const processes = (word: string): readonly string[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes(word) && !line.includes(' sh -c'));

/** A shell on a terminal in which a line runs; `$PIDS` is a folder in which it may note who is who. */
async function shell(line: string, drawn: string): Promise<TerminalProgram> {
  const env = { HOME: folder, PIDS: folder, NAME: name(), TZ: 'UTC' };
  // The shell itself stays: were it the one to die, the kernel would hang up the terminal.
  const command = ['sh', '-c', `cd "${packageRoot}"; ${line}; echo "the shell goes on"; read -r _`] as const;
  running = new TerminalProgram(command, { columns: 100, rows: 30, env });
  await running.waitFor((text) => text.includes(drawn), 'the room');
  return running;
}

/**
 * Waits until the shell that started a room has gone on. Not for what it says to be on the screen: that is the room's, which may
 * take it away with itself.
 */
const shellGoesOn = (program: TerminalProgram) =>
  program.waitFor(() => program.output().includes('the shell goes on'), 'the shell');

const noted = (name: string) => Number(readFileSync(join(folder, name), 'utf8'));

describe('a room on a terminal', () => {
  test('is one process: kill -9 leaves nobody who draws', async () => {
    const tape = join(folder, 'the-only-one.tape');
    copyFileSync(join(tapesFolder, 'demo.tape'), tape);
    const program = await shell(`sh -c 'echo $$ > "$PIDS/ringdeck"; exec bin/ringdeck replay ${tape}'`, 'REPLAY');
    const [only, ...others] = processes(tape);
    expect([others, Number(only?.split(' ')[0])]).toEqual([[], noted('ringdeck')]);
    process.kill(noted('ringdeck'), 'SIGKILL');
    await shellGoesOn(program);
    expect(processes(tape)).toEqual([]);
  });

  test.each([
    [
      'the process that npm starts',
      `sh -c 'echo $$ > "$PIDS/victim"; exec node scripts/run.mjs start --operator $NAME'`,
    ],
    ['npm itself', `sh -c 'echo $$ > "$PIDS/victim"; exec npm start -- --operator $NAME'`],
  ])('ends, and gives the terminal back, when %s is killed', async (_, line) => {
    const program = await shell(line, 'DEMO');
    expect(processes(`ringdeck.mjs demo --operator ${name()}`)).toHaveLength(1);
    process.kill(noted('victim'), 'SIGKILL');
    await shellGoesOn(program);
    await program.waitFor(() => !program.fullScreen() && !program.cursorHidden(), 'the terminal as it was');
    await expect.poll(() => processes(`--operator ${name()}`)).toEqual([]);
  });
});
