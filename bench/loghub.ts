import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../src/patterns/message.ts';
import { Miner } from '../src/patterns/miner.ts';

const USAGE = `npm run bench -- loghub FOLDER

How well lines are sorted into kinds, on LogHub's labelled samples (https://github.com/logpai/loghub): FOLDER holds a checkout.
Printed is the share of lines whose kind holds the same lines as the label does, for each set and in the mean.
`;

const LABELLED = /([^/]+)_2k\.log_structured\.csv$/;

/** Rows of a CSV text, quoted as RFC 4180 has it. */
function* rowsOf(text: string): Generator<readonly string[]> {
  let row: string[] = [];
  for (const [, quoted, bare = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === ',') continue;
    if (row.length > 1) yield row;
    row = [];
  }
}

/** The share of lines that are in a kind of exactly the lines of their label. */
function accuracy(lines: readonly { readonly text: string; readonly label: string }[]): number {
  const miner = new Miner();
  const merged = new Map<string, string>();
  const found = lines.map(({ text }) => {
    const id = miner.add({ message: messageOf(text), level: 'unknown' });
    for (const event of miner.takeEvents()) {
      if (event.kind === 'merged') for (const from of event.from) merged.set(from, event.into.id);
      if (event.kind === 'merged') merged.delete(event.into.id);
      else if (event.kind === 'found') merged.delete(event.template.id);
    }
    return id;
  });
  const kindOf = (id: string): string => {
    const into = merged.get(id);
    return into === undefined ? id : kindOf(into);
  };
  const kinds = found.map(kindOf);
  const sizes = Map.groupBy(kinds, (kind) => kind);
  const labels = Map.groupBy(lines.keys(), (i) => lines[i]?.label);
  let right = 0;
  for (const group of labels.values()) {
    const [kind = '', ...others] = new Set(group.map((i) => kinds[i] ?? ''));
    if (others.length === 0 && sizes.get(kind)?.length === group.length) right += group.length;
  }
  return right / lines.length;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) process.stdout.write(USAGE);
else {
  const files = (await readdir(folder, { recursive: true })).filter((file) => LABELLED.test(file)).sort();
  const figures: number[] = [];
  for (const file of files) {
    const [head = [], ...rows] = rowsOf(await readFile(join(folder, file), 'utf8'));
    const [text, label] = [head.indexOf('Content'), head.indexOf('EventId')];
    const share = accuracy(rows.map((row) => ({ text: row[text] ?? '', label: row[label] ?? '' })));
    figures.push(share);
    process.stdout.write(`${(LABELLED.exec(file)?.[1] ?? file).padEnd(14)}${share.toFixed(3)}\n`);
  }
  process.stdout.write(`mean          ${(figures.reduce((a, b) => a + b, 0) / figures.length).toFixed(3)}\n`);
}
