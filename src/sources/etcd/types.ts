import type { Outcome, SendOutcome } from '../error.ts';

/** A key as etcd holds it. */
export interface KeyValue {
  readonly key: string;
  readonly value: Uint8Array;
  /** Revision of the whole store at which this key was written last. */
  readonly modRevision: number;
}

export interface Range {
  readonly key: string;
  /** The first key that is not meant any more; only `key` itself unless given. */
  readonly end?: string;
  /** The first so many; all unless given. */
  readonly limit?: number;
}

/** What a key, or every key of a range, must be like for a transaction to succeed; revision 0 is that of no key. */
export interface Condition {
  readonly key: string;
  readonly end?: string;
  readonly modRevision: number;
  readonly is: 'equal' | 'less';
}

export type Change =
  | { readonly put: { readonly key: string; readonly value: string; readonly lease?: string } }
  | { readonly remove: string };

export interface Transaction {
  readonly conditions: readonly Condition[];
  /** Made together when every condition holds. */
  readonly changes: readonly Change[];
  /** Read at one revision when a condition does not hold. */
  readonly otherwise: readonly Range[];
}

/** What a range holds, for each range that was asked for, all at one revision. */
export interface Answer {
  readonly revision: number;
  readonly ranges: readonly (readonly KeyValue[])[];
}

export interface TransactionAnswer extends Answer {
  /** Whether the conditions held and the changes were made. */
  readonly succeeded: boolean;
}

export interface Watching {
  stop(): void;
  /** Tells that the watched keys were written at a revision: a watch that does not hear of it is begun anew. */
  expect(revision: number): void;
}

/** One etcd cluster over its JSON gateway. */
export interface Etcd {
  /** What a majority of the members holds now: never older than a change that was answered before. */
  read(ranges: readonly Range[]): Promise<Outcome<Answer>>;
  /** May be sent again by itself: only for transactions that cannot succeed twice. */
  commit(transaction: Transaction): Promise<SendOutcome<TransactionAnswer>>;
  /** Calls back when it begins to watch, also after an interruption, and after each change of a key in the range. */
  watch(range: Range, onChange: () => void): Watching;
  /** A lease of so many whole seconds; gives its id. */
  grant(ttl: number): Promise<Outcome<string>>;
  /** False when the lease has ended. */
  keepAlive(lease: string): Promise<Outcome<boolean>>;
  /** Ends a lease and removes its keys. */
  revoke(lease: string): Promise<Outcome<void>>;
  close(): Promise<void>;
}

/** The range of every key that begins with `prefix`. */
export function below(prefix: string): Range & { readonly end: string } {
  const last = prefix.length - 1;
  return { key: prefix, end: prefix.slice(0, last) + String.fromCharCode(prefix.charCodeAt(last) + 1) };
}
