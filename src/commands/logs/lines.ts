import { faultText } from '../../logs/fault-text.ts';
import { readLogql } from '../../profile/logql/logql.ts';
import { suggestion } from '../../profile/nearest.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import type { QueryDatasource } from '../../profile/schema/http.ts';
import type { SavedSearch } from '../../profile/schema/logs.ts';
import type { SourceError } from '../../sources/error.ts';
import { createLoki, type Loki } from '../../sources/loki/loki.ts';
import type { Crowded, Direction, LogLine } from '../../sources/loki/types.ts';
import { detectCapabilities } from '../../terminal/capabilities.ts';
import type { Coloured, Safe } from '../../text/safe.ts';
import { sanitiseLine, sanitiseText } from '../../text/sanitise.ts';
import { type Millis, millis, type Nanos, nanosOf, type Seconds } from '../../units.ts';
import { EXIT, UsageError } from '../shared/failure.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import type { Output } from '../shared/print.ts';
import { openLokiAlone, openProfile } from '../shared/profile.ts';
import type { World } from '../shared/world.ts';
import { type LineFormat, lineWriter } from './text.ts';

/** How far back is looked unless told otherwise. */
const HOUR = 3600;

/** Where lines are asked for, and by which query. */
interface ChosenLogs {
  readonly source: QueryDatasource;
  readonly query: string;
}

interface Choice {
  readonly query: string | undefined;
  /** Id of a search of the profile. */
  readonly saved: string | undefined;
  /** Whether a query that is no LogQL is refused. */
  readonly check: boolean;
}

/** @throws UsageError where there is no Loki, or no one query */
export async function chooseLogs(world: World, options: GlobalOptions, choice: Choice): Promise<ChosenLogs> {
  const { sources, searches } = await openLogs(world, options);
  const { query, server } = chooseQuery(choice, searches);
  if (choice.check) checkQuery(query);
  const [first, ...others] = sources;
  return { source: others.find(({ id }) => id === server) ?? first, query };
}

/** The server and the saved searches: of the profile, or where there is none, the address that was given is enough. */
async function openLogs(
  world: World,
  options: GlobalOptions,
): Promise<{
  readonly sources: readonly [QueryDatasource, ...QueryDatasource[]];
  readonly searches: Plan['searches'];
}> {
  const alone = await openLokiAlone(world, options);
  if (alone) return { sources: [alone], searches: [] };
  const { plan } = await openProfile(world, options);
  const [first, ...others] = plan.profile.datasources.loki;
  if (!first) throw new UsageError('The profile has no Loki: give it datasources.loki, or this command --loki URL.');
  return { sources: [first, ...others], searches: plan.searches };
}

function chooseQuery({ saved, query }: Choice, searches: Plan['searches']): Pick<SavedSearch, 'query' | 'server'> {
  const ids = searches.map(({ id }) => id);
  if (saved === undefined && query !== undefined) return { query };
  if (saved === undefined || query !== undefined) {
    const known = ids.length > 0 ? `; saved are ${ids.join(', ')}` : '';
    throw new UsageError(`Give either a query in LogQL or --saved with the name of a search${known}.`);
  }
  const search = searches.find(({ id }) => id === saved);
  if (!search) throw new UsageError(`The profile has no saved search "${saved}"${suggestion(saved, ids)}`);
  return search;
}

function checkQuery(query: string): void {
  const reading = readLogql(query);
  if (!reading.ok)
    throw new UsageError(
      ['The query is not LogQL (--no-check sends it anyway):', ...faultText(query, reading.fault)].join('\n'),
    );
  if (reading.kind === 'metric')
    throw new UsageError('That query counts lines; this command prints them. Give it the part in braces.');
}

/** Which lines are printed. */
interface Extent {
  readonly since: Seconds | undefined;
  readonly from: Millis | undefined;
  readonly to: Millis | undefined;
  /** Infinite for all of them. */
  readonly limit: number;
  readonly follow: boolean;
  readonly direction: Direction | undefined;
}

interface Window {
  readonly query: string;
  readonly from: Nanos;
  readonly to: Nanos;
}

/** Exit 0 when there were lines, 1 when there were none, 3 when the server could not be asked, 4 for a wrong query. */
export async function printLogs(
  { source, query }: ChosenLogs,
  extent: Extent,
  printer: Printer,
  signal: AbortSignal,
): Promise<number> {
  const { out } = printer;
  const loki = createLoki(source);
  const to = extent.to ?? millis(Date.now());
  const from = extent.from ?? millis(to - (extent.since ?? HOUR) * 1000);
  if (from >= to) throw new UsageError('--from must lie before --to.');
  const window = { query, from: nanosOf(from), to: nanosOf(to) };
  try {
    const failure = extent.follow
      ? await follow(loki, window, extent, printer, signal)
      : await read(loki, window, extent, printer, signal);
    if (failure && !signal.aborted) return report(out, failure, query);
    return printer.count > 0 || out.gone.aborted ? EXIT.ok : EXIT.fail;
  } finally {
    await loki.close();
  }
}

type PrinterOptions = Pick<LineFormat, 'format' | 'labels'> & Pick<GlobalOptions, 'color'>;

/** Prints lines, and counts them. */
export class Printer {
  count = 0;
  readonly out: Output;
  readonly #write: (line: LogLine) => Safe | Coloured;
  readonly #signal: AbortSignal;

  constructor({ env, out }: World, { format, labels, color }: PrinterOptions, signal: AbortSignal) {
    const { colorLevel } = detectCapabilities(env, out, { color });
    this.#write = lineWriter({ format, labels, colorLevel });
    this.out = out;
    this.#signal = signal;
  }

  async print(lines: readonly LogLine[]): Promise<void> {
    if (lines.length === 0 || this.#signal.aborted) return;
    this.count += lines.length;
    // Slower readers slow the server down, instead of filling memory.
    if (!this.out.printLines(lines.map(this.#write))) await this.out.drained(this.#signal);
  }
}

async function read(
  loki: Loki,
  window: Window,
  { direction, limit }: Extent,
  printer: Printer,
  signal: AbortSignal,
): Promise<SourceError | null> {
  const request = { ...window, limit: Number.isFinite(limit) ? limit : undefined };
  if (direction === undefined && request.limit !== undefined) {
    // The newest lines, in the order they were written.
    const page = await loki.lines({ ...request, direction: 'backward' }, signal);
    if (!page.ok) return page.error;
    tellCrowded(printer.out, page.value.crowded);
    await printer.print(page.value.lines.toReversed());
    return null;
  }
  for await (const page of loki.pages({ ...request, direction: direction ?? 'forward' }, signal)) {
    if (!page.ok) return page.error;
    tellCrowded(printer.out, page.value.crowded);
    await printer.print(page.value.lines);
    if (signal.aborted) return null;
  }
  return null;
}

async function follow(
  loki: Loki,
  { query, from }: Window,
  { limit }: Extent,
  printer: Printer,
  signal: AbortSignal,
): Promise<SourceError | null> {
  let live = false;
  const backlog = Number.isFinite(limit) ? limit : undefined;
  for await (const event of loki.tail({ query, from, backlog }, signal)) {
    switch (event.kind) {
      case 'lines':
        await printer.print(event.lines);
        break;
      case 'live':
        live = true;
        break;
      case 'broken':
        // A server that is not there is a failure; one that was there comes back.
        if (!live && event.error) return event.error;
        if (event.error)
          printer.out.say(`${sanitiseLine(event.error.message)}; connecting again in ${Math.ceil(event.pause)} s`);
        break;
      case 'dropped':
        printer.out.say(
          `too slow for the server, which left out ${event.count} lines or more: they are asked for again`,
        );
        break;
      case 'crowded':
        tellCrowded(printer.out, event.crowded);
        break;
      case 'refused':
        return event.error;
    }
  }
  return null;
}

function tellCrowded(out: Output, crowded: readonly Crowded[]): void {
  for (const { at, given } of crowded)
    out.say(`nanosecond ${at} may hold more lines than the ${given} the server gives of it: some may be missing`);
}

function report(out: Output, error: SourceError, query: string): number {
  const { fault, hint } = error;
  if (error.kind !== 'bad-query') {
    out.say(sanitiseText(`${error.message}${hint === undefined ? '' : `. ${hint}`}`));
    return EXIT.missing;
  }
  const words = ['Loki refuses the query:', ...(fault ? faultText(query, fault) : [error.message])];
  out.say(sanitiseText(words.join('\n')));
  return EXIT.usage;
}
