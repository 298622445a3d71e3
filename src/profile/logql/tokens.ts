/** A word, literal or sign of LogQL as Loki's own scanner cuts them; `stray` is what no LogQL holds, as an open string. */
export interface Token {
  readonly kind: 'word' | 'string' | 'number' | 'range' | 'flag' | 'sign' | 'stray';
  readonly text: string;
  /** Where it begins in the query. */
  readonly from: number;
}

const TOKEN = new RegExp(
  [
    /\s+|#[^\n]*/u,
    /(?<string>"(?:[^"\\\n]|\\.)*"|`[^`]*`)/u,
    /(?<range>\[[^\]]*\])/u,
    // Hexadecimal, with an exponent, a duration or a size: what of it is none is for the server to say.
    /(?<number>(?:\d|\.\d)(?:[eEpP][+-]\d|[\w.µμ])*)/u,
    /(?<word>[\p{L}_][\p{L}\p{Nd}_]*)/u,
    /(?<flag>--[a-z][a-z-]*)/u,
    /(?<sign>\|[=~>]|[!=<>]=|[!=]~|!>|[|=<>(){},+\-*/%^])/u,
    /(?<stray>.)/su,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gsu',
);

const KINDS = ['string', 'range', 'number', 'word', 'flag', 'sign', 'stray'] as const;

/** The tokens of a query, without space and comments. */
export function tokensOf(query: string): readonly Token[] {
  return [...query.matchAll(TOKEN)].flatMap(({ 0: text, index, groups }) => {
    const kind = KINDS.find((name) => groups?.[name] !== undefined);
    return kind === undefined ? [] : [{ kind, text, from: index }];
  });
}
