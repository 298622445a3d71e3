import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { verifyChain } from '../../src/operations/journal/chain.ts';
import { FileJournal } from '../../src/operations/journal/file-journal.ts';
import { FileRingStore } from '../../src/operations/stores/file-ring-store.ts';
import { millis } from '../../src/units.ts';

const SCRIPT = fileURLToPath(new URL('fixtures/script-writer.ts', import.meta.url));
const WRITES = 800;

/** Runs the script, and acts on the same file for as long as it writes. */
async function actBeside(how: string): Promise<{ readonly acts: number; readonly lost: number }> {
  const directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ringdeck-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'rings.json');
  writeFileSync(path, '{ "script": 0, "rings": { "ring0": { "validated": false } } }\n');
  const script = spawn(process.execPath, [SCRIPT, path, how, `${WRITES}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void script.kill());
  let said = '';
  script.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  const store = new FileRingStore(path);
  let acts = 0;
  while (script.exitCode === null) {
    await store.update(({ records }) => {
      const by = 'alice';
      const at = millis(1_700_000_000_000 + acts);
      const kind = 'ring0' in records ? 'revoke' : 'validate';
      return {
        record: { at, by, act: kind, target: 'ring0', result: 'done', detail: '' },
        change: { ringId: 'ring0', validation: kind === 'validate' ? { by, at } : null },
      };
    });
    acts++;
  }
  expect(script.exitCode).toBe(0);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ script: expect.any(Number) });
  expect(readdirSync(directory).filter((name) => /\.(next|redo|tmp)/.test(name))).toEqual([]);
  const journal = new FileJournal(path);
  expect(await verifyChain(journal.lines(), [(await journal.head()) ?? ''])).toMatchObject({
    lines: acts,
    problems: [],
  });
  return { acts, lost: Number(said) };
}

/*
 * A write is lost only when a script renames its file in the microseconds between the last look and the rename, or reads
 * the file again before what it wrote into the replaced one was found. Where nobody looks, half of all acts lose a write.
 */
it.each(['rename', 'truncate', 'overwrite'])(
  'a script that writes without end by %s goes on beside acts',
  { timeout: 180_000 },
  async (how) => {
    const { acts, lost } = await actBeside(how);
    expect(acts).toBeGreaterThan(5);
    expect(lost).toBeLessThanOrEqual(1 + acts / 10);
  },
);
