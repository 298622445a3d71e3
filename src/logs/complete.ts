import { own } from '../own.ts';

/** What may be completed where the caret stands: from where on, what is typed of it, and what of. */
export interface Completable {
  readonly kind: 'label' | 'value' | 'operator' | 'stage' | 'field-value' | 'function' | 'template' | 'template-field';
  readonly from: number;
  readonly typed: string;
  /** The label or field whose value it is; empty otherwise. */
  readonly label: string;
}

/** What may follow a selector or a stage. */
const OPERATORS: readonly (readonly [string, string])[] = [
  ['|=', 'lines with a text'],
  ['!=', 'lines without a text'],
  ['|~', 'lines that match a regular expression'],
  ['!~', 'lines that do not match one'],
  ['|', 'a stage: json, logfmt, a comparison of a field …'],
];
/** What may stand in place of the text of a filter or of a field's value. */
const FUNCTIONS: readonly (readonly [string, string])[] = [
  ['ip', 'an address, a range or a network: ip("10.0.0.0/8")'],
];
/** What `line_format` and `label_format` may pipe a field through. */
const TEMPLATE: readonly (readonly [string, string])[] = [
  ['ToUpper', 'in capitals'],
  ['ToLower', 'in small letters'],
  ['Replace', 'Replace "old" "new" -1'],
  ['Trim', 'Trim " " at both ends'],
  ['TrimSpace', 'without blanks at both ends'],
  ['TrimPrefix', 'TrimPrefix "text"'],
  ['TrimSuffix', 'TrimSuffix "text"'],
  ['alignLeft', 'alignLeft 10: in so many signs'],
  ['alignRight', 'alignRight 10: in so many signs'],
  ['trunc', 'trunc 20: the first signs, −20 the last'],
  ['substr', 'substr 0 5'],
  ['default', 'default "-" where it is empty'],
  ['regexReplaceAll', 'regexReplaceAll "(a+)" .field "<$1>"'],
  ['fromJson', 'JSON within a field'],
  ['b64dec', 'what base64 holds'],
  ['urldecode', 'what a URL holds'],
  ['bytes', '"2 kB" as a number'],
  ['duration', '"2m" as seconds'],
  ['unixEpoch', 'a time as seconds'],
  ['date', 'date "15:04:05" .time'],
  ['int', 'a whole number'],
  ['float64', 'a number'],
  ['add', 'add 1 .field; also sub, mul, div, mod'],
  ['round', 'round .field 2; also ceil, floor'],
  ['printf', 'printf "%d ms" .field'],
  ['__line__', 'the whole line'],
  ['__timestamp__', 'when it was written'],
];

/** What may follow a pipe, with what each does. */
export const STAGES: readonly (readonly [string, string])[] = [
  ['json', 'fields of JSON become labels'],
  ['logfmt', 'fields of logfmt become labels'],
  ['pattern', 'fields by a pattern: pattern "<ip> - <_>"'],
  ['regexp', 'fields by named groups'],
  ['unpack', 'what promtail packed'],
  ['line_format', 'the line as a template'],
  ['label_format', 'labels renamed or computed'],
  ['decolorize', 'colours left out'],
  ['drop', 'labels left out'],
  ['keep', 'only these labels'],
  ['detected_level', 'the level that Loki detected: detected_level="error"'],
];

const NAME_END = /[A-Za-z_]\w*$/;
const BEFORE_VALUE = /([A-Za-z_]\w*)\s*(?:=~|!~|!=|=)\s*$/;
const BEFORE_TEMPLATE = /\|\s*(?:line_format|label_format\b[^|]*=)\s*$/;
/** Within the braces of a template, the newest name that is typed. */
const IN_TEMPLATE = /\{\{(?:(?:(?!\}\}).)*[\s|(])?(\.?)(\w*)$/s;

/** What the caret after `before` may complete; null inside a filter's text and where nothing is known. */
export function completableAt(before: string): Completable | null {
  let braces = false;
  let quote: { readonly sign: string; readonly at: number } | null = null;
  for (let i = 0; i < before.length; i += 1) {
    const sign = before.charAt(i);
    if (quote !== null) {
      if (sign === '\\' && quote.sign === '"') i += 1;
      else if (sign === quote.sign) quote = null;
    } else if (sign === '"' || sign === '`') quote = { sign, at: i };
    else if (sign === '{') braces = true;
    else if (sign === '}') braces = false;
  }
  if (quote !== null) return withinQuotes(before, quote.at, braces);
  const typed = NAME_END.exec(before)?.[0] ?? '';
  const from = before.length - typed.length;
  const rest = before.slice(0, from).trimEnd();
  if (braces) return /[{,]$/.test(rest) ? { kind: 'label', from, typed, label: '' } : null;
  if (/[^|]\|$/.test(rest)) return { kind: 'stage', from, typed, label: '' };
  if (/(?:\|=|!=|[^|!=]=)$/.test(rest)) return { kind: 'function', from, typed, label: '' };
  return typed === '' && /[}"`]$/.test(rest) ? { kind: 'operator', from, typed, label: '' } : null;
}

function withinQuotes(before: string, quote: number, braces: boolean): Completable | null {
  const [ahead, inside] = [before.slice(0, quote), before.slice(quote + 1)];
  if (!braces && BEFORE_TEMPLATE.test(ahead)) {
    const [found, dot, typed = ''] = IN_TEMPLATE.exec(inside) ?? [];
    if (found === undefined) return null;
    return { kind: dot === '.' ? 'template-field' : 'template', from: before.length - typed.length, typed, label: '' };
  }
  const label = BEFORE_VALUE.exec(ahead)?.[1];
  if (label === undefined) return null;
  return { kind: braces ? 'value' : 'field-value', from: quote + 1, typed: inside, label };
}

/** Whether fields of the lines can be told apart before the caret. */
export const isParsed = (before: string): boolean => /\|\s*(?:json|logfmt|pattern|regexp|unpack)\b/.test(before);

/** One of what fits, and the text that takes the place of what is typed. */
export interface Completion {
  readonly text: string;
  readonly about: string;
  readonly insert: string;
}

/** Names that are known: of the streams, and of the fields of lines. */
export interface KnownNames {
  readonly labels: readonly string[];
  /** Values by label. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Values by field, as far as they were seen. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

const quoted = (text: string): string => JSON.stringify(text).slice(1);

/** Names, or values of one label, that are kept to be completed with. */
export const MOST_KNOWN = 10_000;

/** What fits, that which begins with what is typed first. */
export function completionsOf(completable: Completable, names: KnownNames): readonly Completion[] {
  const wanted = completable.typed.toLowerCase();
  const rank = ({ text }: Completion): number => {
    const at = text.toLowerCase().indexOf(wanted);
    return at < 0 ? 2 : Math.min(1, at);
  };
  const ranked = Map.groupBy(candidates(completable, names), rank);
  return [...(ranked.get(0) ?? []), ...(ranked.get(1) ?? [])];
}

function candidates({ kind, label }: Completable, { labels, values, fields }: KnownNames): readonly Completion[] {
  switch (kind) {
    case 'label':
      return labels.map((text) => ({ text, about: 'label', insert: `${text}="` }));
    case 'value':
      return (own(values, label) ?? []).map((text) => ({ text, about: label, insert: quoted(text) }));
    case 'field-value':
      return (own(fields, label) ?? []).map((text) => ({ text, about: label, insert: quoted(text) }));
    case 'operator':
      return OPERATORS.map(([text, about]) => ({ text, about, insert: text === '|' ? '| ' : `${text} "` }));
    case 'function':
      return FUNCTIONS.map(([text, about]) => ({ text, about, insert: `${text}("` }));
    case 'template':
      return TEMPLATE.map(([text, about]) => ({ text, about, insert: `${text} ` }));
    case 'template-field':
      return Object.keys(fields).map((text) => ({ text, about: 'field', insert: `${text} ` }));
    case 'stage':
      return [
        ...STAGES.map(([text, about]) => ({ text, about, insert: `${text} ` })),
        ...Object.keys(fields).map((text) => ({ text, about: 'field of these lines', insert: `${text}="` })),
      ];
  }
}

/** A selector that a text is asked for in too, as LogQL's own filter. `!text` asks for lines without it. */
export function withLineFilter(query: string, text: string): string {
  const inverse = text.startsWith('!');
  const needle = (inverse ? text.slice(1) : text).trim();
  return needle === '' ? query : `${query.trimEnd()} ${inverse ? '!=' : '|='} ${JSON.stringify(needle)}`;
}
