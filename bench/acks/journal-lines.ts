import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line } from './run.ts';
import { RING_STORE } from './stage.ts';

/** The journal of a stage. @param folder of the stage */
export async function readJournal(folder: string): Promise<readonly Line[]> {
  const text = await readFile(`${join(folder, RING_STORE)}.journal.jsonl`, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { act, by, detail, evidence } = JSON.parse(line) as {
        readonly act: string;
        readonly by: string;
        readonly detail: string;
        readonly evidence?: { readonly silence?: string };
      };
      return { act, by, detail, silence: evidence?.silence ?? null };
    });
}
