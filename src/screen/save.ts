import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Format, WRITTEN } from '../pictures/formats.ts';
import type { Row } from '../terminal/cells.ts';
import { type Safe, safe } from '../text/safe.ts';
import { sanitiseLine } from '../text/sanitise.ts';

/** What is saved of the screen, and where. */
export interface Save {
  readonly format: Format;
  /** What the picture is called. */
  readonly title: Safe;
  /** As it was typed; null: in the folder ringdeck was started in, under a name made of `stem`. */
  readonly path: string | null;
  /** The name of the file without its ending. */
  readonly stem: string;
}

/** Files of one name there may be before another one is refused. */
const MOST = 100;

/** Writes a picture into a new file, and tells where. No file is ever overwritten. */
export async function savePicture(rows: readonly Row[], { format, title, path, stem }: Save): Promise<Saved> {
  const { ending, write } = WRITTEN[format];
  const content = write(rows, title);
  const names = path === null ? namesFor(stem, ending) : [resolve(path.replace(/^~(?=\/)/, homedir()))];
  for (const name of names) {
    const failure = await written(name, content);
    if (failure === null) return { ok: true, message: safe(`Saved ${sanitiseLine(name)}`) };
    if (failure.code === 'EEXIST' && path === null) continue;
    const elsewhere = safe(path === null ? '; :save svg PATH says where else' : '');
    return { ok: false, message: safe(`Not saved: ${whyNot(failure, name)}${elsewhere}`) };
  }
  return { ok: false, message: safe(`Not saved: there are ${MOST} files of that name`) };
}

/** How it went, in words. */
export interface Saved {
  readonly ok: boolean;
  readonly message: Safe;
}

const namesFor = (stem: string, ending: string): readonly string[] =>
  Array.from({ length: MOST }, (_, i) => resolve(`${stem}${i === 0 ? '' : `-${i + 1}`}.${ending}`));

/** Null once it is there. */
const written = (name: string, content: string): Promise<NodeJS.ErrnoException | null> =>
  writeFile(name, content, { flag: 'wx' }).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );

function whyNot({ code, message }: NodeJS.ErrnoException, name: string): Safe {
  const file = sanitiseLine(name);
  switch (code) {
    case 'EEXIST':
      return safe(`${file} is there already`);
    case 'ENOENT':
      return safe(`the folder of ${file} does not exist`);
    case 'EACCES':
    case 'EPERM':
      return safe(`no permission to write ${file}`);
    case 'EROFS':
      return safe(`the disk of ${file} can only be read`);
    case 'ENOTDIR':
      return safe(`${file} lies below a file, which is no folder`);
    case 'EISDIR':
      return safe(`${file} is a folder`);
    case 'ENAMETOOLONG':
      return safe('that name is too long');
    case 'EDQUOT':
    case 'ENOSPC':
      return safe(`there is no space left for ${file}`);
    default:
      return sanitiseLine(message);
  }
}
