import { type ChainReport, type Finding, verifyChain } from '../../operations/journal/chain.ts';
import type { RawLine } from '../../operations/journal/journal.ts';
import { decodeLine } from '../../operations/journal/line.ts';
import type { RingRecords } from '../../room/room.ts';
import { sanitiseText } from '../../text/sanitise.ts';
import type { Millis } from '../../units.ts';
import { describeFailure, EXIT } from '../shared/failure.ts';
import type { Format } from '../shared/globals.ts';
import type { Output } from '../shared/print.ts';
import type { JournalSource } from './source.ts';

/**
 * Exit 0 when every line is as it was written, 1 when one does not, 3 when none is chained or can be read.
 * @param head hash that a line must still have
 */
export const audit = (out: Output, source: JournalSource, head: string | undefined, format: Format): Promise<number> =>
  compare(out, source, head, format).catch((error: unknown) => {
    out.say(describeFailure(error).text);
    return EXIT.missing;
  });

async function compare(out: Output, source: JournalSource, head: string | undefined, format: Format): Promise<number> {
  const known = [head, await source.head()].filter((hash) => hash !== undefined);
  // Before the lines: what is validated from here on has its line at the end of them, perhaps unread.
  const records = await source.records();
  const told = new Set<string>();
  const report = await verifyChain(telling(source.lines(), told), known);
  const problems = [...report.problems, ...untold(records, told, report)];
  const findings = { ...report, problems };
  if (format === 'json') out.printJson(findings);
  else out.print(sanitiseText(textOf(findings)));
  if (problems.length > 0) return EXIT.fail;
  return report.begins === null ? EXIT.missing : EXIT.ok;
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
      text: `${ring} is validated by ${by}, but no line says so: the end was cut off, or the store was edited by hand`,
    }));

function textOf({ lines, begins, head, problems, torn }: ChainReport): string {
  const findings = (list: readonly Finding[]) => list.map(({ line, text }) => `  line ${line}: ${text}\n`);
  const headline =
    problems.length > 0
      ? `CHANGED  ${count(problems.length, 'line is', 'lines are')} not as written, of ${lines}\n`
      : begins === null
        ? `UNKNOWN  ${lines === 0 ? 'there is no line yet' : `${count(lines, 'line', 'lines')}, none of them chained`}\n`
        : `WHOLE  ${count(lines, 'line', 'lines')}${begins > 1 ? `, chained from line ${begins} on` : ''}\n`;
  const notes = torn.length > 0 ? ['Torn, as the next line says:\n', ...findings(torn)] : [];
  return [headline, ...findings(problems), ...notes, head ? `head ${head.hash}\n` : ''].join('');
}

const count = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;
