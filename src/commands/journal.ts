import { access } from 'node:fs/promises';
import { FileRefused, streamGiven } from '../bounded-file.ts';
import { type ChainReport, type Finding, verifyChain } from '../operations/journal/chain.ts';
import type { RawLine } from '../operations/journal/journal.ts';
import { decodeLine, type JournalLine } from '../operations/journal/line.ts';
import { splitLines } from '../operations/journal/raw-lines.ts';
import { JOURNAL_ACTS, type JournalEntry, type RingRecords } from '../room/room.ts';
import { makeSafe } from '../room/safe.ts';
import { sanitiseText } from '../text/sanitise.ts';
import type { Millis } from '../units.ts';
import { openProfile, openStore } from './shared/context.ts';
import { describeFailure, EXIT, UsageError } from './shared/failure.ts';
import type { GlobalOptions } from './shared/options.ts';
import type { Output } from './shared/print.ts';
import { table } from './shared/table.ts';
import { pathOf, type World } from './shared/world.ts';

interface VerifyOptions extends GlobalOptions {
  readonly head?: string;
  readonly format: 'text' | 'json';
}

interface ShowOptions extends GlobalOptions {
  readonly ring?: string;
  readonly by?: string;
  readonly act?: string;
  readonly result?: JournalEntry['result'];
  readonly fingerprint?: string;
  readonly since?: Millis;
  readonly until?: Millis;
  readonly limit: number;
  readonly format: 'text' | 'json' | 'jsonl';
}

/** Exit 0 when every line stands as it was written, 1 when one does not, 3 when none is chained or can be read. */
export async function verify(world: World, options: VerifyOptions, file?: string): Promise<number> {
  const source = await open(world, options, file);
  return audit(world.out, options, source).catch((error: unknown) => {
    world.out.say(describeFailure(error).text);
    return EXIT.missing;
  });
}

async function audit(out: Output, options: VerifyOptions, source: Source): Promise<number> {
  const known = [options.head, await source.head()].filter((hash) => hash !== undefined);
  // Before the lines: what is validated from here on has its line at the end of them, perhaps unread.
  const records = await source.records();
  const told = new Set<string>();
  const report = await verifyChain(telling(source.lines(), told), known);
  const problems = [...report.problems, ...untold(records, told, report)];
  const findings = { ...report, problems };
  if (options.format === 'json') out.printJson(findings);
  else out.print(sanitiseText(textOf(findings)));
  if (problems.length > 0) return EXIT.fail;
  return report.begins === null ? EXIT.missing : EXIT.ok;
}

export async function show(world: World, options: ShowOptions, file?: string): Promise<number> {
  const acts: readonly string[] = JOURNAL_ACTS;
  if (options.act !== undefined && !acts.includes(options.act))
    throw new UsageError(`There is no act "${options.act}"; there are ${acts.join(', ')}.`);
  const source = await open(world, options, file);
  const chosen: { readonly raw: RawLine; readonly line: JournalLine }[] = [];
  for await (const raw of source.lines()) {
    const line = decodeLine(raw.bytes);
    if (!line || !matches(line, options)) continue;
    chosen.push({ raw, line });
    if (chosen.length > options.limit) chosen.shift();
  }
  switch (options.format) {
    case 'jsonl':
      for (const { raw } of chosen) printLine(world.out, { ...raw, terminated: true });
      break;
    case 'json':
      world.out.printJson(chosen.map(({ line }) => published(line)));
      break;
    case 'text':
      world.out.print(table(chosen.map(({ line }) => row(line))));
  }
  return EXIT.ok;
}

/** The whole journal, byte for byte: an exported file verifies like the journal itself. */
export async function exportJournal(world: World, options: GlobalOptions): Promise<number> {
  for await (const line of (await open(world, options)).lines()) printLine(world.out, line);
  return EXIT.ok;
}

interface Source {
  lines(): AsyncIterable<RawLine>;
  /** The hash that the store itself remembers as the last, if it does. */
  head(): Promise<string | undefined>;
  /** What the ring store holds; nothing when there is only a file. */
  records(): Promise<RingRecords>;
}

async function open(world: World, options: GlobalOptions, file?: string): Promise<Source> {
  if (file === undefined) {
    const { store, journal } = openStore(world, openProfile(world, options).plan);
    return {
      lines: () => journal.lines(),
      head: () => journal.head(),
      records: async () => (await store.read()).records,
    };
  }
  const path = pathOf(world, file);
  await access(path).catch(() => {
    throw new UsageError(`There is no journal "${file}".`);
  });
  return { lines: () => fileLinesOf(file, path), head: async () => undefined, records: async () => ({}) };
}

/** @throws UsageError when it is nothing that can be read */
async function* fileLinesOf(file: string, path: string): AsyncGenerator<RawLine> {
  try {
    yield* splitLines(streamGiven(path));
  } catch (error) {
    throw error instanceof FileRefused
      ? new UsageError(`The journal ${file} cannot be read: ${error.message}.`)
      : error;
  }
}

const validationKey = (ring: string, by: string, at: Millis | null) => JSON.stringify([ring, by, at]);

/** Passes lines on and notes each validation they tell of. */
async function* telling(lines: AsyncIterable<RawLine>, told: Set<string>): AsyncGenerator<RawLine> {
  for await (const raw of lines) {
    const line = decodeLine(raw.bytes);
    if (line?.validation) told.add(validationKey(line.target, line.validation.by, line.validation.at));
    yield raw;
  }
}

/** Validations with a name that no line tells of: the chain itself cannot see that its end is gone. */
const untold = (records: RingRecords, told: ReadonlySet<string>, { lines }: ChainReport): readonly Finding[] =>
  Object.entries(records)
    .filter(([ring, { by, at }]) => by !== '' && !told.has(validationKey(ring, by, at)))
    .map(([ring, { by }]) => ({
      line: lines,
      text: `${ring} is validated by ${by} and no line tells of it: the end was cut off, or the store edited by hand`,
    }));

function textOf({ lines, begins, head, problems, torn }: ChainReport): string {
  const findings = (list: readonly Finding[]) => list.map(({ line, text }) => `  line ${line}: ${text}\n`);
  const headline =
    problems.length > 0
      ? `CHANGED  ${count(problems.length, 'line does', 'lines do')} not stand as written, of ${lines}\n`
      : begins === null
        ? `UNKNOWN  ${lines === 0 ? 'there is no line yet' : `${count(lines, 'line', 'lines')}, none of them chained`}\n`
        : `WHOLE  ${count(lines, 'line', 'lines')}${begins > 1 ? `, chained from line ${begins} on` : ''}\n`;
  const notes = torn.length > 0 ? ['Torn, and accounted for by the line behind:\n', ...findings(torn)] : [];
  return [headline, ...findings(problems), ...notes, head ? `head ${head.hash}\n` : ''].join('');
}

const count = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;

function matches(line: JournalLine, { ring, by, act, result, fingerprint, since, until }: ShowOptions): boolean {
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

function printLine(out: Output, { bytes, terminated }: RawLine): void {
  out.printExact(bytes);
  if (terminated) out.print('\n');
}
