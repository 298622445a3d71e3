import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  ftruncateSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { appendLine, tailLines } from '../../src/operations/journal/file.ts';
import { sha256 } from '../../src/operations/journal/line.ts';
import { FileRingStore } from '../../src/operations/stores/file-ring-store.ts';
import { writeRing } from '../../src/operations/stores/ring-file.ts';
import { millis } from '../../src/units.ts';
import { between } from './fixtures/between-calls.ts';

/** Some forty acts on a machine under load. */
const LONG_MS = 180_000;
const at = millis(1_700_000_000_000);
const BEFORE = '{ "script": 0, "rings": { "ring0": { "validated": false } } }\n';
const AFTER = writeRing(BEFORE, '', 'ring0', { by: 'alice', at });

let directory: string;
let path: string;
beforeEach(() => {
  // In memory where that is possible: no act waits for a disk.
  directory = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ringdeck-'));
  path = join(directory, 'rings.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

const record = { at, by: 'alice', act: 'validate', target: 'ring0', result: 'done', detail: '' } as const;
const validation = { by: 'alice', at };
const validate = () => new FileRingStore(path).update(() => ({ record, change: { ringId: 'ring0', validation } }));
const journal = () => tailLines(`${path}.journal.jsonl`, Number.POSITIVE_INFINITY);
const store = () => JSON.parse(readFileSync(path, 'utf8'));

/** What a deploy script makes of the file: its own number in it, one higher. */
const edited = (text: string) => text.replace(/"script": (\d+)/, (_, count) => `"script": ${Number(count) + 1}`);
const BETWEEN_MS = 30;
let halves = Promise.resolve();

/** Writes the file as a script does; what it gives back is to be done once the file was replaced. */
type Writer = () => (() => void) | undefined;
const RENAMED = 'by renaming another file onto it';
const AT_ONCE = 'in place, at once';
const WRITERS = {
  [RENAMED]: () => {
    writeFileSync(`${path}.tmp`, edited(readFileSync(path, 'utf8')));
    renameSync(`${path}.tmp`, path);
    return undefined;
  },
  [AT_ONCE]: () => {
    writeFileSync(path, edited(readFileSync(path, 'utf8')));
    return undefined;
  },
  'in place, in two halves with time between them': () => {
    const text = edited(readFileSync(path, 'utf8'));
    const file = openSync(path, 'w');
    writeSync(file, text.slice(0, 20));
    halves = pause(BETWEEN_MS).then(() => {
      writeSync(file, text.slice(20));
      closeSync(file);
    });
    return undefined;
  },
  'in place, after it had it open for long': () => {
    const text = edited(readFileSync(path, 'utf8'));
    const file = openSync(path, 'r+');
    return () => {
      writeSync(file, text, 0);
      ftruncateSync(file, Buffer.byteLength(text));
      closeSync(file);
    };
  },
} satisfies Readonly<Record<string, Writer>>;

/** Runs an act while a script writes before its call number `at`, and tells that call; undefined when it made fewer. */
async function disturbed(act: () => Promise<unknown>, write: Writer, at: number): Promise<string | undefined> {
  let calls = 0;
  let replaced = false;
  let disturbedAt: string | undefined;
  let finish: (() => void) | undefined;
  await between(act, (call) => {
    if (calls++ === at) {
      disturbedAt = call;
      finish = write();
    }
    // The call before put the new file in its place.
    if (replaced) finish = void finish?.();
    replaced ||= /^renameSync \S+ rings\.json$/.test(call);
  });
  finish?.();
  await halves;
  return disturbedAt;
}

/** Disturbs an act at each of its calls, and gives those at which what the script wrote was lost. */
async function losses(write: Writer, act: () => Promise<unknown>, prepare?: () => Promise<void>): Promise<string[]> {
  const lost: string[] = [];
  for (let call = 0; ; call++) {
    for (const name of readdirSync(directory)) rmSync(join(directory, name));
    writeFileSync(path, BEFORE);
    await prepare?.();
    const disturbedAt = await disturbed(act, write, call);
    if (disturbedAt === undefined) return lost;
    const { script, rings } = store();
    if (script !== 1) lost.push(disturbedAt);
    expect({ disturbedAt, ...rings.ring0 }).toMatchObject({
      disturbedAt,
      validated: true,
      validation: { by: 'alice' },
    });
    expect(await journal()).toHaveLength(1);
    expect(readdirSync(directory).filter((name) => name.includes('.next'))).toEqual([]);
  }
}

/** What is called before the last look. */
const LAST_BUT_ONE = 'renameSync rings.json.next rings.json.next';

/** Between the last look and the rename there is no help: Node has no call that does both. */
const lostAt = (how: string) => (how === RENAMED ? ['renameSync rings.json.next rings.json'] : []);

describe.each(Object.entries(WRITERS))('what a script writes %s', (how, write) => {
  it('is kept, whenever in an act it does so', { timeout: LONG_MS }, async () => {
    expect(await losses(write, validate)).toEqual(lostAt(how));
  });

  it('is read whole, whenever it does so', async () => {
    for (let call = 0; ; call++) {
      writeFileSync(path, BEFORE);
      const disturbedAt = await disturbed(() => new FileRingStore(path).read(), write, call);
      if (disturbedAt === undefined) break;
      expect({ disturbedAt, ...store() }).toMatchObject({ disturbedAt, script: 1 });
    }
  });
});

it.each([RENAMED, AT_ONCE] as const)(
  'what a script writes %s is kept, whenever it does so while the act of a writer that died is finished',
  { timeout: LONG_MS },
  async (how) => {
    const die = async () => {
      writeFileSync(`${path}.next`, AFTER);
      await appendLine(`${path}.journal.jsonl`, { ...record, validation, store: sha256(AFTER) }, 0o644);
    };
    const lost = await losses(WRITERS[how], () => new FileRingStore(path).read(), die);
    expect(lost).toEqual(lostAt(how));
  },
);

describe('the file of a deploy script', () => {
  beforeEach(() => writeFileSync(path, BEFORE));

  it('takes an act back, and not the journal, when the script read it before and writes it after', async () => {
    const stale = readFileSync(path, 'utf8');
    await validate();
    writeFileSync(path, edited(stale));
    expect((await new FileRingStore(path).read()).records).toEqual({});
    expect(await journal()).toMatchObject([{ act: 'validate', target: 'ring0' }]);
  });

  it('is decided on anew when others changed its rings since', async () => {
    const seen: string[][] = [];
    const decide = new FileRingStore(path);
    const act = () =>
      decide.update(({ records }) => {
        seen.push(Object.keys(records));
        return { record, change: { ringId: 'ring0', validation } };
      });
    await between(act, (call) => {
      if (call === 'open rings.json.next' && seen.length === 1)
        writeFileSync(path, '{ "rings": { "ring9": { "validated": true } } }');
    });
    expect(seen).toEqual([[], ['ring9']]);
    expect(Object.keys((await decide.read()).records)).toEqual(['ring9', 'ring0']);
    expect(await journal()).toHaveLength(1);
  });

  it('is left alone, with a sentence, when others change its rings faster than an act can be decided', async () => {
    fastClock();
    let edits = 0;
    const acting = between(validate, (call) => {
      if (call === 'open rings.json.next')
        writeFileSync(path, `{ "rings": { "ring${edits++}": { "validated": true } } }`);
    });
    await expect(acting).rejects.toThrow(
      `${path}: others keep changing its rings, so this act could not be done; nothing was changed. Try again`,
    );
    expect(await journal()).toEqual([]);
    expect(readdirSync(directory)).toEqual(['rings.json', 'rings.json.lock']);
  });

  it('gets an act later, with a sentence, when others write it faster than the act can be done', async () => {
    fastClock();
    const acting = between(validate, (call) => {
      if (call.startsWith('renameSync')) writeFileSync(path, edited(readFileSync(path, 'utf8')));
    });
    await expect(acting).rejects.toThrow(
      `${path} is constantly being written by others, so this act could not be done yet; the act is in the journal and will be ` +
        'done as soon as the file can be written',
    );
    expect(store().rings.ring0.validated).toBe(false);
    expect((await new FileRingStore(path).read()).records).toEqual({ ring0: validation });
    expect(store()).toMatchObject({ rings: { ring0: { validated: true } } });
    expect(await journal()).toHaveLength(1);
  });

  it('keeps the permission bits and the owner it has when it is replaced', async () => {
    const owner = process.getuid?.() === 0 ? 4711 : process.getuid?.();
    await between(validate, (call) => {
      if (call !== LAST_BUT_ONE) return;
      WRITERS[RENAMED]();
      chmodSync(path, 0o640);
      if (owner === 4711) chownSync(path, owner, owner);
    });
    expect(store()).toMatchObject({ script: 1, rings: { ring0: { validated: true } } });
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(statSync(path).uid).toBe(owner);
  });

  it('is never replaced where a script has put a symbolic link meanwhile', async () => {
    fastClock();
    const acting = between(validate, (call) => {
      if (call !== LAST_BUT_ONE || existsSync(`${path}.elsewhere`)) return;
      renameSync(path, `${path}.elsewhere`);
      symlinkSync('rings.json.elsewhere', path);
    });
    await expect(acting).rejects.toThrow('will be done as soon as the file can be written');
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
  });
});

/** A second goes by whenever somebody looks. */
function fastClock(): void {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
  onTestFinished(() => clock.mockRestore());
}
