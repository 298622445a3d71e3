import { FileRefused, readGiven } from '../../bounded-file.ts';
import { readText } from '../../file-text.ts';
import { type SourceErrorKind, SourceFailure } from '../error.ts';

/** Bytes read of one: a bundle of all authorities there are has a quarter of it. */
const MOST = 1024 * 1024;

/** Reads a file the profile names, such as `password_file`. */
export async function readNamed(option: string, path: string, kind: SourceErrorKind): Promise<string> {
  try {
    return readText(await readGiven(path, MOST));
  } catch (error) {
    const reason = reasonOf(error);
    throw new SourceFailure(
      { kind, message: `cannot read ${option} ${path} (${reason})`, hint: 'Check the path and who may read the file.' },
      false,
    );
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof FileRefused) return error.message;
  return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
}

/** A value given as it is, or by a file that is read now; as in Prometheus, white space around it is dropped. */
export async function secretValue(option: string, value?: string, file?: string): Promise<string> {
  return file === undefined ? (value ?? '') : (await readNamed(`${option}_file`, file, 'unauthorized')).trim();
}
