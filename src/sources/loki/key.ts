import { hash } from 'node:crypto';
import { own } from '../../own.ts';
import type { Labels } from '../prometheus/types.ts';
import type { LogLine } from './types.ts';

/** Streams share one object of labels among their lines. */
const known = new WeakMap<Labels, string>();

/** The level Loki detects by itself is told in some answers and not in others. */
const DETECTED = 'detected_level';

const canonical = (labels: Labels): string =>
  JSON.stringify(
    Object.keys(labels)
      .filter((name) => name !== DETECTED)
      .sort()
      .map((name) => [name, own(labels, name)]),
  );

function streamKey(labels: Labels): string {
  const before = known.get(labels);
  if (before !== undefined) return before;
  const text = canonical(labels);
  known.set(labels, text);
  return text;
}

/** Each line has metadata of its own: remembering them would cost more than it saves. Most have a level and no more. */
function metadataKey(metadata: Labels): string {
  for (const name in metadata) if (name !== DETECTED) return canonical(metadata);
  return '[]';
}

/**
 * What makes a line the same line in two answers, as a short text. Without categories live lines lack labels that the
 * same line has later, so there its time and text must do.
 */
export function lineKey({ at, text, labels, metadata }: LogLine, categorised: boolean): string {
  const identity = categorised ? `${streamKey(labels)}${metadataKey(metadata)}` : '';
  // One character a byte: many of them are remembered.
  return hash('sha1', `${at}${identity}${text}`, 'binary');
}
