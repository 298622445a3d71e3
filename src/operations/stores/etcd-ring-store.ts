import { randomUUID } from 'node:crypto';
import { systemClock, type Timer } from '../../clock.ts';
import type { Change, Condition, Etcd, KeyValue, Transaction, Watching } from '../../sources/etcd/types.ts';
import { EtcdJournalTail, etcdFailure, PAGE } from '../journal/etcd-journal.ts';
import { headText } from '../journal/head.ts';
import type { Journal, JournalArchive, JournalRecord, RawLine } from '../journal/journal.ts';
import { decodeLine, type Place, type SealedLine, sealLine, sha256, toRecord } from '../journal/line.ts';
import { attendEtcd } from '../presence/etcd-presence.ts';
import {
  type EtcdKeys,
  etcdKeys,
  readHead,
  readPresence,
  readRingKeys,
  type Snapshot,
  writeRingKey,
} from './etcd-ledger.ts';
import { LEDGER_LINES, type LedgerState, type RingAct, type RingStore, type Visitor } from './ring-store.ts';

/** Rings whose keys are compared one by one: etcd takes 128 operations in one transaction. */
const MOST_COMPARED = 100;
/** How long an act is decided anew because others were faster, in milliseconds. */
const CONTENDED = 10_000;
/** The hash before the first line of a journal. */
const NOTHING = sha256('');

/**
 * Ring state and journal in etcd. An act is one transaction: it succeeds only if nobody acted and no ring's key was
 * written since it was decided, and then writes ring, journal line and journal head together.
 */
export class EtcdRingStore implements RingStore, Journal, JournalArchive {
  readonly #etcd: Etcd;
  readonly #keys: EtcdKeys;
  readonly #timer: Timer;
  readonly #tail: EtcdJournalTail;
  readonly #watches = new Set<Watching>();
  /** As it was when it was last seen; perhaps it is so no longer. */
  #known: Snapshot | undefined;
  /** Ids of the rooms of this program. */
  readonly #attending = new Set<string>();

  /** @param folder what every key begins with, without a slash at its end */
  constructor(etcd: Etcd, folder: string, timer: Timer = systemClock) {
    this.#etcd = etcd;
    this.#keys = etcdKeys(folder);
    this.#timer = timer;
    this.#tail = new EtcdJournalTail(etcd, this.#keys);
  }

  async read(): Promise<LedgerState> {
    const { rings, head, present } = this.#keys;
    const answer = await this.#etcd.read([rings, head, present]);
    if (!answer.ok) throw etcdFailure(answer.error);
    const [ringKeys = [], heads = [], visitors = []] = answer.value.ranges;
    const snapshot = this.#snapshot(answer.value.revision, ringKeys, heads);
    this.#known = snapshot;
    const newest = Math.max(0, ...[...ringKeys, ...heads, ...visitors].map(({ modRevision }) => modRevision));
    for (const watching of this.#watches) watching.expect(newest);
    return {
      ...(await this.#state(snapshot)),
      presence: readPresence(this.#keys, visitors, this.#attending),
    };
  }

  async update(decide: (state: LedgerState) => RingAct | null): Promise<void> {
    // What was known last may do: if anything has changed since, the transaction says so and what it is now.
    let snapshot: Snapshot = this.#known ?? (await this.#look());
    let deadline: number | undefined;
    for (;;) {
      const act = decide(await this.#state(snapshot));
      if (!act || (await this.#attempt(snapshot, act))) return;
      // From when others were faster at first: until then etcd itself may have been slow.
      deadline ??= performance.now() + CONTENDED;
      if (performance.now() > deadline)
        throw new Error(
          'others keep changing the ring store, so this act could not be done; nothing was changed. Try again',
        );
      // At once: whoever waits loses to those that have just acted and act again.
      snapshot = this.#known ?? (await this.#look());
    }
  }

  async append(record: JournalRecord): Promise<void> {
    await this.update(() => ({ record }));
  }

  async tail(limit: number): Promise<readonly JournalRecord[]> {
    if (limit <= LEDGER_LINES) return limit > 0 ? (await this.read()).journal.slice(-limit) : [];
    const lines: RawLine[] = [];
    for await (const line of this.lines()) lines.push(line);
    const decoded = lines.map(({ bytes }) => decodeLine(bytes)).filter((line) => line !== null);
    return decoded.slice(-limit).map(toRecord);
  }

  watch(onChange: () => void): () => void {
    const watching = this.#etcd.watch(this.#keys.all, onChange);
    this.#watches.add(watching);
    return () => {
      this.#watches.delete(watching);
      watching.stop();
    };
  }

  attend(visitor: Visitor): () => void {
    const id = randomUUID();
    this.#attending.add(id);
    const leave = attendEtcd(this.#etcd, this.#keys.visitor(id), { ...visitor, since: this.#timer.now() }, this.#timer);
    return () => {
      this.#attending.delete(id);
      leave();
    };
  }

  async *lines(): AsyncGenerator<RawLine> {
    const { key, end } = this.#keys.journal;
    for (let from = key; ; ) {
      const answer = await this.#etcd.read([{ key: from, end, limit: PAGE }]);
      if (!answer.ok) throw etcdFailure(answer.error);
      const page = answer.value.ranges[0] ?? [];
      for (const { value } of page) yield { bytes: value, terminated: true };
      const last = page.at(-1);
      if (!last || page.length < PAGE) return;
      from = `${last.key}\0`;
    }
  }

  async head(): Promise<string | undefined> {
    const answer = await this.#etcd.read([this.#keys.head]);
    if (!answer.ok) throw etcdFailure(answer.error);
    const { seq, hash } = readHead(answer.value.ranges[0] ?? [], NOTHING);
    return seq === 0 ? undefined : hash;
  }

  /** True when the act was carried out; otherwise what is known now is as others have made it. */
  async #attempt(snapshot: Snapshot, act: RingAct): Promise<boolean> {
    const seq = snapshot.head.seq + 1;
    const line = seal(act, { seq, prev: snapshot.head.hash });
    this.#known = undefined;
    const answer = await this.#etcd.commit(this.#transaction(snapshot, act, line, seq));
    if (!answer.ok) throw etcdFailure(answer.sent ? { ...answer.error, hint: PERHAPS } : answer.error);
    const { revision, succeeded, ranges } = answer.value;
    if (succeeded) {
      this.#known = this.#after(snapshot, act, line, revision);
      this.#tail.offer(Buffer.from(line.text));
      return true;
    }
    const [rings = [], heads = [], [written] = []] = ranges;
    this.#known = this.#snapshot(revision, rings, heads);
    if (written) this.#tail.offer(written.value);
    // It may have been sent twice, because the first answer was lost. A line is unlike any other by its id.
    return written !== undefined && Buffer.from(written.value).toString('utf8') === line.text;
  }

  /** The store once an act has succeeded, which it does only when nothing else has changed. */
  #after({ rings, head }: Snapshot, { change }: RingAct, { hash }: SealedLine, revision: number): Snapshot {
    const key = change && this.#keys.ring(change.ringId);
    const others = rings.filter((ring) => ring.key !== key);
    const value = change?.validation && Buffer.from(writeRingKey(change.validation));
    const changed = key !== undefined && value ? [...others, { key, value, modRevision: revision }] : others;
    const records = readRingKeys(this.#keys, changed);
    return { revision, rings: changed, records, head: { seq: head.seq + 1, hash, modRevision: revision } };
  }

  async #look(): Promise<Snapshot> {
    const { rings, head } = this.#keys;
    const answer = await this.#etcd.read([rings, head]);
    if (!answer.ok) throw etcdFailure(answer.error);
    const [ringKeys = [], heads = []] = answer.value.ranges;
    return this.#snapshot(answer.value.revision, ringKeys, heads);
  }

  #transaction({ revision, rings, head }: Snapshot, { change }: RingAct, line: SealedLine, seq: number): Transaction {
    const keys = this.#keys;
    const same = ({ key, modRevision }: KeyValue): Condition => ({ key, modRevision, is: 'equal' });
    const changes: Change[] = [
      { put: { key: keys.line(seq).key, value: line.text } },
      { put: { key: keys.head.key, value: headText({ seq, hash: line.hash }) } },
    ];
    if (change) {
      const key = keys.ring(change.ringId);
      changes.push(change.validation ? { put: { key, value: writeRingKey(change.validation) } } : { remove: key });
    }
    return {
      conditions: [
        { ...keys.head, modRevision: head.modRevision, is: 'equal' },
        // No key that a script has added or changed meanwhile, and none that it has removed.
        { ...keys.rings, modRevision: revision + 1, is: 'less' },
        ...rings.slice(0, MOST_COMPARED).map(same),
      ],
      changes,
      otherwise: [keys.rings, keys.head, keys.line(seq)],
    };
  }

  #snapshot(revision: number, rings: readonly KeyValue[], heads: readonly KeyValue[]): Snapshot {
    return { revision, rings, records: readRingKeys(this.#keys, rings), head: readHead(heads, NOTHING) };
  }

  async #state({ records, head }: Snapshot): Promise<LedgerState> {
    return { records, journal: head.seq === 0 ? [] : await this.#tail.upTo(head) };
  }
}

const seal = ({ record, change }: RingAct, place: Place): SealedLine =>
  sealLine({ ...record, ...(change && { validation: change.validation }) }, place);

const PERHAPS = 'The act may still have been done: look at the journal before you try again.';
