import { createHash, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { utcInstant } from '../../iso-instant.ts';
import { JOURNAL_ACTS, type Validation } from '../../room/room.ts';
import { anyNames, integer, object } from '../../shape.ts';
import { stored, storedValidation } from '../stores/ring-file.ts';
import { canonicalJson } from './canonical-json.ts';
import type { JournalRecord } from './journal.ts';

/*
 * One act is one line of JSON. In format 2 its last field is `hash`: the SHA-256, in hex, of the line's own bytes without
 * that field. `prev`, the field before it, is the `hash` of the line before; in the first chained line, the SHA-256 of
 * every byte that stands before it (of none in a new journal). `digest` is the SHA-256 of the canonical evidence.
 * Format 1 had no chain.
 */

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const text = v.exactOptional(v.string());

const fields = {
  at: utcInstant,
  by: v.string(),
  act: v.picklist(JOURNAL_ACTS),
  target: v.string(),
  fingerprint: text,
  note: text,
  result: v.picklist(['done', 'refused', 'failed']),
  detail: v.string(),
  override: text,
  evidence: v.exactOptional(anyNames),
  validation: v.exactOptional(v.nullable(storedValidation)),
  store: text,
} satisfies Record<Exclude<keyof JournalContent, 'seq' | 'digest'>, v.GenericSchema>;
const unchained = object({ v: v.literal(1), ...fields, hash: v.optional(v.never()) });
const chained = object({
  v: v.literal(2),
  seq: v.pipe(integer, v.gtValue(0)),
  id: v.string(),
  ...fields,
  digest: v.exactOptional(hash),
  torn: v.exactOptional(hash),
  prev: hash,
  hash,
});
const line = v.variant('v', [unchained, chained]);

/** What a line says of an act. */
export interface JournalContent extends JournalRecord {
  /** What an act on a ring set; null: removed. */
  readonly validation?: Validation | null;
  /** Digest of the store's text after the act, so that an act whose writer died can be carried out from its line. */
  readonly store?: string;
}

/** Where a line stands in its chain. */
export interface Place {
  /** Number of the line. */
  readonly seq: number;
  readonly prev: string;
  /** Digest of what a writer that died left between the line before and this one. */
  readonly torn?: string;
}

/** What makes a line one of a chain. */
export interface Link extends Place {
  readonly id: string;
  readonly hash: string;
}

/** A line as it was read; one of format 1 has no link. */
export interface JournalLine extends JournalContent {
  readonly link?: Link;
}

/** A line as it is to be written, without its line feed. */
export interface SealedLine {
  readonly text: string;
  readonly hash: string;
}

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Bytes of a line; in etcd, of its own limit of 1.5 MiB for a request, in which bytes take a third more room. */
const LONGEST = 1024 * 1024;

/**
 * @param id tells the line from any other, also one of the same words
 * @throws Error with one sentence when it is too long to be kept
 */
export function sealLine(content: JournalContent, { seq, prev, torn }: Place, id: string = randomUUID()): SealedLine {
  const { at, evidence, validation, store, seq: _, digest: __, ...record } = content;
  const body = JSON.stringify({
    v: 2,
    seq,
    id,
    at: new Date(at).toISOString(),
    ...record,
    ...(evidence && { evidence, digest: sha256(canonicalJson(evidence)) }),
    ...(validation !== undefined && { validation: validation && stored(validation) }),
    ...(store !== undefined && { store }),
    ...(torn !== undefined && { torn }),
    prev,
  });
  const hash = sha256(body);
  const text = `${body.slice(0, -1)},"hash":"${hash}"}`;
  const size = Buffer.byteLength(text);
  if (size <= LONGEST) return { text, hash };
  throw new Error(`the journal line of this act has ${size} bytes, and at most ${LONGEST} are kept`);
}

/** Null when it is no line of a journal. Whether it is as it was written, `isIntact` tells. */
export function decodeLine(bytes: Uint8Array): JournalLine | null {
  try {
    const parsed = v.parse(line, JSON.parse(Buffer.from(bytes).toString('utf8')));
    if (parsed.v === 1) {
      const { v: _, hash: __, ...content } = parsed;
      return content;
    }
    const { v: _, seq, id, torn, prev, hash, ...content } = parsed;
    return { seq, ...content, link: { seq, id, prev, hash, ...(torn !== undefined && { torn }) } };
  } catch {
    return null;
  }
}

const HASH_FIELD = /,"hash":"([0-9a-f]{64})"\}$/;
const HASH_FIELD_BYTES = ',"hash":""}'.length + 64;

/** What `hash` has to be for a line to be as it was written; null when it does not end with one. */
export function contentHash(bytes: Uint8Array): string | null {
  const body = bytes.subarray(0, Math.max(0, bytes.length - HASH_FIELD_BYTES));
  const field = Buffer.from(bytes.subarray(body.length)).toString('latin1');
  return HASH_FIELD.test(field) ? createHash('sha256').update(body).update('}').digest('hex') : null;
}

/** What rooms and decisions get to see of a line. */
export function toRecord({ validation: _, store: __, link: ___, ...record }: JournalLine): JournalRecord {
  return record;
}
