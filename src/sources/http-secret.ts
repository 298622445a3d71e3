import { readFile } from 'node:fs/promises';
import type { SourceErrorKind } from './error.ts';
import { SourceFailure } from './failure.ts';

/** Reads a file the profile names, such as `password_file`. */
export async function readNamed(option: string, path: string, kind: SourceErrorKind): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new SourceFailure(
      { kind, message: `cannot read ${option} ${path} (${code})`, hint: 'Check the path and who may read the file.' },
      false,
    );
  }
}

/** A value given as it is, or by a file that is read now; as in Prometheus, white space around it is dropped. */
export async function secretValue(option: string, value?: string, file?: string): Promise<string> {
  return file === undefined ? (value ?? '') : (await readNamed(`${option}_file`, file, 'unauthorized')).trim();
}
