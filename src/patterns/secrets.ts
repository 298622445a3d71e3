export const HIDDEN = '<hidden>';

/** Colours that loggers put around a name; no secret is to be told by them. */
const SGR = '(?:\\u001b\\[[\\d;]*m)*';

/** Names whose value is nobody's business, with the sign before the value, and the value. */
const NAMED = new RegExp(
  [
    '((?:pass(?:words?|wd|phrase)?|pwd|pw|secret(?:s|[_-]?key(?:[_-]?base)?)?|tokens?|jwt|otp|dsn|credentials?|auth(?:orization)?|cookies?',
    '|(?:api|access|private|signing|encryption)[_-]?key|session(?:[_-]?id)?|signature|sig)',
    `(\\\\?["'])?${SGR}\\s{0,3}(?:=>|:=|[=:])${SGR}\\s{0,3})`,
    // How it is to be read stands before the value; "token expired" is none.
    '(?:(?:bearer|basic|negotiate)\\s{1,3}|(?:token|api-?key)\\s{1,3}(?=\\S{0,200}\\d))?',
    `(\\\\"(?:(?!\\\\").)*(?:\\\\")?|"(?:[^"\\\\]|\\\\.)*"?|'[^']*'?|\\{[^{}]*\\}?|\\[[^\\]]*\\]?|[^\\s,;&}\\])]+)`,
  ].join(''),
  'gisu',
);

/** Cookies but for the first, which are parted by what ends any other value. */
const COOKIES = /(cookie\s{0,3}[=:]\s{0,3})[^\s;,"']+(?:;\s{0,2}[^\s;,="']+(?:=[^\s;,"']*)?)+/giu;

/** Texts that are secrets by their look. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,30}-----|$)/gsu, HIDDEN],
  [/\b(bearer|basic)\s{1,3}[\w+/=.~-]{8,}/giu, `$1 ${HIDDEN}`],
  [/(--(?:pass(?:word|wd|phrase)?|token|secret|api-?key)\s{1,3})(?![-<])[^\s"']+/giu, `$1${HIDDEN}`],
  [/\b(\w{1,20}:\/\/)[^\s/"']{1,200}@/gu, `$1${HIDDEN}@`],
  // Keys of AWS, tokens and webhooks of Slack.
  [/\b(?:AKIA|ASIA)[A-Z\d]{16}\b|\bxox[a-z]-[\w-]{10,}|(?<=\bhooks\.slack\.com\/)[\w/]+/gu, HIDDEN],
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
    text
      .replace(COOKIES, `$1${HIDDEN}`)
      .replace(NAMED, (_, name: string, nameQuote: string | undefined, value: string) => {
        const quote = /^\\?["']/.exec(value)?.[0] ?? (name.includes(':') ? nameQuote : undefined) ?? '';
        return `${name}${quote}${HIDDEN}${quote}`;
      }),
  );
