import { type LabelPair, type LogJump, labelPairs, selectorOf } from '../logs/jump.ts';
import { failed, type Outcome, succeeded } from '../sources/error.ts';
import type { Loki } from '../sources/loki-types.ts';
import type { Labels } from '../sources/prometheus-types.ts';
import type { Millis } from '../units.ts';

type Asked = Pick<Loki, 'labelNames' | 'labelValues'>;
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
 * Finds the streams of something in the room: labels guessed are held against the names and values the logs have.
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
  const query = selectorOf([...found, ...others]);
  if (query !== null) {
    const remarks = standIn && others.length > 0 ? [standIn.remark] : [];
    return succeeded({ query, remarks, names: names.value });
  }
  const tried = labelPairs({ ...labels, ...standIn?.labels }, mapping)
    .map(({ name, value }) => `${name}=${value}`)
    .join(', ');
  return failed({
    kind: 'bad-query',
    message: `The logs have no label for ${about}${tried === '' ? '' : ` (${tried})`}`,
    hint: 'Type a query, or name the labels in `logs.labels` of the profile.',
  });
}

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
