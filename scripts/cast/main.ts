import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/assets.ts';
import { animationOf } from './animation.ts';
import { record } from './record.ts';

/*
 * The recording in the README: docs/ringdeck.cast (asciicast v2, for `asciinema play`) and docs/ringdeck.svg, the same as moving
 * picture. The program itself, on a pseudo-terminal, with keys that are typed when the screen shows what they are for.
 */

const SIZE = { columns: 120, rows: 36 } as const;
const ENTER = '\r';
const ESC = '\u001b';

/** What is waited for, how long it is looked at (in seconds), and what is typed then. */
const STEPS = [
  { sees: /soaking/i, looks: 5, types: ']'.repeat(7) },
  { sees: /V2ErrorSpike/, looks: 4, types: ENTER },
  { sees: /NEW in V2/, looks: 7, types: 'a' },
  { sees: /enter acknowledge/, looks: 4, types: `rolling back${ENTER}` },
  { sees: /acknowledged/, looks: 3, types: ESC },
  { sees: /Rings/, looks: 2, types: 'v' },
  { sees: /verdict/, looks: 4, types: ESC },
  { sees: /Rings/, looks: 2, types: 'l' },
  { sees: /Logs/, looks: 4, types: ESC },
  { sees: /Rings/, looks: 3, types: 'q' },
] as const;

const docs = (name: string): string => join(packageRoot, 'docs', name);

const { events, frames } = await record([join(packageRoot, 'bin', 'ringdeck'), 'demo'], SIZE, STEPS);
const header = {
  version: 2,
  width: SIZE.columns,
  height: SIZE.rows,
  title: 'ringdeck demo',
  env: { TERM: 'xterm-256color' },
};
await writeFile(docs('ringdeck.cast'), [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join(''));
await writeFile(docs('ringdeck.svg'), animationOf(frames, SIZE));
