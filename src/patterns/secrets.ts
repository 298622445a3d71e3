export const HIDDEN = '<hidden>';

/** Names whose value is nobody's business, with the sign before the value, and the value. */
const NAMED =
  /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|auth(?:orization)?|cookie|session(?:[_-]?id)?|signature|sig)(\\?["'])?\s{0,3}[=:]\s{0,3})(?:(?:bearer|basic)\s{1,3})?(\\"(?:(?!\\").)*(?:\\")?|"(?:[^"\\]|\\.)*"?|'[^']*'?|\{[^{}]*\}?|\[[^\]]*\]?|[^\s,;&}\])]+)/gisu;

/** Texts that are secrets by their look. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s{1,3}[\w+/=.~-]{8,}/giu, `$1 ${HIDDEN}`],
  [/\b(\w{1,20}:\/\/)[^\s/@]{1,200}@/gu, `$1${HIDDEN}@`],
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/gu, HIDDEN],
  [/[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}/gu, '<email>'],
  [
    /(?<![\w+=-])(?![\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b)(?=[\w+=-]{0,200}\d)(?=[\w+=-]{0,200}[A-Za-z])[\w+=-]{32,}/giu,
    HIDDEN,
  ],
];

/** The text without what looks like a secret or a person's address. What is hidden keeps its quotes, so that JSON remains JSON. */
export const hideSecrets = (text: string): string =>
  SECRETS.reduce(
    (said, [pattern, instead]) => said.replace(pattern, instead),
    text.replace(NAMED, (_, name: string, nameQuote: string | undefined, value: string) => {
      const quote = /^\\?["']/.exec(value)?.[0] ?? (name.includes(':') ? nameQuote : undefined) ?? '';
      return `${name}${quote}${HIDDEN}${quote}`;
    }),
  );
