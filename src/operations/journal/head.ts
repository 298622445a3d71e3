import { rename } from 'node:fs/promises';
import * as v from 'valibot';
import { openPlain } from '../../bounded-file.ts';
import { integer, object } from '../../shape.ts';
import { ANEW, readIfThere } from '../stores/ledger-files.ts';

/** Number and hash of a journal's last line, kept apart from the line: a line that is cut off the end is missed by it. */
export interface JournalHead {
  readonly seq: number;
  readonly hash: string;
}

export const journalHead = object({ seq: v.pipe(integer, v.gtValue(0)), hash: v.string() });

export const headText = ({ seq, hash }: JournalHead): string => JSON.stringify({ seq, hash });

const pathOf = (journal: string): string => `${journal}.head`;

/** Null when there is none, or none that can be read. One behind the last line is left by a writer that died. */
export async function readHeadFile(journal: string): Promise<JournalHead | null> {
  const content = await readIfThere(pathOf(journal));
  try {
    return v.parse(journalHead, JSON.parse(content?.toString() ?? ''));
  } catch {
    return null;
  }
}

/** Only for one writer at a time, after the line itself. @param mode permission bits of the journal */
export async function writeHeadFile(journal: string, head: JournalHead, mode: number): Promise<void> {
  const next = `${pathOf(journal)}.next`;
  const file = await openPlain(next, ANEW, mode);
  await file.writeFile(`${headText(head)}\n`).finally(() => file.close());
  await rename(next, pathOf(journal));
}
