import { access } from 'node:fs/promises';
import { FileRefused, streamGiven } from '../../bounded-file.ts';
import type { RawLine } from '../../operations/journal/journal.ts';
import { splitLines } from '../../operations/journal/raw-lines.ts';
import type { RingRecords } from '../../room/room.ts';
import { openStore } from '../shared/context.ts';
import { UsageError } from '../shared/failure.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import { openProfile } from '../shared/profile.ts';
import { pathOf, type World } from '../shared/world.ts';

/** A journal, in the ring store or exported. */
export interface JournalSource {
  lines(): AsyncIterable<RawLine>;
  /** The hash that the store itself remembers as the last, if it does. */
  head(): Promise<string | undefined>;
  /** What the ring store holds; nothing when there is only a file. */
  records(): Promise<RingRecords>;
}

/** The journal of the ring store, or that of a file. @throws UsageError */
export async function openJournal(world: World, options: GlobalOptions, file?: string): Promise<JournalSource> {
  if (file === undefined) {
    const { store, journal } = await openStore(world, (await openProfile(world, options)).plan);
    return {
      lines: () => journal.lines(),
      head: () => journal.head(),
      records: async () => (await store.read()).records,
    };
  }
  const path = pathOf(world, file);
  await access(path).catch(() => {
    throw new UsageError(`There is no journal "${file}".`);
  });
  return { lines: () => fileLinesOf(file, path), head: async () => undefined, records: async () => ({}) };
}

/** @throws UsageError when it is nothing that can be read */
async function* fileLinesOf(file: string, path: string): AsyncGenerator<RawLine> {
  try {
    yield* splitLines(streamGiven(path));
  } catch (error) {
    throw error instanceof FileRefused
      ? new UsageError(`The journal ${file} cannot be read: ${error.message}.`)
      : error;
  }
}
