import { own } from '../own.ts';
import type { LogLine } from '../sources/loki/types.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import type { Grouping, ParserHints } from './parser-hints.ts';

/** What Loki adds to a name that is taken. */
const SUFFIX = '_extracted';
const ERROR = '__error__';
const ERROR_DETAILS = '__error_details__';
const PRESERVE_ERROR = '__preserve_error__';

/**
 * Labels, structured metadata and fields of one line on its way through the stages of a query. A name belongs to the label
 * before the metadata, and to these before a field; whoever comes second is called `…_extracted`, and of these a field comes first.
 */
export class LineFields {
  readonly line: LogLine;
  readonly hints: ParserHints<LineFields>;
  /** A label without a value is none. */
  readonly #labels: Labels;
  #error = '';
  #details = '';
  readonly #metadata = new Map<string, string>();
  readonly #parsed = new Map<string, string>();
  readonly #extracted = new Set<string>();
  readonly #dropped = new Set<string>();

  constructor(line: LogLine, hints: ParserHints<LineFields>) {
    this.line = line;
    this.hints = hints;
    this.#labels = Object.fromEntries(Object.entries(line.labels).filter(([, value]) => value !== ''));
    for (const [name, value] of Object.entries(line.metadata)) {
      const free = Object.hasOwn(this.#labels, name) ? name + SUFFIX : name;
      if (free === ERROR) this.#error = value;
      else if (free === ERROR_DETAILS) this.#details = value;
      else this.#metadata.set(free, value);
    }
    for (const [name, value] of Object.entries(line.parsed)) this.set(name, value);
  }

  get error(): string {
    return this.#error;
  }

  /** Whether a parser would find nothing that is asked for. */
  get isDone(): boolean {
    return this.hints.none || this.hints.isEnough(this.#extracted);
  }

  /** What a filter finds under a name; undefined for nothing. */
  get(name: string): string | undefined {
    return (
      this.#metadata.get(name) ??
      this.#parsed.get(name) ??
      (this.#dropped.has(name) ? undefined : own(this.#labels, name))
    );
  }

  isTaken(name: string): boolean {
    return Object.hasOwn(this.#labels, name) || this.#metadata.has(name);
  }

  /** Whether a field of that name is still to be read: the first one of a line counts. */
  isMissing(name: string): boolean {
    return this.hints.wants(name) && !this.#extracted.has(name);
  }

  set(name: string, value: string): void {
    this.#metadata.delete(name);
    this.#parsed.set(name, value);
    this.#extracted.add(name);
  }

  /** Keeps a field, when it is still to be read. False when the line can be none of those asked for. */
  take(name: string, value: string): boolean {
    if (!this.isMissing(name)) return true;
    this.set(name, value);
    return this.hints.mayPass(name, this);
  }

  /** `| drop`: a label that is gone may come again as a field, and is taken all the same. */
  drop(name: string): void {
    if (name === ERROR) this.#error = '';
    else if (name === ERROR_DETAILS) this.#details = '';
    this.#metadata.delete(name);
    this.#parsed.delete(name);
    this.#dropped.add(name);
  }

  /** A parser could not read the line. */
  fail(error: string, details: string): void {
    this.#error = error;
    this.#details = details;
    if (this.hints.keepsErrors) this.set(PRESERVE_ERROR, 'true');
  }

  /** A filter could not read a value; what went wrong before tells more. */
  failFilter(details: string): void {
    if (this.#error !== '') return;
    this.#error = 'LabelFilterErr';
    this.#details = details;
  }

  /** The line with what was found in it. */
  toLine(): LogLine {
    const errors = [
      [ERROR, this.#error],
      [ERROR_DETAILS, this.#details],
    ].filter(([, value]) => value !== '');
    return {
      ...this.line,
      labels: this.#dropped.size === 0 ? this.line.labels : this.#left(),
      metadata: Object.fromEntries(this.#metadata),
      parsed: Object.fromEntries([...this.#parsed, ...errors]),
    };
  }

  /** The labels a line is counted under; all of them where something went wrong, so that it is not lost. */
  series(grouping: Grouping | null): Labels {
    const all = { ...this.#left(), ...Object.fromEntries(this.#metadata), ...Object.fromEntries(this.#parsed) };
    if (this.#error !== '')
      return { ...all, [ERROR]: this.#error, ...(this.#details !== '' && { [ERROR_DETAILS]: this.#details }) };
    return grouping === null ? all : grouped(all, grouping);
  }

  #left(): Labels {
    if (this.#dropped.size === 0) return this.#labels;
    return Object.fromEntries(Object.entries(this.#labels).filter(([name]) => !this.#dropped.has(name)));
  }
}

/** The labels of a series that are left by a grouping. */
export function grouped(labels: Labels, { without, names }: Grouping): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.includes(name) !== without));
}

/** What is wrong with a series that makes a metric query fail; null for nothing. */
export function failureOf(labels: Labels): string | null {
  const error = own(labels, ERROR);
  return error === undefined || own(labels, PRESERVE_ERROR) === 'true' ? null : error;
}
