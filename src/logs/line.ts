import type { LogLine } from '../sources/loki/types.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import type { Safe } from '../text/safe.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import { type Bytes, bytes, type Nanos } from '../units.ts';
import { detectLevel, type Level } from './level.ts';

/** Longest text kept of one line, in UTF-16 units: a 20 kB line whole, and the head of a 200 kB one. */
export const LONGEST_TEXT = 32 * 1024;
/** Longest value kept of a label or field, and the most fields, of one line. */
const LONGEST_VALUE = 4096;
const MOST_FIELDS = 200;

/** A line as the buffer keeps it. */
export interface KeptLine {
  /** Number in the order of arrival. */
  readonly id: number;
  readonly at: Nanos;
  /** As the server sent it, cut when it is very long; whoever draws it takes `shownText`. */
  readonly text: string;
  /** Size of the whole line in UTF-8; only known when it was cut. */
  readonly whole: Bytes | null;
  readonly level: Level;
  readonly labels: Labels;
  readonly metadata: Labels;
  readonly parsed: Labels;
  /** Labels and fields that were left out because there were too many. */
  readonly fieldsLeftOut: number;
  /** Memory it takes, rather too much than too little. */
  readonly cost: Bytes;
}

/** A line on its way into a buffer. */
export interface LineToKeep extends Omit<KeptLine, 'metadata' | 'parsed'> {
  /** Metadata and parsed fields as `writeFields` made it; empty when there are none. */
  readonly fields: string;
}

/** Labels that are one object for all lines of a stream are looked at once. */
const knownLabels = new WeakMap<Labels, Fields>();

/** A piece of a string that does not keep the whole of it in memory, as a slice would. */
const cut = (text: string, length: number): string => JSON.parse(JSON.stringify(text.slice(0, length).toWellFormed()));

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

interface Fields {
  readonly kept: Labels;
  readonly leftOut: number;
  readonly cost: number;
}

/** Memory of one entry of an object beside its characters, in bytes. */
const ENTRY = 48;
const LINE = 240;

function keepFields(fields: Labels): Fields {
  const entries = Object.entries(fields);
  const fits = entries.length <= MOST_FIELDS && entries.every(([, value]) => value.length <= LONGEST_VALUE);
  const kept = fits
    ? fields
    : Object.fromEntries(
        entries
          .slice(0, MOST_FIELDS)
          .map(([name, value]) => [name, value.length > LONGEST_VALUE ? `${cut(value, LONGEST_VALUE)}…` : value]),
      );
  let cost = 0;
  for (const [name, value] of Object.entries(kept)) cost += ENTRY + 2 * (name.length + value.length);
  return { kept, leftOut: Math.max(0, entries.length - MOST_FIELDS), cost };
}

/** As lists: of a name that is one escaped sign, Node 24 reads another where the JSON holds signs beyond Latin-1. */
const writeFields = (metadata: Labels, parsed: Labels): string =>
  JSON.stringify([Object.entries(metadata), Object.entries(parsed)]);

export function readFields(text: string): Pick<KeptLine, 'metadata' | 'parsed'> {
  const [metadata, parsed] = JSON.parse(text) as readonly [[string, string][], [string, string][]];
  return { metadata: Object.fromEntries(metadata), parsed: Object.fromEntries(parsed) };
}

/** What is kept of a line. */
export function keepLine(line: LogLine, id: number): LineToKeep {
  const tooLong = line.text.length > LONGEST_TEXT;
  const text = tooLong ? line.text.slice(0, LONGEST_TEXT).toWellFormed() : line.text;
  const labels = knownLabels.get(line.labels) ?? keepFields(line.labels);
  knownLabels.set(line.labels, labels);
  const metadata = keepFields(line.metadata);
  const parsed = keepFields(line.parsed);
  return {
    id,
    at: line.at,
    text,
    whole: tooLong ? bytes(utf8Length(line.text)) : null,
    level: detectLevel(line),
    labels: labels.kept,
    fields: metadata.cost + parsed.cost === 0 ? '' : writeFields(metadata.kept, parsed.kept),
    fieldsLeftOut: labels.leftOut + metadata.leftOut + parsed.leftOut,
    cost: bytes(LINE + 2 * text.length + labels.cost + metadata.cost + parsed.cost),
  };
}

/** A line's text as it may be drawn, on one row. */
export const shownText = ({ text }: Pick<KeptLine, 'text'>): Safe => sanitiseLine(text);
