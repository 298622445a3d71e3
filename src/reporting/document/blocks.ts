import type { Figure, Report } from '../schema/report.ts';

/** A report as people read it, before it is Markdown or HTML: texts as they are, nothing escaped. */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  readonly blocks: readonly Block[];
}

export type Tone = 'plain' | 'good' | 'bad' | 'unknown' | 'quiet' | 'code';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

export interface Column {
  readonly text: string;
  /** Numbers stand on the right. */
  readonly isNumber?: true;
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly tone?: Tone }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }
  /** `todo`: boxes for people to tick. */
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly todo?: true }
  /** Drawn where something can be drawn; the numbers stand in a table, too. */
  | { readonly kind: 'plots'; readonly figures: readonly Figure[]; readonly period: Report['period'] };

export const heading = (text: string, level: 2 | 3 = 2): Block => ({ kind: 'heading', level, text });
export const text = (words: string, tone: Tone = 'plain'): Block => ({ kind: 'text', text: words, tone });
export const cell = (words: string, tone: Tone = 'plain'): Cell => ({ text: words, tone });

/** A table, or a sentence where it would have no row. */
export const tableOf = (columns: readonly Column[], rows: readonly (readonly Cell[])[], otherwise: string): Block =>
  rows.length > 0 ? { kind: 'table', columns, rows } : text(otherwise, 'quiet');
