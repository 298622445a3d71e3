import type { Etcd, KeyValue, Range } from '../sources/etcd-types.ts';
import type { EtcdKeys, Head } from './etcd-ledger.ts';
import type { JournalRecord } from './journal.ts';
import { decodeLine, type JournalLine, toRecord } from './journal-line.ts';
import { LEDGER_LINES } from './ring-store.ts';

/** Lines asked for at once: a few hundred kilobytes. */
export const PAGE = 250;

/** The end of a journal in etcd. A line never changes, so only those that are new are asked for. */
export class EtcdJournalTail {
  readonly #etcd: Etcd;
  readonly #keys: EtcdKeys;
  #records: readonly JournalRecord[] = [];
  /** Of the last line that has been read. */
  #head: Pick<Head, 'seq' | 'hash'> = { seq: 0, hash: '' };

  constructor(etcd: Etcd, keys: EtcdKeys) {
    this.#etcd = etcd;
    this.#keys = keys;
  }

  /** The newest lines up to `head`, oldest first. @throws Error with one sentence */
  async upTo(head: Pick<Head, 'seq' | 'hash'>): Promise<readonly JournalRecord[]> {
    const known = this.#head;
    if (head.hash === known.hash) return this.#records;
    const first = Math.max(1, head.seq - LEDGER_LINES + 1);
    const news = known.seq < head.seq ? await this.#fetch(Math.max(first, known.seq + 1), head.seq) : [];
    // Whoever restored an older backup of etcd has another journal.
    const follows = news.length > 0 && (known.seq < first || news[0]?.link?.prev === known.hash);
    const records = follows
      ? [...this.#records, ...news.map(toRecord)]
      : (await this.#fetch(first, head.seq)).map(toRecord);
    this.#records = records.slice(-LEDGER_LINES);
    this.#head = head;
    return this.#records;
  }

  /** A line that has come by another way: when it is the next, it needs not be asked for. */
  offer(value: Uint8Array): void {
    const line = decodeLine(value);
    if (line?.link?.seq !== this.#head.seq + 1 || line.link.prev !== this.#head.hash) return;
    this.#records = [...this.#records, toRecord(line)].slice(-LEDGER_LINES);
    this.#head = line.link;
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
