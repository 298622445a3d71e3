import type { RawLine } from '../../operations/journal/journal.ts';
import { decodeLine, type JournalLine } from '../../operations/journal/line.ts';
import { JOURNAL_ACTS, type JournalEntry } from '../../room/room.ts';
import { makeSafe } from '../../room/safe.ts';
import type { Millis } from '../../units.ts';
import { EXIT, UsageError } from '../shared/failure.ts';
import type { Format } from '../shared/globals.ts';
import type { Output } from '../shared/print.ts';
import { table } from '../shared/table.ts';
import type { JournalSource } from './source.ts';

/** Which lines are shown; undefined: whatever they hold. */
interface Wanted {
  readonly ring: string | undefined;
  readonly by: string | undefined;
  readonly act: string | undefined;
  readonly result: JournalEntry['result'] | undefined;
  readonly fingerprint: string | undefined;
  readonly since: Millis | undefined;
  readonly until: Millis | undefined;
}

/** @throws UsageError when no line can tell of such an act */
export function requireAct(act: string | undefined): void {
  const acts: readonly string[] = JOURNAL_ACTS;
  if (act !== undefined && !acts.includes(act))
    throw new UsageError(`There is no act "${act}"; there are ${acts.join(', ')}.`);
}

/** @param limit the newest so many */
export async function showLines(
  out: Output,
  source: JournalSource,
  wanted: Wanted,
  limit: number,
  format: Format | 'jsonl',
): Promise<number> {
  const chosen: { readonly raw: RawLine; readonly line: JournalLine }[] = [];
  for await (const raw of source.lines()) {
    const line = decodeLine(raw.bytes);
    if (!line || !matches(line, wanted)) continue;
    chosen.push({ raw, line });
    if (chosen.length > limit) chosen.shift();
  }
  switch (format) {
    case 'jsonl':
      for (const { raw } of chosen) printLine(out, { ...raw, terminated: true });
      break;
    case 'json':
      out.printJson(chosen.map(({ line }) => published(line)));
      break;
    case 'text':
      out.print(table(chosen.map(({ line }) => row(line))));
  }
  return EXIT.ok;
}

function matches(line: JournalLine, { ring, by, act, result, fingerprint, since, until }: Wanted): boolean {
  return (
    (ring === undefined || ringOf(line) === ring) &&
    (by === undefined || line.by === by) &&
    (act === undefined || line.act === act) &&
    (result === undefined || line.result === result) &&
    (fingerprint === undefined || fingerprintOf(line) === fingerprint) &&
    (since === undefined || line.at >= since) &&
    (until === undefined || line.at <= until)
  );
}

/** What an act on an alert rested on names the alert's ring and fingerprint. */
function ringOf({ target, evidence }: JournalLine): unknown {
  const labels = evidence?.labels;
  return typeof labels === 'object' && labels !== null && 'ring' in labels ? labels.ring : target;
}
const fingerprintOf = ({ fingerprint, evidence }: JournalLine): unknown => fingerprint ?? evidence?.fingerprint;

function row({ at, seq, by, act, target, result, detail, digest }: JournalLine): readonly string[] {
  const when = new Date(at).toISOString();
  const evidence = digest === undefined ? '' : `evidence ${digest.slice(0, 12)}`;
  return [
    when,
    seq === undefined ? '' : `#${seq}`,
    by,
    act,
    target,
    result,
    [detail, evidence].filter(Boolean).join('  '),
  ];
}

const published = (line: JournalLine) => {
  const { at, link, ...rest } = makeSafe(line);
  return { at: new Date(at).toISOString(), ...rest, ...(link && { prev: link.prev, hash: link.hash }) };
};

export function printLine(out: Output, { bytes, terminated }: RawLine): void {
  out.printExact(bytes);
  if (terminated) out.print('\n');
}
