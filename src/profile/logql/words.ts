import { nearest } from '../nearest.ts';

/** What may stand behind a pipe. */
const STAGES = [
  'json',
  'logfmt',
  'pattern',
  'regexp',
  'unpack',
  'unwrap',
  'line_format',
  'label_format',
  'decolorize',
  'drop',
  'keep',
];
/** What takes lines of a range. */
const RANGE_FUNCTIONS = [
  ...['rate', 'rate_counter', 'count_over_time', 'bytes_rate', 'bytes_over_time', 'absent_over_time', 'sum_over_time'],
  ...['avg_over_time', 'max_over_time', 'min_over_time', 'first_over_time', 'last_over_time', 'stdvar_over_time'],
  ...['stddev_over_time', 'quantile_over_time'],
];
/** What takes series. */
const AGGREGATIONS = [
  ...['sum', 'avg', 'max', 'min', 'count', 'stddev', 'stdvar', 'bottomk', 'topk', 'approx_topk', 'sort', 'sort_desc'],
];
/** What may stand before a parenthesis. */
const FUNCTIONS = [
  ...RANGE_FUNCTIONS,
  ...AGGREGATIONS,
  ...['label_replace', 'vector', 'variants', 'ip', 'duration', 'duration_seconds', 'bytes'],
];
/** Words before a parenthesis that are no functions. */
const JOINTS = [
  'by',
  'of',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
  'and',
  'or',
  'unless',
  'offset',
];

const among =
  (words: readonly string[]) =>
  (word: string): boolean =>
    words.includes(word.toLowerCase());

export const isStage = among(STAGES);
export const isRangeFunction = among(RANGE_FUNCTIONS);
export const isAggregation = among(AGGREGATIONS);
export const isFunction = among(FUNCTIONS);
export const isJoint = among(JOINTS);

/** A word in a query that is none of LogQL's, and the one that is nearest to it. */
export interface Misspelt {
  readonly text: string;
  readonly meant: string;
  readonly from: number;
}

/** Strings and comments, then a word where a stage or a function should stand. */
const WORD =
  /"(?:[^"\\\n]|\\.)*"?|`[^`]*`?|#[^\n]*|\|\s*(?<stage>[A-Za-z_]\w*)(?!\w)(?!\s*(?:[=!<>]|\())|(?<![\w{,|]\s{0,5})(?<call>[A-Za-z_]\w*)(?=\s*\()/g;

/** The first word of a query that is no LogQL which is nearly a stage or a function; undefined where there is none. */
export function misspelt(query: string): Misspelt | undefined {
  for (const { 0: found, index, groups = {} } of query.matchAll(WORD)) {
    const text = groups.stage ?? groups.call;
    const known = groups.stage === undefined ? FUNCTIONS : STAGES;
    if (text === undefined || among(known)(text) || isJoint(text)) continue;
    const meant = nearest(text.toLowerCase(), known);
    if (meant !== undefined) return { text, meant, from: index + found.length - text.length };
  }
  return undefined;
}
