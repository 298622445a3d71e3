import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { RawLine } from './journal.ts';
import { contentHash, decodeLine, type JournalLine, type Link, sha256 } from './line.ts';

/** Something about a line that an auditor has to know. */
export interface Finding {
  /** Number of the line in the file, from 1. */
  readonly line: number;
  /** Goes behind "line 3: ". */
  readonly text: string;
}

export interface ChainReport {
  readonly lines: number;
  /** The first line that is chained; null when none is. */
  readonly begins: number | null;
  /** The last chained line: who knows its hash can tell later that nothing up to it was changed or cut off. */
  readonly head: { readonly line: number; readonly seq: number; readonly hash: string } | null;
  /** Everything that is not as it was written, in the order of the lines. */
  readonly problems: readonly Finding[];
  /** What a writer that died left, as the line after it vouches. */
  readonly torn: readonly Finding[];
}

/**
 * Holds a journal against its own chain.
 * @param known hashes of lines as they were once told, or how they begin: these lines must still be there
 */
export async function verifyChain(lines: AsyncIterable<RawLine>, known: readonly string[] = []): Promise<ChainReport> {
  const chain = new Chain();
  const sought = new Set(known);
  for await (const line of lines) {
    const link = chain.add(line);
    for (const hash of sought) if (link?.hash.startsWith(hash)) sought.delete(hash);
  }
  return chain.report(
    [...sought].map((hash) => `no line has the hash ${hash}: the end was cut off, or the line was changed`),
  );
}

interface Linked {
  readonly number: number;
  readonly link: Link;
  /** What its `hash` should be; differs when it was changed. */
  readonly content: string | null;
}

/** Lines between two chained ones, or after the last. */
interface Gap {
  readonly from: number;
  lines: number;
  /** Of its bytes. */
  readonly hash: Hash;
  readonly findings: Finding[];
  /** Whether something in it reads like an act; what a dying writer leaves does not. */
  telling: boolean;
}

/** Findings that are told one by one: a file that is no journal has one for each of its lines. */
const MOST = 1000;

const NO_LINE = 'it is not a line of a journal: it was changed, or a writer died in the middle of it';

class Chain {
  #lines = 0;
  #begins: number | null = null;
  #last: Linked | null = null;
  #gap: Gap | null = null;
  readonly #before = createHash('sha256');
  /** The first line before the chain that is no line of a journal. */
  #strange: number | null = null;
  readonly #problems: Finding[] = [];
  /** Problems beyond those. */
  #more = 0;
  readonly #torn: Finding[] = [];

  /** Takes the next line; gives its link when it is chained and as it was written. */
  add(raw: RawLine): Link | null {
    this.#lines += 1;
    const number = this.#lines;
    const line = decodeLine(raw.bytes);
    if (!line?.link) {
      this.#addUnchained(number, raw, line);
      return null;
    }
    const linked: Linked = { number, link: line.link, content: contentHash(raw.bytes) };
    const changed = linked.content !== line.link.hash;
    if (this.#last) this.#follow(this.#last, linked, changed);
    else this.#begin(linked, changed);
    if (changed) this.#problem(number, 'it was changed: its hash does not fit what it says');
    else if (line.evidence && line.digest !== sha256(canonicalJson(line.evidence)))
      this.#problem(number, 'its digest is not that of its evidence');
    this.#last = linked;
    this.#gap = null;
    return changed ? null : line.link;
  }

  report(further: readonly string[]): ChainReport {
    const gap = this.#gap;
    if (gap) this.#problemsOf(gap);
    else if (this.#begins === null && this.#strange !== null) this.#problem(this.#strange, NO_LINE);
    const last = this.#last;
    const unlisted = this.#more > 0 ? [`${this.#more.toLocaleString('en-US')} more are not listed`] : [];
    return {
      lines: this.#lines,
      begins: this.#begins,
      head: last && { line: last.number, seq: last.link.seq, hash: last.link.hash },
      problems: [...this.#problems, ...[...unlisted, ...further].map((text) => ({ line: this.#lines, text }))],
      torn: this.#torn,
    };
  }

  #addUnchained(number: number, { bytes, terminated }: RawLine, line: JournalLine | null): void {
    const whole = terminated ? [bytes, Buffer.from('\n')] : [bytes];
    if (!this.#last) {
      for (const part of whole) this.#before.update(part);
      if (!line) this.#strange ??= number;
      return;
    }
    this.#gap ??= { from: number, lines: 0, hash: createHash('sha256'), findings: [], telling: false };
    this.#gap.lines += 1;
    for (const part of whole) this.#gap.hash.update(part);
    this.#gap.telling ||= line !== null || isObject(bytes);
    const text = line
      ? 'it is not chained, though lines before it are'
      : terminated
        ? NO_LINE
        : 'it is incomplete: a writer died in the middle of it, or its end was cut off';
    if (this.#gap.findings.length < MOST) this.#gap.findings.push({ line: number, text });
  }

  #begin({ number, link }: Linked, changed: boolean): void {
    this.#begins = number;
    if (changed || link.prev === this.#before.digest('hex')) return;
    const missing = link.seq - number;
    if (this.#strange !== null) this.#problem(this.#strange, NO_LINE);
    if (missing > 0) this.#problem(number, `${count(missing)} missing before it`);
    else if (this.#strange !== null) return;
    else if (number === 1) this.#problem(1, 'the lines before it are gone');
    else
      this.#problem(
        1,
        `it, or another up to line ${number - 1}, was changed since the chain began with line ${number}`,
      );
  }

  #follow(last: Linked, { number, link }: Linked, changed: boolean): void {
    const gap = this.#gap;
    const vouched = gap !== null && !gap.telling && link.torn === gap.hash.digest('hex');
    if (vouched) this.#torn.push({ line: gap.from, text: 'a writer died in the middle of it' });
    else if (gap) this.#problemsOf(gap);
    // Of a line that was changed nothing else can be said.
    if (changed) return;
    if (link.prev === last.link.hash || link.prev === last.content) {
      if (link.torn !== undefined && !gap)
        this.#problem(number, 'it reports a torn line before it, but that line is gone');
      return;
    }
    const step = link.seq - last.link.seq;
    const damaged = vouched ? 0 : (gap?.lines ?? 0);
    // It follows one of the lines that have been told of.
    if (damaged > 0 && damaged >= step - 1) return;
    if (step > 1) this.#problem(number, `${count(step - 1 - damaged)} missing before it`);
    else if (step < 1)
      this.#problem(number, `it is out of order, or was inserted: number ${link.seq} after ${last.link.seq}`);
    else this.#problem(number, `it does not follow line ${last.number}: one of the two was replaced`);
  }

  #problem(line: number, text: string): void {
    if (this.#problems.length < MOST) this.#problems.push({ line, text });
    else this.#more += 1;
  }

  #problemsOf({ findings, lines }: Gap): void {
    for (const { line, text } of findings) this.#problem(line, text);
    this.#more += lines - findings.length;
  }
}

const count = (lines: number): string => `${lines} ${lines === 1 ? 'line is' : 'lines are'}`;

function isObject(bytes: Uint8Array): boolean {
  try {
    return typeof JSON.parse(Buffer.from(bytes).toString('utf8')) === 'object';
  } catch {
    return false;
  }
}
