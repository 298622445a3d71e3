import type { Safe } from '../../text/safe.ts';
import type { Run } from '../canvas/runs.ts';

/** Text as it flows: pieces, of which one that is a line feed breaks the line. */
export type Flow = readonly Run[];

/** A part of a Markdown text, ready to be laid out in any width. */
export type Block =
  | { readonly kind: 'heading'; readonly depth: number; readonly flow: Flow }
  | { readonly kind: 'paragraph'; readonly flow: Flow }
  /** As it was written, line by line. */
  | { readonly kind: 'code'; readonly language: Safe; readonly code: Safe }
  | { readonly kind: 'list'; readonly items: readonly Item[]; readonly loose: boolean }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly Flow[])[]; readonly right: readonly boolean[] }
  | { readonly kind: 'rule' };

interface Item {
  /** "1." of a numbered list, or empty. */
  readonly number: Safe;
  readonly blocks: readonly Block[];
}
