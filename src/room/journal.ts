import type { Millis } from '../units.ts';

export const JOURNAL_ACTS = [
  'acknowledge',
  'unacknowledge',
  'end',
  'tell',
  'claim',
  'release',
  'validate',
  'revoke',
  'request',
  'withdraw',
  'announce',
] as const;
export type JournalAct = (typeof JOURNAL_ACTS)[number];

/** One line of the journal, as the room shows it. */
export interface JournalEntry {
  /** Number of the line; the journal gives it. */
  readonly seq?: number;
  readonly at: Millis;
  readonly by: string;
  readonly act: JournalAct;
  /** A ring id, or an alert's name. */
  readonly target: string;
  /** Of the alert, when it is one. */
  readonly fingerprint?: string;
  readonly result: 'done' | 'refused' | 'failed';
  readonly detail: string;
  /** What the operator wrote beside the act. */
  readonly note?: string;
  /** Why what stood against an act was overridden, in the operator's words. */
  readonly override?: string;
}
