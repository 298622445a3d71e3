export const HIDDEN = '<hidden>';

/** What secrets are called, at the end of a name. */
const NAME = [
  'pass(?:words?|wd|phrase)?|pwd|pw|secret(?:s|[_-]?key(?:[_-]?base)?)?|tokens?|jwt|otp|dsn|credentials?|auth(?:orization)?|cookies?',
  '(?:api|access|private|signing|encryption)[_-]?key|session(?:[_-]?id)?|signature|sig',
].join('|');
const SECRET_NAME = new RegExp(`(?:${NAME})$`, 'iu');

/** Colours that loggers put around a name; no secret is to be told by them. */
const SGR = '(?:\\u001b\\[[\\d;]*m)*';

/** A secret's name with the sign before its value. */
const NAMED = new RegExp(
  [
    `((?:${NAME})(\\\\?["'])?${SGR}\\s{0,3}(?:=>|:=|[=:])${SGR}\\s{0,3})`,
    // How it is to be read stands before the value; "token expired" is none.
    '(?:(?:bearer|basic|negotiate)\\s{1,3}|(?:token|api-?key)\\s{1,3}(?=\\S{0,200}\\d))?',
  ].join(''),
  'giu',
);

/** A value where it is no list and no object, and where it is one, the next of what its end is told by. */
const VALUE = /\\"(?:(?!\\").)*(?:\\")?|"(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,;&}\])]+/suy;
const NEXT_INSIDE = /[^"{}[\]]+|"(?:[^"\\]|\\.)*"?|[{}[\]]/suy;

const JSON_STRING = /("(?:[^"\\]|\\.)*")(\s*:\s*)?/gu;

/** Cookies but for the first, which are parted by what ends any other value. */
const COOKIES =
  /(cookie\s{0,3}[=:]\s{0,3})[^\s;,"'=]+(?:=[^\s;,"'=]*={0,2})?(?:;\s{0,2}[^\s;,="']+(?:=[^\s;,"']*)?)+/giu;

/** Texts that are secrets by their look. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,30}-----|$)/gsu, HIDDEN],
  [/\b(bearer|basic)\s{1,3}[\w+/=.~-]{8,}/giu, `$1 ${HIDDEN}`],
  [/(--(?:pass(?:word|wd|phrase)?|token|secret|api-?key)\s{1,3})(?![-<])[^\s"']+/giu, `$1${HIDDEN}`],
  [/\b(\w{1,20}:\/\/)[^\s/"']{1,200}@/gu, `$1${HIDDEN}@`],
  // Keys of AWS, tokens and webhooks of Slack.
  [/\b(?:AKIA|ASIA)[A-Z\d]{16}\b|\bxox[a-z]-[\w-]{10,}|(?<=\bhooks\.slack\.com\/)[\w/]+/gu, HIDDEN],
  [/(?<![\w-])eyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/gu, HIDDEN],
  [/[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,63}/gu, '<email>'],
  [
    /(?<![\w+=-])(?![\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b)(?=[\w+=-]{0,200}\d)(?=[\w+=-]{0,200}[A-Za-z])[\w+=-]{32,}/giu,
    HIDDEN,
  ],
];

/** Whether a field of this name holds a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** The text without what looks like a secret or a person's address. JSON remains JSON, and what holds nothing of the kind as it is. */
export function hideSecrets(text: string): string {
  const safe = hideInText(text);
  return safe === text || !isJson(text) ? safe : hideInJson(text);
}

const hideInText = (text: string): string =>
  SECRETS.reduce(
    (said, [pattern, instead]) => said.replace(pattern, instead),
    hideNamed(text.replace(COOKIES, `$1${HIDDEN}`)),
  );

/** What is hidden keeps its quotes. */
function hideNamed(text: string): string {
  const parts: string[] = [];
  let done = 0;
  for (const { 0: found, 1: name = '', 2: nameQuote, index } of text.matchAll(NAMED)) {
    const begin = index + found.length;
    const end = endOfValue(text, begin);
    if (index < done || end === begin) continue;
    const own = /^\\?["']/.exec(text.slice(begin, begin + 2))?.[0];
    const quote = own ?? (name.includes(':') ? nameQuote : undefined) ?? '';
    parts.push(text.slice(done, index), name, quote, HIDDEN, quote);
    done = end;
  }
  return parts.join('') + text.slice(done);
}

function hideInJson(text: string): string {
  const parts: string[] = [];
  let done = 0;
  const replace = (from: number, to: number, value: string) => {
    parts.push(text.slice(done, from), JSON.stringify(value));
    done = to;
  };
  for (const { 0: found, 1: written = '', 2: colon, index } of text.matchAll(JSON_STRING)) {
    if (index < done) continue;
    const said: string = JSON.parse(written);
    const behind = index + found.length;
    if (colon === undefined) {
      const safe = hideSecrets(said);
      if (safe !== said) replace(index, index + written.length, safe);
    } else if (isSecretName(said)) replace(behind, endOfValue(text, behind), HIDDEN);
  }
  return parts.join('') + text.slice(done);
}

/** Where the value ends that begins there; a list or an object with its last bracket, or the text. */
function endOfValue(text: string, begin: number): number {
  if (text[begin] !== '{' && text[begin] !== '[') return begin + (matchAt(VALUE, text, begin)?.length ?? 0);
  let depth = 0;
  for (let at = begin; at < text.length; ) {
    const part = matchAt(NEXT_INSIDE, text, at) ?? '';
    at += part.length;
    if (part === '{' || part === '[') depth += 1;
    else if (part === '}' || part === ']') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function matchAt(sticky: RegExp, text: string, at: number): string | undefined {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0];
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
