import { realpath } from 'node:fs/promises';
import { isAbsolute, join, resolve, sep, win32 } from 'node:path';
import { readPlain } from '../bounded-file.ts';
import { readText } from '../file-text.ts';

/** A runbook's text, or why there is none. */
export type RunbookAnswer = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

/** The runbooks that lie beside a profile. */
export interface Runbooks {
  /** Never rejects. @param file as an alert names it */
  read(file: string): Promise<RunbookAnswer>;
}

/** A runbook is read by a person at night. */
const MOST_BYTES = 128 * 1024;

/**
 * Runbooks of one folder. Their names come from servers: nothing outside the folder is read, be it by `..`, by an absolute
 * path or by a link in it.
 * @param base what names are relative to: the folder of the profile @param folder where runbooks may lie
 */
export const runbooksIn = (base: string, folder: string): Runbooks => ({
  async read(file) {
    try {
      return await find(file, base, folder);
    } catch (error) {
      return refused(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  },
});

const refused = (why: string): RunbookAnswer => ({ ok: false, why });

async function find(file: string, base: string, folder: string): Promise<RunbookAnswer> {
  const places = [resolve(base, file), resolve(folder, file)].filter((path) => isWithin(path, resolve(folder)));
  if (isAbsolute(file) || win32.isAbsolute(file) || places.length === 0) return refused(`${file} ${OUTSIDE}`);
  const root = await found(folder);
  for (const place of places) {
    const path = await found(place);
    if (root === null || path === null) continue;
    return isWithin(path, root)
      ? { ok: true, text: readText(await readPlain(path, MOST_BYTES)) }
      : refused(`${file} ${OUTSIDE}`);
  }
  return refused(`there is no ${file} beside the profile`);
}

const OUTSIDE = 'is outside the folder of runbooks: it is not read';

const isWithin = (path: string, folder: string): boolean => path.startsWith(join(folder, sep));

/** Where a path leads in the end; null where it leads nowhere. */
async function found(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}
