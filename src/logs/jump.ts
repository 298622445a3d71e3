import { own } from '../own.ts';
import type { Labels } from '../sources/prometheus/types.ts';
import type { Millis } from '../units.ts';

/** From something in the room to the logs around it. */
export interface LogJump {
  /** What it is, for the title: "V2ErrorSpike". */
  readonly about: string;
  /** Labels of the metric or alert it stands for. */
  readonly labels: Labels;
  readonly from: Millis;
  /** Null: until now and on. */
  readonly to: Millis | null;
  /** Where the reader begins; null at the end. */
  readonly at: Millis | null;
  /** What is looked for where the logs do not have one of the labels. */
  readonly instead?: Instead | undefined;
}

/** What stands for a label of the metrics that the logs may not have. */
export interface Instead {
  /** The label it stands for. */
  readonly of: string;
  readonly labels: Labels;
  /** Tells the reader, in a sentence, what is shown in place of what. */
  readonly remark: string;
}

/** A label of the logs and the value it ought to have. */
export interface LabelPair {
  /** What the metrics call it. */
  readonly metric: string;
  readonly name: string;
  readonly value: string;
  /** Whether the profile says so; else it is a guess by equal names, to be held against what the logs have. */
  readonly sure: boolean;
}

/** Labels that say something of the alert or the sample and nothing of where it comes from. */
const OWN = new Set([
  '__name__',
  'alertname',
  'alertstate',
  'severity',
  'tier',
  'le',
  'quantile',
  'prometheus',
  'monitor',
]);

/** What a metric's labels may be in the logs. @param mapping label of metrics → label of logs */
export const labelPairs = (labels: Labels, mapping: Labels): readonly LabelPair[] =>
  Object.entries(labels).flatMap(([name, value]): LabelPair[] => {
    const mapped = own(mapping, name);
    if (value === '' || (mapped === undefined && OWN.has(name))) return [];
    return [{ metric: name, name: mapped ?? name, value, sure: mapped !== undefined }];
  });

/** A selector of the streams that have those labels; null for none, since Loki takes no selector of everything. */
export function selectorOf(pairs: readonly LabelPair[]): string | null {
  const matchers = new Map(pairs.map(({ name, value }) => [name, `${name}=${JSON.stringify(value)}`]));
  return matchers.size === 0 ? null : `{${[...matchers.values()].join(', ')}}`;
}

const EQUALITY = /([A-Za-z_]\w*)\s*=\s*("(?:[^"\\\n]|\\.)*")/g;

/** Labels that a PromQL text asks for by equality; one that is asked for with several values is left out. */
export function labelsAsked(expr: string): Labels {
  const found = new Map<string, string | null>();
  for (const [, name = '', quoted = '""'] of expr.matchAll(EQUALITY)) {
    const value = unquoted(quoted);
    const before = found.get(name);
    found.set(name, before === undefined || before === value ? value : null);
  }
  return Object.fromEntries([...found].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}

function unquoted(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}
