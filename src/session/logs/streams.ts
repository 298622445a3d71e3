import { type LabelPair, type LogJump, labelPairs, selectorOf } from '../../logs/jump.ts';
import { failed, type Outcome, succeeded } from '../../sources/error.ts';
import type { Loki } from '../../sources/loki/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';

type Asked = Pick<Loki, 'labelNames' | 'labelValues' | 'series'>;
type Window = { readonly from: Millis; readonly to: Millis };

/** The streams of something in the room. */
export interface FoundStreams {
  readonly query: string;
  /** What the reader is told where other streams stand in for those looked for. */
  readonly remarks: readonly string[];
  /** The labels the logs have. */
  readonly names: readonly string[];
}

/**
 * Finds the streams of something in the room: labels guessed are held against the names and values the logs have, and all of
 * them together against the streams; where none has them all, those are left out without which there are some.
 * @param mapping label of metrics → label of logs
 */
export async function findStreams(
  loki: Asked,
  { about, labels, instead }: LogJump,
  mapping: Labels,
  window: Window,
  signal: AbortSignal,
): Promise<Outcome<FoundStreams>> {
  const names = await loki.labelNames(window, signal);
  if (!names.ok) return names;
  const known = (wanted: Labels) => knownPairs(loki, labelPairs(wanted, mapping), names.value, window, signal);
  const found = await known(labels);
  const standIn = found.some(({ metric }) => metric === instead?.of) ? undefined : instead;
  const others = standIn ? await known(standIn.labels) : [];
  const { pairs, without } = await togetherIn(loki, [...found, ...others], window, signal);
  const query = selectorOf(pairs);
  if (query !== null) {
    const remarks = [...(standIn && others.length > 0 ? [standIn.remark] : []), ...missingRemark(pairs, without)];
    return succeeded({ query, remarks, names: names.value });
  }
  const tried = shown(labelPairs({ ...labels, ...standIn?.labels }, mapping));
  return failed({
    kind: 'bad-query',
    message: `The logs have no label for ${about}${tried === '' ? '' : ` (${tried})`}`,
    hint: 'Type a query, or name the labels in `logs.labels` of the profile.',
  });
}

interface Together {
  readonly pairs: readonly LabelPair[];
  /** Those that no stream has beside the others. */
  readonly without: readonly LabelPair[];
}

/**
 * As many of the pairs as there are streams with. What the profile says is given up last, and of the rest what comes last.
 * All of them where the server does not tell, or has none of them.
 */
async function togetherIn(
  loki: Asked,
  pairs: readonly LabelPair[],
  window: Window,
  signal: AbortSignal,
): Promise<Together> {
  const all: Together = { pairs, without: [] };
  let left = pairs;
  let without: readonly LabelPair[] = [];
  while (left.length > 0) {
    const some = await hasStreams(loki, left, window, signal);
    if (some === null) return all;
    if (some) return { pairs: left, without };
    const order = [...left].reverse().sort((a, b) => Number(a.sure) - Number(b.sure));
    let given = order[0];
    for (const candidate of left.length > 1 ? order : []) {
      const rest = left.filter((pair) => pair !== candidate);
      if (!(await hasStreams(loki, rest, window, signal))) continue;
      given = candidate;
      break;
    }
    if (given === undefined) break;
    const gone = given;
    left = left.filter((pair) => pair !== gone);
    without = [...without, gone];
  }
  return all;
}

/** Whether any stream has all of the pairs; null when the server does not tell. */
async function hasStreams(
  loki: Asked,
  pairs: readonly LabelPair[],
  window: Window,
  signal: AbortSignal,
): Promise<boolean | null> {
  const selector = selectorOf(pairs);
  if (selector === null) return null;
  const streams = await loki.series([selector], window, signal);
  return streams.ok ? streams.value.length > 0 : null;
}

const shown = (pairs: readonly LabelPair[]): string => pairs.map(({ name, value }) => `${name}=${value}`).join(', ');

const missingRemark = (pairs: readonly LabelPair[], without: readonly LabelPair[]): readonly string[] =>
  without.length === 0
    ? []
    : [`No log has ${shown([...pairs, ...without])} together: these are the lines without ${shown(without)}.`];

/** Those of the pairs that the logs have. */
async function knownPairs(
  loki: Asked,
  pairs: readonly LabelPair[],
  names: readonly string[],
  window: Window,
  signal: AbortSignal,
): Promise<readonly LabelPair[]> {
  const has = async ({ name, value }: LabelPair) => {
    const values = await loki.labelValues(name, window, signal);
    return values.ok && values.value.includes(value);
  };
  const found = await Promise.all(pairs.map(async (pair) => pair.sure || (names.includes(pair.name) && has(pair))));
  return pairs.filter((_, i) => found[i]);
}
