import { type Answer, isSuccess } from '../answer.ts';
import type { HttpClient, HttpOutcome, HttpRequest } from './http.ts';

/** A question that only reads, as its parameters: it may be put by either method. */
export interface FormQuery extends Pick<HttpRequest, 'path' | 'signal' | 'headers'> {
  readonly form: URLSearchParams;
}

export type AskForm = (query: FormQuery) => Promise<HttpOutcome>;

/** Statuses that tell of who asks, or of how busy somebody is: the other method would be told the same. */
const NOT_THE_METHOD: readonly number[] = [401, 407, 408, 429];

/** Whether something may have turned down the method, not the question. */
const turnsDown = ({ status }: Answer): boolean =>
  status === 501 || (status >= 300 && status < 500 && !NOT_THE_METHOD.includes(status));

/**
 * Puts questions that may be too long for an address as POST, and where something in between lets only GET pass, such as
 * a proxy with read permissions, as GET; what a path was answered by is kept.
 * @param isOwn whether the server itself gave that answer, so that the question got through
 */
export function createFormQueries(http: HttpClient, isOwn: (answer: Answer) => boolean): AskForm {
  const readOnly = new Set<string>();
  const isAnswered = (outcome: HttpOutcome) => outcome.ok && (isSuccess(outcome.value) || isOwn(outcome.value));
  return async ({ form, ...rest }) => {
    const body = { type: 'application/x-www-form-urlencoded', text: form.toString() };
    const post = () => http.request({ ...rest, method: 'POST', body });
    const get = () => http.request({ ...rest, method: 'GET', query: form });
    const wasReadOnly = readOnly.has(rest.path);
    const first = await (wasReadOnly ? get() : post());
    if (!first.ok || isAnswered(first) || !turnsDown(first.value)) return first;
    const second = await (wasReadOnly ? post() : get());
    if (!isAnswered(second)) return first;
    if (wasReadOnly) readOnly.delete(rest.path);
    else readOnly.add(rest.path);
    return second;
  };
}
