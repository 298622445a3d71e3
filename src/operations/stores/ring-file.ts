import {
  applyEdits,
  type Edit,
  type FormattingOptions,
  findNodeAtOffset,
  type JSONPath,
  modify,
  parseTree,
} from 'jsonc-parser';
import * as v from 'valibot';
import { isoInstant } from '../../iso-instant.ts';
import { parseRingTargets } from '../../ring-targets.ts';
import type { RingRecords, Validation } from '../../room/room.ts';
import { dictionary, IN_WORDS, object, wrongPlace } from '../../shape.ts';

/**
 * The text of a `ring-targets.json`. Deploy scripts read `rings.<id>.validated` as a boolean, so it stays one; who
 * validated, when and why stands beside it in `validation`. Everything else in the file is someone else's and is kept.
 */
export const storedValidation = object({
  by: v.string(),
  at: isoInstant,
  note: v.exactOptional(v.string()),
  override: v.exactOptional(v.string()),
  approvedBy: v.exactOptional(v.string()),
});
/** One ring, in a file or under a key of its own. */
export const storedRing = object({
  validated: v.nullish(v.boolean()),
  validation: v.fallback(v.nullish(storedValidation), null),
});
export type StoredRing = v.InferOutput<typeof storedRing>;
const ringFile = object({ rings: v.optional(dictionary(storedRing)) });

/** @throws Error with one sentence that names `path` and the place in it. */
export function readRings(text: string, path: string): RingRecords {
  const parsed = v.safeParse(ringFile, readJson(text, path), IN_WORDS);
  if (parsed.success) return recordsOf(parsed.output.rings ?? {});
  const [issue] = parsed.issues;
  throw new Error(`${path}: ${wrongPlace(issue) ?? 'the file'}: ${issue.message}`);
}

/** Whether it is whole: of a text that is being written, an object has no end. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The rings that are validated. */
export function recordsOf(rings: Readonly<Record<string, StoredRing>>): RingRecords {
  const validated = Object.entries(rings).filter(([, { validated }]) => validated);
  return Object.fromEntries(validated.map(([id, { validation }]) => [id, validation ?? { by: '', at: null }]));
}

/**
 * The text with one ring's validation set or removed; nothing else of it moves.
 * @throws Error as `readRings`
 */
export function writeRing(text: string, path: string, ringId: string, validation: Validation | null): string {
  readRings(text, path);
  const at = ['rings', ringId, 'validated'];
  const edited = [
    (json: string) => set(json, at, validation !== null),
    (json: string) => set(json, ['rings', ringId, 'validation'], validation ? stored(validation) : undefined),
  ].reduce((json, edit) => edit(json), text);
  if (Object.hasOwn(readRings(edited, path), ringId) === (validation !== null)) return edited;
  throw new Error(`${path}: the validation of "${ringId}" cannot be written into it`);
}

/** A validation as files hold it. */
export const stored = ({ by, at, ...words }: Validation) => ({
  by,
  ...(at !== null && { at: new Date(at).toISOString() }),
  ...words,
});

/** A new property goes right behind `validated`, which is where a reader looks for it. */
function set(json: string, path: JSONPath, value: unknown): string {
  const getInsertionIndex = (names: string[]) => names.indexOf('validated') + 1 || names.length;
  const isOurs = json.trim() === '{}';
  const edits = modify(json, path, value, { ...(isOurs && { formattingOptions: OURS }), getInsertionIndex });
  return applyEdits(
    json,
    edits.map((edit) => laidOut(json, edit)),
  );
}

/** Of a file that nobody else has written. */
const OURS: FormattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/** A new property on lines of its own where the one before it has one; what others wrote is not laid out anew. */
function laidOut(json: string, edit: Edit): Edit {
  const indent = edit.length === 0 && edit.content.startsWith(',') ? indentBefore(json, edit.offset) : null;
  if (indent === null) return edit;
  const eol = json.includes('\r\n') ? '\r\n' : '\n';
  const [, unit = '  '] = /\n([ \t]+)"/.exec(json) ?? [];
  const [, ...lines] = JSON.stringify(JSON.parse(`{${edit.content.slice(1)}}`), null, unit)
    .split('\n')
    .slice(0, -1);
  const own = lines.map((line) => `${eol}${indent}${line.slice(unit.length)}`);
  return { ...edit, content: `,${own.join('')}` };
}

/** What stands before the property that ends at an offset, on its line; null when that is more than white space. */
function indentBefore(json: string, end: number): string | null {
  const tree = parseTree(json);
  let node = tree && findNodeAtOffset(tree, end - 1);
  while (node && node.type !== 'property') node = node.parent;
  const line = node ? json.slice(0, node.offset) : '';
  return /\n([ \t]*)$/.exec(line.slice(line.lastIndexOf('\n')))?.[1] ?? null;
}

function readJson(json: string, path: string): unknown {
  try {
    return parseRingTargets(json);
  } catch (error) {
    throw new Error(`${path}${error instanceof Error ? error.message : String(error)}`);
  }
}
