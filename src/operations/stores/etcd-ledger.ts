import { safeParse } from 'valibot';
import type { Presence, RingRecords, Validation } from '../../room/room.ts';
import type { Shape } from '../../shape.ts';
import { below, type KeyValue, type Range } from '../../sources/etcd/types.ts';
import { journalHead } from '../journal/head.ts';
import { readVisitor } from '../presence/visitor.ts';
import { recordsOf, stored, storedRing } from './ring-file.ts';

/*
 * What a ring store in etcd holds, below `<prefix>/<profile>/`:
 *
 *   rings/<ring>     as in ring-targets.json: {"validated":true,"validation":{…}}; no key: not validated
 *   journal/<seq>    the line of an act, byte for byte, numbered with twelve digits
 *   head             number and hash of the last line; every act compares and writes it, so acts are one after the other
 *   present/<id>     somebody with a room open; the key ends with the lease of that room
 */

const SEQ_DIGITS = 12;

/** Names of the keys below one folder. */
export function etcdKeys(folder: string) {
  const line = (seq: number) => `${folder}/journal/${String(seq).padStart(SEQ_DIGITS, '0')}`;
  const rings = `${folder}/rings/`;
  return {
    all: below(`${folder}/`),
    rings: below(rings),
    ring: (id: string) => `${rings}${id}`,
    ringId: (key: string) => key.slice(rings.length),
    head: { key: `${folder}/head` },
    present: below(`${folder}/present/`),
    visitor: (id: string) => `${folder}/present/${id}`,
    visitorId: (key: string) => key.slice(`${folder}/present/`.length),
    journal: below(`${folder}/journal/`),
    line: (seq: number): Range => ({ key: line(seq) }),
    /** Lines from `from` up to `to`, both included. */
    lines: (from: number, to: number): Range => ({ key: line(from), end: line(to + 1) }),
  };
}

export type EtcdKeys = ReturnType<typeof etcdKeys>;

/** The store as it is at one revision. */
export interface Snapshot {
  readonly revision: number;
  readonly records: RingRecords;
  /** Every ring's key, also of one that is not validated. */
  readonly rings: readonly KeyValue[];
  readonly head: Head;
}

export interface Head {
  /** 0 in a new journal. */
  readonly seq: number;
  readonly hash: string;
  /** 0 when there is no such key. */
  readonly modRevision: number;
}

/** @throws Error with one sentence that names the key that holds something else */
export function readRingKeys(keys: EtcdKeys, rings: readonly KeyValue[]): RingRecords {
  return recordsOf(Object.fromEntries(rings.map((ring) => [keys.ringId(ring.key), read(ring, storedRing, 'ring')])));
}

/** @param empty the hash before the first line */
export function readHead([found]: readonly KeyValue[], empty: string): Head {
  return found
    ? { ...read(found, journalHead, 'head of a journal'), modRevision: found.modRevision }
    : { seq: 0, hash: empty, modRevision: 0 };
}

/** @param own ids of this program's own rooms */
export function readPresence(
  keys: EtcdKeys,
  present: readonly KeyValue[],
  own: ReadonlySet<string>,
): readonly Presence[] {
  return present
    .flatMap((found): Presence[] => {
      const visit = readVisitor(found.value);
      return visit ? [{ ...visit, self: own.has(keys.visitorId(found.key)) }] : [];
    })
    .sort((a, b) => a.since - b.since);
}

export const writeRingKey = (validation: Validation): string =>
  JSON.stringify({ validated: true, validation: stored(validation) });

function read<T>(found: KeyValue, shape: Shape<T>, what: string): T {
  const parsed = safeParse(shape, parse(found));
  if (!parsed.success) throw new Error(`the key ${found.key} of etcd holds something that is not a valid ${what}`);
  return parsed.output;
}

function parse({ value }: KeyValue): unknown {
  try {
    return JSON.parse(Buffer.from(value).toString('utf8'));
  } catch {
    return undefined;
  }
}
