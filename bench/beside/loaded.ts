import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environment, folder } from '../program.ts';
import type { Words } from './processor-time.ts';

const COUNTER = new URL('count-loads.ts', import.meta.url).href;

/** Bytes of code that one run of ringdeck loads, Node's own left out: most of what a start costs, on every machine the same. */
export async function loadedBytes([program = '', ...args]: Words): Promise<number> {
  const file = join(folder, 'loads.json');
  const env = { ...environment, NODE_OPTIONS: `--import=${COUNTER}`, RINGDECK_BENCH_LOADS: file };
  await promisify(execFile)(program, args, { env, cwd: folder, maxBuffer: 2 ** 26 });
  return JSON.parse(readFileSync(file, 'utf8')).bytes;
}
