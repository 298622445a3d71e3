/** What may be completed where the caret stands: from where on, what is typed of it, and what of. */
export interface Completable {
  readonly kind: 'label' | 'value' | 'stage';
  readonly from: number;
  readonly typed: string;
  /** The label whose value it is; empty otherwise. */
  readonly label: string;
}

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
  if (quote !== null) {
    const label = braces ? BEFORE_VALUE.exec(before.slice(0, quote.at))?.[1] : undefined;
    if (label === undefined) return null;
    const from = quote.at + 1;
    return { kind: 'value', from, typed: before.slice(from), label };
  }
  const typed = NAME_END.exec(before)?.[0] ?? '';
  const from = before.length - typed.length;
  const rest = before.slice(0, from).trimEnd();
  if (braces) return /[{,]$/.test(rest) ? { kind: 'label', from, typed, label: '' } : null;
  return /[^|]\|$/.test(rest) ? { kind: 'stage', from, typed, label: '' } : null;
}

/** One of what fits, and the text that takes the place of what is typed. */
export interface Completion {
  readonly text: string;
  readonly about: string;
  readonly insert: string;
}

/** What fits, that which begins with what is typed first. */
export function completionsOf(
  { kind, typed, label }: Completable,
  names: { readonly labels: readonly string[]; readonly values: Readonly<Record<string, readonly string[]>> },
): readonly Completion[] {
  const all =
    kind === 'stage'
      ? STAGES.map(([text, about]) => ({ text, about, insert: `${text} ` }))
      : kind === 'label'
        ? names.labels.map((text) => ({ text, about: 'label', insert: `${text}="` }))
        : (names.values[label] ?? []).map((text) => ({
            text,
            about: `${label}`,
            insert: `${JSON.stringify(text).slice(1)}`,
          }));
  const wanted = typed.toLowerCase();
  const rank = ({ text }: Completion): number => {
    const at = text.toLowerCase().indexOf(wanted);
    return at < 0 ? 2 : Math.min(1, at);
  };
  return all.filter((one) => rank(one) < 2).sort((a, b) => rank(a) - rank(b));
}

/** A selector that a text is asked for in too, as LogQL's own filter. `!text` asks for lines without it. */
export function withLineFilter(query: string, text: string): string {
  const inverse = text.startsWith('!');
  const needle = (inverse ? text.slice(1) : text).trim();
  return needle === '' ? query : `${query.trimEnd()} ${inverse ? '!=' : '|='} ${JSON.stringify(needle)}`;
}
