import type { Safe } from '../../../text/safe.ts';
import type { Block } from '../../markdown/block.ts';

/** What there is of a runbook's file. */
export type RunbookText =
  /** No file is named: there is a page of the web alone. */
  | { readonly state: 'none' | 'reading' }
  | { readonly state: 'read'; readonly blocks: readonly Block[] }
  | { readonly state: 'failed'; readonly why: Safe };

/** The runbook of an alert, which stays when the alert is over. */
export interface RunbookView {
  readonly fingerprint: string;
  readonly name: Safe;
  /** Relative to the profile, as the alert names it; null where it names none. */
  readonly file: string | null;
  /** Its page of the web. */
  readonly link: Safe | null;
  readonly text: RunbookText;
  readonly scroll: number;
  readonly filter: string;
  /** Which of its commands is selected, from 0. */
  readonly command: number;
  /** The line of the last hit that was jumped to. */
  readonly hit: number | null;
}
