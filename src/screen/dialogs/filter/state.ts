import type { EditedLine } from '../shared/edited-line.ts';

/** What is typed to filter rows. */
export type FilterDialog = EditedLine;
