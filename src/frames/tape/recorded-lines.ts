import { byTime } from '../../logs/in-order.ts';
import { detectLevel, LEVELS } from '../../logs/level.ts';
import { HIDDEN, hideSecrets, isSecretName } from '../../patterns/secrets.ts';
import type { LogLine } from '../../sources/loki/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';

/** What a tape holds of the lines of one stretch of time. */
export interface LogStretch {
  readonly from: Millis;
  /** Exclusive. */
  readonly to: Millis;
  /** Lines that did not fit. */
  readonly leftOut: number;
  /** Whether there were more lines than were read: nobody counted those. */
  readonly uncounted: boolean;
}

export interface RecordedLines extends LogStretch {
  /** In the order of their time, with nothing parsed. */
  readonly lines: readonly LogLine[];
}

/** Longest text kept of a line, and of a value of its metadata, in characters. */
const LONGEST = 4000;
const LONGEST_VALUE = 256;
const MOST_FIELDS = 32;
/** What a line costs beside its characters. */
const OVERHEAD = 64;

/** Metadata that is long and random and no secret. */
const TRACE = /^(?:trace|span)_?id$/i;

/** A line as a tape may hold it: without what looks like a secret or a person's address, and not too long. */
export function forTape({ at, text, labels, metadata }: LogLine): LogLine {
  return { at, text: shortened(text), labels: hideNamed(labels), metadata: hideFields(metadata), parsed: {} };
}

function shortened(text: string): string {
  if (text.length <= LONGEST) return hideSecrets(text);
  return `${hiddenAndCut(text, LONGEST).toWellFormed()}… (a line of ${text.length} characters)`;
}

/** A secret that is cut is no longer known for one, so more than is kept is looked at, and without its last word. */
function hiddenAndCut(text: string, longest: number): string {
  const seen = text.slice(0, 2 * longest);
  const end =
    seen.length < text.length ? Math.max(...[' ', ',', '&', ';'].map((sign) => seen.lastIndexOf(sign))) : seen.length;
  return hideSecrets(seen.slice(0, Math.max(0, end))).slice(0, longest);
}

/** Labels select streams, so they stand as they are unless their name says that they are a secret. */
const hideNamed = (labels: Labels): Labels =>
  Object.keys(labels).some(isSecretName)
    ? Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, isSecretName(name) ? HIDDEN : value]))
    : labels;

const hideFields = (fields: Labels): Labels =>
  Object.fromEntries(
    Object.entries(fields)
      .slice(0, MOST_FIELDS)
      .map(([name, value]) => {
        if (isSecretName(name)) return [name, HIDDEN];
        return [name, TRACE.test(name) && /^[\da-f]{16,32}$/i.test(value) ? value : hiddenAndCut(value, LONGEST_VALUE)];
      }),
  );

const costOf = ({ text, metadata }: LogLine): number =>
  Object.entries(metadata).reduce(
    (sum, [name, value]) => sum + name.length + Math.min(value.length, LONGEST_VALUE),
    OVERHEAD + Math.min(text.length, LONGEST),
  );

/**
 * Lines that fit a budget of so many characters, in the order of their time. Each group gets the same share, and what one
 * does not need the others have; of each the gravest lines are kept, the earlier ones first.
 */
export function withinBudget(groups: readonly (readonly LogLine[])[], budget: number): readonly LogLine[] {
  const bySize = groups
    .map((lines) => lines.map((line) => ({ line, cost: costOf(line), gravity: LEVELS.indexOf(detectLevel(line)) })))
    .map((lines) => ({ lines, cost: lines.reduce((sum, { cost }) => sum + cost, 0) }))
    .toSorted((a, b) => a.cost - b.cost);
  const kept: LogLine[] = [];
  let left = budget;
  for (const [i, { lines }] of bySize.entries()) {
    let share = left / (bySize.length - i);
    for (const { line, cost } of lines.toSorted((a, b) => a.gravity - b.gravity)) {
      if (cost > share) continue;
      share -= cost;
      left -= cost;
      kept.push(line);
    }
  }
  return kept.toSorted(byTime);
}
