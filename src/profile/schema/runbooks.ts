import { z } from 'zod';

/** Where the runbooks of alerts lie. */
export const runbooksSchema = z
  .strictObject({
    folder: z
      .string()
      .min(1)
      .describe('Folder of Markdown files, relative to the profile; no runbook outside it is ever read.'),
    by: z
      .string()
      .min(1)
      .default('alertname')
      .describe('Label whose value names the file, NAME.md, of an alert that names no runbook itself.'),
  })
  .optional()
  .describe('Runbooks of alerts; unless given those are found that an annotation names beside the profile.');

export type RunbooksSpec = NonNullable<z.infer<typeof runbooksSchema>>;
