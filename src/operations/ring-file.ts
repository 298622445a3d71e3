import {
  applyEdits,
  type FormattingOptions,
  type JSONPath,
  modify,
  type ParseError,
  parse,
  printParseErrorCode,
} from 'jsonc-parser';
import { z } from 'zod';
import { dictionary } from '../dictionary.ts';
import type { RingRecords, Validation } from '../room/room.ts';
import { millis } from '../units.ts';

/**
 * The text of a `ring-targets.json`. Deploy scripts read `rings.<id>.validated` as a boolean, so it stays one; who
 * validated, when and why stands beside it in `validation`. Everything else in the file is someone else's and is kept.
 */
export const storedValidation = z.object({
  by: z.string(),
  at: z.iso.datetime({ offset: true }).transform((text) => millis(Date.parse(text))),
  note: z.string().exactOptional(),
  override: z.string().exactOptional(),
  approvedBy: z.string().exactOptional(),
});
/** One ring, in a file or under a key of its own. */
export const storedRing = z.object({
  validated: z.boolean().nullish(),
  validation: storedValidation.nullish().catch(null),
});
const ringFile = z.object({ rings: dictionary(z.string(), storedRing).optional() });

const BOM = '\uFEFF';

/** @throws Error with one sentence that names `path` and the place in it. */
export function readRings(text: string, path: string): RingRecords {
  const parsed = ringFile.safeParse(readJson(text.startsWith(BOM) ? text.slice(1) : text, path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${path}: ${issue?.path.join('.') || 'the file'}: ${issue?.message}`);
  }
  return recordsOf(parsed.data.rings ?? {});
}

/** Whether it is whole: of a text that is being written, an object has no end. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text.startsWith(BOM) ? text.slice(1) : text);
    return true;
  } catch {
    return false;
  }
}

/** The rings that are validated. */
export function recordsOf(rings: Readonly<Record<string, z.infer<typeof storedRing>>>): RingRecords {
  const validated = Object.entries(rings).filter(([, { validated }]) => validated);
  return Object.fromEntries(validated.map(([id, { validation }]) => [id, validation ?? { by: '', at: null }]));
}

/**
 * The text with one ring's validation set or removed; nothing else of it moves.
 * @throws Error as `readRings`, and when the file names the ring twice.
 */
export function writeRing(text: string, path: string, ringId: string, validation: Validation | null): string {
  readRings(text, path);
  const body = text.startsWith(BOM) ? text.slice(1) : text;
  const format = formatOf(body);
  const at = ['rings', ringId, 'validated'];
  const edited = [
    (json: string) => set(json, at, validation !== null, format),
    (json: string) => set(json, ['rings', ringId, 'validation'], validation ? stored(validation) : undefined, format),
  ].reduce((json, edit) => edit(json), body);
  if (Object.hasOwn(readRings(edited, path), ringId) !== (validation !== null))
    throw new Error(`${path}: "${ringId}" or "rings" stands in it more than once; remove one of them`);
  return text.slice(0, text.length - body.length) + edited;
}

/** A validation as files hold it. */
export const stored = ({ by, at, ...words }: Validation) => ({
  by,
  ...(at !== null && { at: new Date(at).toISOString() }),
  ...words,
});

/** A new property goes right behind `validated`, which is where a reader looks for it. */
function set(json: string, path: JSONPath, value: unknown, format: FormattingOptions | null): string {
  const getInsertionIndex = (names: string[]) => names.indexOf('validated') + 1 || names.length;
  const options = { ...(format && { formattingOptions: format }), getInsertionIndex };
  return applyEdits(json, modify(json, path, value, options));
}

/** Null where all stands in one line: it would be formatted whole, and be in work for minutes when it is long. */
function formatOf(json: string): FormattingOptions | null {
  const text = json.trim();
  if (!text.includes('\n') && text !== '{}') return null;
  const indent = /\n([ \t]+)"/.exec(json)?.[1] ?? '  ';
  const eol = json.includes('\r\n') ? '\r\n' : '\n';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol };
}

function readJson(json: string, path: string): unknown {
  const errors: ParseError[] = [];
  parse(json, errors, { disallowComments: true });
  const [error] = errors;
  if (!error) return JSON.parse(json);
  const lines = json.slice(0, error.offset).split('\n');
  const place = `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
  throw new Error(`${path} is not JSON: ${sentence(printParseErrorCode(error.error))} at ${place}`);
}

/** "CommaExpected" → "comma expected" */
const sentence = (code: string) => code.replace(/(?!^)[A-Z]/g, (c) => ` ${c}`).toLowerCase();
