import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readPlain } from '../../bounded-file.ts';
import type { Timer } from '../../clock.ts';
import type { Presence } from '../../room/room.ts';
import { type LedgerFiles, locateLedger } from '../stores/ledger-files.ts';
import { readVisitor, type Visit, writeVisitor } from './visitor.ts';

/** A room writes its file this often, in milliseconds. */
const BEAT = 5000;
/** One whose file is older is no longer there. */
const LIFE = 3 * BEAT;
/** What a program that died left is cleared away after this time, in milliseconds. */
const REMAINS = 24 * 3_600_000;
/** Rooms that are looked for, and bytes of one's file. */
const MOST = 1000;
const LONGEST = 64 * 1024;

/** The rooms that this program has open on one store. */
export class FilePresence {
  readonly #store: string;
  readonly #timer: Timer;
  readonly #own = new Set<string>();

  constructor(store: string, timer: Timer) {
    this.#store = store;
    this.#timer = timer;
  }

  /** Keeps a file for the visitor until the returned function is called. Without the right to write, others see nobody. */
  attend(visit: Visit): () => void {
    const name = `${randomUUID()}.json`;
    this.#own.add(name);
    let cancel = () => {};
    let left = false;
    let written = Promise.resolve();
    const beat = () => {
      if (left) return;
      written = this.#write(name, visit).catch(() => undefined);
      cancel = this.#timer.after(BEAT, beat);
    };
    beat();
    return () => {
      left = true;
      this.#own.delete(name);
      cancel();
      void written.then(() => this.#remove(name)).catch(() => undefined);
    };
  }

  /** Who has a room open, longest first. */
  async read({ presence: folder }: LedgerFiles): Promise<readonly Presence[]> {
    const names = await readdir(folder).catch(() => []);
    const files = (await Promise.all(names.slice(0, MOST).map((name) => this.#look(join(folder, name))))).flat();
    // Another machine's clock may differ, and the file system's too: it is compared with what it wrote itself.
    const own = files.filter(({ self }) => self).map(({ at }) => at);
    const now = own.length > 0 ? Math.max(...own) : this.#timer.now();
    const dead = own.length > 0 ? files.filter(({ at }) => now - at > REMAINS) : [];
    await Promise.all(dead.map(({ path }) => rm(path, { force: true }).catch(() => undefined)));
    return files
      .filter(({ at }) => now - at < LIFE)
      .map(({ visit, self }) => ({ ...visit, self }))
      .sort((a, b) => a.since - b.since);
  }

  async #look(path: string) {
    try {
      const [{ mtimeMs }, text] = await Promise.all([stat(path), readPlain(path, LONGEST)]);
      const visit = readVisitor(text);
      return visit ? [{ path, at: mtimeMs, visit, self: this.#own.has(basename(path)) }] : [];
    } catch {
      // It left between the two questions, or is nobody's.
      return [];
    }
  }

  async #write(name: string, visit: Visit): Promise<void> {
    const { presence, mode } = await locateLedger(this.#store);
    // Who may read or write the store may come in.
    await mkdir(presence, { recursive: true, mode: mode | ((mode & 0o444) >> 2) });
    await writeFile(join(presence, name), writeVisitor(visit), { mode });
  }

  async #remove(name: string): Promise<void> {
    const { presence } = await locateLedger(this.#store);
    await rm(join(presence, name), { force: true });
    // The last to leave; of a program that died a file stays, and the folder with it.
    await rmdir(presence);
  }
}
