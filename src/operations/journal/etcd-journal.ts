import type { Etcd, KeyValue, Range } from '../../sources/etcd/types.ts';
import type { EtcdKeys, Head } from '../stores/etcd-ledger.ts';
import { LEDGER_LINES } from '../stores/ring-store.ts';
import type { JournalRecord } from './journal.ts';
import { decodeLine, type JournalLine, toRecord } from './line.ts';

/** Lines asked for at once: a few hundred kilobytes. */
export const PAGE = 250;

/** A journal's newest lines as far as they have been read. */
interface Known {
  /** Of the last of them. */
  readonly head: Pick<Head, 'seq' | 'hash'>;
  /** Oldest first. */
  readonly records: readonly JournalRecord[];
}

/** The end of a journal in etcd. A line never changes, so only those that are new are asked for. */
export class EtcdJournalTail {
  readonly #etcd: Etcd;
  readonly #keys: EtcdKeys;
  #known: Known = { head: { seq: 0, hash: '' }, records: [] };

  constructor(etcd: Etcd, keys: EtcdKeys) {
    this.#etcd = etcd;
    this.#keys = keys;
  }

  /** The newest lines up to `head`, oldest first. @throws Error with one sentence */
  async upTo(head: Known['head']): Promise<readonly JournalRecord[]> {
    // Not asked for again below: another reading may have become known meanwhile.
    const known = this.#known;
    if (head.hash === known.head.hash) return known.records;
    const first = Math.max(1, head.seq - LEDGER_LINES + 1);
    const { seq, hash } = known.head;
    const news = seq < head.seq ? await this.#fetch(Math.max(first, seq + 1), head.seq) : [];
    // Whoever restored an older backup of etcd has another journal.
    const follows = news.length > 0 && (seq < first || news[0]?.link?.prev === hash);
    const records = follows
      ? [...known.records, ...news.map(toRecord)]
      : (await this.#fetch(first, head.seq)).map(toRecord);
    this.#known = { head, records: records.slice(-LEDGER_LINES) };
    return this.#known.records;
  }

  /** A line that has come by another way: when it is the next, it needs not be asked for. */
  offer(value: Uint8Array): void {
    const { head, records } = this.#known;
    const line = decodeLine(value);
    if (line?.link?.seq !== head.seq + 1 || line.link.prev !== head.hash) return;
    this.#known = { head: line.link, records: [...records, toRecord(line)].slice(-LEDGER_LINES) };
  }

  async #fetch(from: number, to: number): Promise<readonly JournalLine[]> {
    const lines: JournalLine[] = [];
    for (let at = from; at <= to; at += PAGE) {
      const page = await readRange(this.#etcd, this.#keys.lines(at, Math.min(to, at + PAGE - 1)));
      lines.push(...page.map(({ value }) => decodeLine(value)).filter((line) => line !== null));
    }
    return lines;
  }
}

/** What a range holds now. @throws Error with one sentence */
export async function readRange(etcd: Etcd, range: Range): Promise<readonly KeyValue[]> {
  const answer = await etcd.read([range]);
  if (!answer.ok) throw etcdFailure(answer.error);
  return answer.value.ranges[0] ?? [];
}

export const etcdFailure = ({ message, hint }: { readonly message: string; readonly hint?: string }): Error =>
  new Error(hint === undefined ? message : `${message}. ${hint}`);
