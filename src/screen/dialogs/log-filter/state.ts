import type { EditedLine } from '../shared/edited-line.ts';

/** What is looked for in the logs. */
export type LogFilterDialog = EditedLine;
