import { constants } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { FileRefused, readPlain } from '../bounded-file.ts';
import { readText } from '../file-text.ts';
import { type Millis, millis } from '../units.ts';
import { MAX_REPORT_BYTES, type ParsedReport, parseReport, type Report } from './report.ts';

export interface FoundReport {
  readonly report: Report;
  readonly arrivedAt: Millis;
}

export interface Scan {
  /** New ones, oldest first. */
  readonly reports: readonly FoundReport[];
  /** Files that will not be looked at again. */
  readonly rejected: readonly { readonly file: string; readonly reason: string }[];
}

/** As the collector names them, with the minute of its clock. */
const NAME = /^metrics-.+-(\d{8}-\d{4})\.json$/;
/** Those with the latest names are read; more would only tell of a past that is over. */
const MAX_FILES = 20_000;
/** A file that makes no sense may be half written, or held by its writer, for so long after it was written to. */
const WRITING = 60_000;
/** A file written to so long ago does not change any more; it would else be looked at again and again. */
const SETTLED = 600_000;
const AT_ONCE = 16;

type Glance =
  | { readonly kind: 'unchanged' | 'later' }
  | { readonly kind: 'found'; readonly report: FoundReport }
  | { readonly kind: 'rejected'; readonly reason: string };

/** The reports that collectors leave in a folder, or in folders right below it. A report is as old as its file. */
export class ReportFolder {
  readonly folder: string;
  /** Files already read: when and how long they were, or that they change no more. */
  #known = new Map<string, string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** What is new since the last scan. @throws when the folder cannot be read */
  async scan(now: Millis): Promise<Scan> {
    const files = await this.#files();
    this.#known = new Map(files.flatMap((file) => [[file, this.#known.get(file) ?? ''] as const]));
    const limit = pLimit(AT_ONCE);
    const glances = await Promise.all(
      files.map((file) => limit(async () => ({ file, ...(await this.#look(file, now)) }))),
    );
    const found = glances.flatMap((glance) => (glance.kind === 'found' ? [glance.report] : []));
    return {
      // The sort is stable: of equal age the one with the later name comes last.
      reports: found.toSorted((a, b) => a.arrivedAt - b.arrivedAt),
      rejected: glances.flatMap((glance) => (glance.kind === 'rejected' ? [glance] : [])),
    };
  }

  /** Paths of the reports, in the order of their names' minutes. */
  async #files(): Promise<readonly string[]> {
    const entries = await readdir(this.folder, { withFileTypes: true });
    const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(this.folder, name));
    const inner = await Promise.all(below.map((folder) => readdir(folder, { withFileTypes: true }).catch(() => [])));
    const stamped = [...entries, ...inner.flat()].flatMap((entry) => {
      const [, stamp] = NAME.exec(entry.name) ?? [];
      return stamp && entry.isFile() ? [`${stamp} ${join(entry.parentPath, entry.name)}`] : [];
    });
    return stamped
      .toSorted()
      .slice(-MAX_FILES)
      .map((line) => line.slice(line.indexOf(' ') + 1));
  }

  async #look(file: string, now: Millis): Promise<Glance> {
    const known = this.#known.get(file);
    if (known === 'settled') return { kind: 'unchanged' };
    const { mtimeMs, size } = await lstat(file).catch(() => ({ mtimeMs: now, size: -1 }));
    const seen = `${mtimeMs} ${size}`;
    const remember = () => this.#known.set(file, now - mtimeMs > SETTLED ? 'settled' : seen);
    if (known === seen) {
      remember();
      return { kind: 'unchanged' };
    }
    const read: ParsedReport = await readReport(file).catch((error: Error) => ({
      ok: false,
      kind: 'cut-short',
      reason: error.message,
    }));
    if (!read.ok && read.kind === 'cut-short' && now - mtimeMs < WRITING) return { kind: 'later' };
    remember();
    // A clock that is ahead makes no report of the future.
    return read.ok
      ? { kind: 'found', report: { report: read.report, arrivedAt: millis(Math.min(mtimeMs, now)) } }
      : { kind: 'rejected', reason: read.reason };
  }
}

/** Reads no more than a report may have, and nothing but a plain file: not what a link, a pipe or a device gives. */
async function readReport(file: string): Promise<ParsedReport> {
  try {
    return parseReport(readText(await readPlain(file, MAX_REPORT_BYTES, constants.O_RDONLY | constants.O_NOFOLLOW)));
  } catch (error) {
    if (error instanceof FileRefused) return { ok: false, kind: 'invalid', reason: error.message };
    throw error;
  }
}
