import { type Nanos, nanos } from '../../units.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../error.ts';
import { pageShape } from './answer.ts';
import { lineKey } from './key.ts';
import { type Ask, countsLines } from './request.ts';
import type { Crowded, LinePage, LineRequest, LogLine } from './types.ts';

/** Lines asked for first where nobody said how many are wanted: a reader sees them sooner. */
const PAGE = 1000;
/** What Loki gives at once unless it is set up otherwise, and what is asked for where so many are wanted. */
const MOST = 5000;
/** Characters of lines that are held together. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
/** Pages that arrive before a limit that was too much is tried again. */
const PATIENCE = 8;

/** Loki's limits say what they are: "limit > max_entries_limit_per_query (5001 > 5000)". */
function allowedBy({ fault }: SourceError): number | undefined {
  const most = /max_entries_limit\w* \(\d+ > (\d+)\)/.exec(fault?.text ?? '')?.[1];
  return most === undefined ? undefined : Number(most);
}

/** The lines are too many bytes together: inside Loki (gRPC), for a proxy, or for us. */
const isTooLarge = ({ kind, httpStatus = 0, message }: SourceError): boolean =>
  kind === 'too-large' ||
  httpStatus === 413 ||
  (httpStatus >= 500 && /ResourceExhausted|larger than max|too large/i.test(message));

/** How many lines to ask for: as many as the server gave before without refusing. */
class PageSize {
  now: number;
  #most = MOST;
  /** What is asked for once it is known that the reader reads on. */
  readonly #usual: number;
  #tooMuch = Number.POSITIVE_INFINITY;
  #arrived = 0;

  constructor(limit: number) {
    this.#usual = Math.min(MOST, limit);
    this.now = Number.isFinite(limit) ? this.#usual : PAGE;
  }

  /** Asks for less after a refusal; false when the refusal has another reason, or nothing less can be asked for. */
  refused(error: SourceError): boolean {
    const allowed = allowedBy(error);
    if (allowed !== undefined && allowed < this.now) this.#most = this.now = Math.max(allowed, 1);
    else if (isTooLarge(error) && this.now > 1) {
      this.#tooMuch = this.now;
      this.now = Math.floor(this.now / 2);
      this.#arrived = 0;
    } else return false;
    return true;
  }

  arrived(): void {
    if (this.#tooMuch > MOST) {
      this.now = Math.max(this.now, Math.min(this.#most, this.#usual));
      return;
    }
    if (++this.#arrived < PATIENCE) return;
    this.#tooMuch = Number.POSITIVE_INFINITY;
    this.now = Math.min(this.#most, this.now * 2);
  }

  /** Asks for more at once; false when more is not given. */
  raise(): boolean {
    const raised = Math.min(this.#most, this.#tooMuch - 1, this.now * 2);
    if (raised <= this.now) return false;
    this.now = raised;
    return true;
  }
}

/** Lines of the nanosecond at which a page ended, by identity: the next page begins with them again. */
class Boundary {
  readonly at: Nanos;
  readonly #given = new Map<string, number>();
  count = 0;

  constructor(at: Nanos) {
    this.at = at;
  }

  /** Leaves out what was given; each given line accounts for one that is alike. */
  fresh(lines: readonly LogLine[]): LogLine[] {
    const left = new Map(this.#given);
    return lines.filter((line) => {
      if (line.at !== this.at) return true;
      const key = lineKey(line, true);
      const n = left.get(key) ?? 0;
      if (n > 0) left.set(key, n - 1);
      return n === 0;
    });
  }

  note(lines: readonly LogLine[]): void {
    for (const line of lines) {
      if (line.at !== this.at) continue;
      const key = lineKey(line, true);
      this.#given.set(key, (this.#given.get(key) ?? 0) + 1);
      this.count++;
    }
  }
}

/**
 * Reads a window page by page. Loki takes `start` as inclusive and `end` as exclusive and cuts an answer anywhere, also
 * between lines of one nanosecond; so each page begins where the one before it ended, and what was given already is left
 * out of it. A nanosecond that fills a page is asked for with a higher limit, up to what the server allows.
 */
export async function* readPages(
  ask: Ask,
  request: LineRequest,
  signal?: AbortSignal,
): AsyncGenerator<Outcome<LinePage>, void, undefined> {
  const { query, direction, limit = Number.POSITIVE_INFINITY } = request;
  const counts = countsLines(query);
  if (counts) return yield failed(counts);
  const sign = direction === 'forward' ? 1 : -1;
  const size = new PageSize(limit);
  let { from, to } = request;
  let boundary = new Boundary(nanos(-1n));
  let given = 0;

  while (from < to && given < limit) {
    const asked = size.now;
    const bounds = { start: `${from}`, end: `${to}`, limit: `${asked}`, direction };
    const outcome = await ask(
      { path: '/loki/api/v1/query_range', query: { query, ...bounds }, signal },
      pageShape,
      'log lines',
    );
    if (!outcome.ok) {
      if (size.refused(outcome.error)) continue;
      return yield failed(outcome.error);
    }
    size.arrived();
    const { categorised } = outcome.value;
    const lines = outcome.value.lines
      .filter(({ at }) => at >= from && at < to)
      .toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -sign : sign));
    const last = lines.at(-1);
    const fresh = boundary.fresh(lines);
    const crowded: Crowded[] = [];
    if (!last || outcome.value.lines.length < asked) {
      from = to;
    } else {
      if (boundary.at !== last.at) boundary = new Boundary(last.at);
      boundary.note(fresh);
      const stuck = last.at === lines[0]?.at;
      if (stuck && (size.now > asked || size.raise())) {
        // One nanosecond fills the page: its rest comes with the next one.
      } else if (stuck) crowded.push({ at: last.at, given: boundary.count });
      // Past the nanosecond when the rest of it cannot be had, else from it again.
      const step = crowded.length > 0 ? 1n : 0n;
      if (sign > 0) from = nanos(last.at + step);
      else to = nanos(last.at + 1n - step);
    }
    const wanted = fresh.slice(0, limit - given);
    given += wanted.length;
    yield succeeded({ lines: wanted, crowded, categorised });
  }
}

const tooMuch = (): SourceError => ({
  kind: 'too-large',
  message: `the lines asked for have more than ${MOST_CHARACTERS.toLocaleString('en-US')} characters together`,
  hint: 'Ask for fewer lines, or for a shorter time.',
});

/** All pages in one. What is too much to be held is an error. */
export async function collectPages(pages: AsyncIterable<Outcome<LinePage>>): Promise<Outcome<LinePage>> {
  const lines: LogLine[] = [];
  const crowded: Crowded[] = [];
  let categorised = true;
  let characters = 0;
  for await (const page of pages) {
    if (!page.ok) return page;
    for (const line of page.value.lines) characters += line.text.length;
    if (characters > MOST_CHARACTERS) return failed(tooMuch());
    for (const line of page.value.lines) lines.push(line);
    crowded.push(...page.value.crowded);
    categorised &&= page.value.categorised;
  }
  return succeeded({ lines, crowded, categorised });
}
