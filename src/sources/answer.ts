import { safeParse } from 'valibot';
import type { Shape } from '../shape.ts';
import { failed, type Outcome, type SourceError, type SourceErrorKind, succeeded } from './error.ts';
import { throughProxy } from './http/error.ts';
import { quote, shownUrl } from './text.ts';

/** The parts of an HTTP answer that tell what the server meant. */
export interface Answer {
  readonly url: URL;
  /** Host of the proxy that it came from, or may be of. */
  readonly proxy?: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Takes our secrets out of what is quoted of it; in its data those too short to be told from other data stay. */
  readonly hide?: (text: string) => string;
}

const quoteOf = ({ hide }: Answer, text: string, longest?: number): string => quote(hide ? hide(text) : text, longest);

const answerer = ({ url, proxy }: Answer): string => shownUrl(url) + throughProxy(proxy);

const isHtml = ({ headers, body }: Answer) =>
  (headers['content-type'] ?? '').includes('html') || /^\s*<(!doctype|html)/i.test(body.slice(0, 200));

/** Undefined when it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a page's title: all that is worth telling of a proxy's HTML. */
const htmlTitle = (body: string) => /<title[^>]*>([^<]*)/i.exec(body.slice(0, 4096))?.[1] ?? '';

/** The words for an error that a JSON object carries, as all these servers name them; empty without any. */
function errorWords(json: unknown): string {
  if (typeof json !== 'object' || json === null) return '';
  const { error, message } = json as { error?: unknown; message?: unknown };
  return ([error, message].find((text) => typeof text === 'string' && text !== '') as string | undefined) ?? '';
}

/** The server's own words about an error, in whichever form it chose: JSON string, JSON object, HTML or plain text. */
function serverMessage(answer: Answer): string {
  if (isHtml(answer)) return quoteOf(answer, htmlTitle(answer.body));
  const json = parseJson(answer.body);
  return quoteOf(answer, typeof json === 'string' ? json : errorWords(json) || answer.body);
}

/** Prometheus names the reason in `errorType`, which says more than its status. */
function statusKind(answer: Answer): SourceErrorKind {
  const parsed = parseJson(answer.body);
  const type = typeof parsed === 'object' && parsed !== null && 'errorType' in parsed ? parsed.errorType : undefined;
  if (type === 'timeout') return 'timeout';
  if (answer.status === 401 || answer.status === 403 || answer.status === 407) return 'unauthorized';
  if ((answer.status === 400 || answer.status === 422) && !isHtml(answer)) return 'bad-query';
  if (answer.status === 429) return 'rate-limited';
  return 'server';
}

function statusHint(answer: Answer, kind: SourceErrorKind): string | undefined {
  const { location, 'retry-after': retryAfter } = answer.headers;
  if (answer.status >= 300 && answer.status < 400 && location !== undefined)
    return `It points to ${quote(location.split('?')[0] ?? '')}: set the url of this datasource to where it lives now.`;
  if (kind === 'rate-limited')
    return retryAfter === undefined ? 'Refresh less often.' : `It asks to wait ${quote(retryAfter)} s.`;
  if (kind === 'unauthorized')
    return 'Check basic_auth, authorization, oauth2 or the tenant header of this datasource.';
  if (kind === 'timeout') return 'The query is too much work for the server: narrow it, or make it a recording rule.';
  if (answer.status === 404) return 'Check the url: does it include the path prefix of the server?';
  return isHtml(answer) ? 'A proxy answered: check whether the server behind it runs.' : undefined;
}

/** The error that an answer of any other status than 2xx stands for. */
export function statusError(answer: Answer): SourceError {
  const kind = statusKind(answer);
  const words = serverMessage(answer);
  const hint = statusHint(answer, kind);
  return {
    kind,
    message: `${answerer(answer)} answered ${answer.status}${words === '' ? '' : `: ${words}`}`,
    ...(hint !== undefined && { hint }),
    httpStatus: answer.status,
  };
}

export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** So much of what is no answer is shown: enough to know it by. */
const LONGEST_SAMPLE = 100;

/** A 2xx answer that is not what the API documents; `what` came, in words that follow "answered". */
function badBody(answer: Answer, what: string): SourceError {
  return {
    kind: 'bad-body',
    message: `${answerer(answer)} answered ${what}`,
    hint: 'Check the url: it may be that of another program or a login page.',
    httpStatus: answer.status,
  };
}

/** What came in place of JSON. */
function withoutJson(answer: Answer): SourceError {
  const text = answer.body.trim();
  const sample = quoteOf(answer, text, LONGEST_SAMPLE);
  if (text === '') return badBody(answer, `with nothing (status ${answer.status})`);
  if (isHtml(answer)) {
    const title = quoteOf(answer, htmlTitle(answer.body), LONGEST_SAMPLE);
    return badBody(answer, `with a web page instead of JSON: ${title === '' ? 'a login?' : `${title} (a login?)`}`);
  }
  const isCut = (text.startsWith('{') && !text.endsWith('}')) || (text.startsWith('[') && !text.endsWith(']'));
  return badBody(answer, `invalid JSON${isCut ? ', it broke off' : ''}: ${sample}`);
}

/** The JSON of a 2xx answer; anything else as an error. */
export function answerJson(answer: Answer): Outcome<unknown> {
  if (!isSuccess(answer)) return failed(statusError(answer));
  const json = parseJson(answer.body);
  return json === undefined ? failed(withoutJson(answer)) : succeeded(json);
}

/**
 * An answer's JSON in the shape that the API documents. What is there in its place is told: the server's own words for an
 * error, what is wrong with a value, or how the answer begins.
 * @param what it ought to be, e.g. "query result"
 */
export function readShape<T>(answer: Answer, json: unknown, shape: Shape<T>, what: string): Outcome<T> {
  const parsed = safeParse(shape, json);
  if (parsed.success) return succeeded(parsed.output);
  const words = errorWords(json);
  if (words !== '') return failed(badBody(answer, `an error instead of a valid ${what}: ${quoteOf(answer, words)}`));
  const odd = parsed.issues.find(({ type }) => type === 'check' || type === 'raw_transform')?.message;
  return failed(
    badBody(answer, `something that is not a valid ${what}: ${quoteOf(answer, odd ?? answer.body, LONGEST_SAMPLE)}`),
  );
}

/** As `readShape`, of a 2xx answer. */
export function readAnswer<T>(answer: Answer, shape: Shape<T>, what: string): Outcome<T> {
  const json = answerJson(answer);
  return json.ok ? readShape(answer, json.value, shape, what) : json;
}

/** Why a 2xx answer to a request that has no result is none: something else took the request. Null when it is one. */
export const unlikeDone = (answer: Answer): SourceError | null =>
  answer.body.trim() === '' || parseJson(answer.body) !== undefined ? null : withoutJson(answer);
