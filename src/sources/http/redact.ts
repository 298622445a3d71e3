import { type Answer, isSuccess } from '../answer.ts';
import type { SourceError } from '../error.ts';

/** Shorter ones would blot out half the message and give themselves away by it. */
const SHORTEST_SECRET = 4;
/**
 * In data shorter ones, and numbers, stay: they would blot out labels and samples. A header that is echoed whole, scheme
 * included, is found all the same.
 */
const SHORTEST_IN_DATA = 8;
const mayStandInData = (secret: string) => secret.length < SHORTEST_IN_DATA || /^\d+$/.test(secret);

/** A secret as servers may echo it: as it is, inside JSON, in a URL or a form, and in Base64. */
function formsOf(secret: string): string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
  ];
}

function blotOut(text: string, secrets: readonly string[]): string {
  // The longest first: what is part of another must not leave that one's rest behind.
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  return forms.reduce((clean, form) => clean.replaceAll(form, '***'), text);
}

/** Removes secrets from text that a server or proxy may have echoed. */
export function redact(text: string, secrets: readonly string[]): string {
  return blotOut(
    text,
    secrets.filter((secret) => secret.length >= SHORTEST_SECRET),
  );
}

/** Removes secrets from all that a server answered: its body, its headers, and the path a redirect led to. */
export function redactAnswer(answer: Answer, secrets: readonly string[]): Answer {
  if (secrets.length === 0) return answer;
  const body = isSuccess(answer) && isJson(answer) ? redactData(answer.body, secrets) : redact(answer.body, secrets);
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, redact(value, secrets)]);
  const url = new URL(answer.url);
  url.pathname = redact(url.pathname, secrets);
  return { ...answer, url, body, headers: Object.fromEntries(headers), hide: (text) => redact(text, secrets) };
}

/** Removes secrets from data, where what is too short to be told from other data stays. */
export function redactData(text: string, secrets: readonly string[]): string {
  return blotOut(
    text,
    secrets.filter((secret) => !mayStandInData(secret)),
  );
}

const isJson = ({ headers }: Answer) => (headers['content-type'] ?? '').includes('json');

/** The error with nothing of the secrets in its sentences. */
export function redactError(error: SourceError, secrets: readonly string[]): SourceError {
  return {
    ...error,
    message: redact(error.message, secrets),
    ...(error.hint !== undefined && { hint: redact(error.hint, secrets) }),
  };
}
