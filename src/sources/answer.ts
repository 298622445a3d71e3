import { failed, type Outcome, type SourceError, type SourceErrorKind, succeeded } from './error.ts';
import { quote, shownUrl } from './text.ts';

/** The parts of an HTTP answer that tell what the server meant. */
export interface Answer {
  readonly url: URL;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const isHtml = ({ headers, body }: Answer) =>
  (headers['content-type'] ?? '').includes('html') || /^\s*<(!doctype|html)/i.test(body.slice(0, 200));

function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Reads a page's title: all that is worth telling of a proxy's HTML. */
const htmlTitle = (body: string) => /<title[^>]*>([^<]*)/i.exec(body.slice(0, 4096))?.[1] ?? '';

/** The server's own words about an error, in whichever form it chose: JSON string, JSON object, HTML or plain text. */
function serverMessage(answer: Answer): string {
  if (isHtml(answer)) return quote(htmlTitle(answer.body));
  const parsed = parseJson(answer.body);
  if (typeof parsed?.json === 'string') return quote(parsed.json);
  if (typeof parsed?.json === 'object' && parsed.json !== null) {
    const { error, message } = parsed.json as { error?: unknown; message?: unknown };
    if (typeof error === 'string') return quote(error);
    if (typeof message === 'string') return quote(message);
  }
  return quote(answer.body);
}

/** Prometheus names the reason in `errorType`, which says more than its status. */
function statusKind(answer: Answer): SourceErrorKind {
  const parsed = parseJson(answer.body)?.json;
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
  if (kind === 'timeout') return 'The query is too much work for the server: narrow it or record it as a rule.';
  if (answer.status === 404) return 'Is the url complete, with the path prefix the server is under?';
  return isHtml(answer) ? 'A proxy in between answers: does the server behind it run?' : undefined;
}

/** The error that an answer of any other status than 2xx stands for. */
export function statusError(answer: Answer): SourceError {
  const kind = statusKind(answer);
  const words = serverMessage(answer);
  const hint = statusHint(answer, kind);
  return {
    kind,
    message: `${shownUrl(answer.url)} answered ${answer.status}${words === '' ? '' : `: ${words}`}`,
    ...(hint !== undefined && { hint }),
    httpStatus: answer.status,
  };
}

export const isSuccess = ({ status }: Answer): boolean => status >= 200 && status < 300;

/** A 2xx answer that is not what the API documents. */
export function badBody(answer: Answer, what: string): SourceError {
  return {
    kind: 'bad-body',
    message: `${shownUrl(answer.url)} answered ${what}`,
    hint: 'Is the url that of the server itself, not of another program or a login page?',
    httpStatus: answer.status,
  };
}

/** The JSON of a 2xx answer; anything else as an error. */
export function answerJson(answer: Answer): Outcome<unknown> {
  if (!isSuccess(answer)) return failed(statusError(answer));
  const parsed = parseJson(answer.body);
  if (parsed) return succeeded(parsed.json);
  if (isHtml(answer)) {
    const title = quote(htmlTitle(answer.body));
    return failed(badBody(answer, `with a web page instead of JSON${title === '' ? '' : `: ${title}`}`));
  }
  return failed(badBody(answer, answer.body === '' ? 'with nothing' : `no valid JSON: ${quote(answer.body)}`));
}
