import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Answer } from '../exposition/server.ts';
import { decodeBody } from './decode.ts';
import { MAX_REPORT_BYTES, parseReport, type Report } from './report.ts';

/** Why a POST was refused, as counted. */
export type Rejection = 'unauthorized' | 'not-json' | 'too-large' | 'invalid' | 'too-many-hosts';

export interface ReceiverParts {
  /** The bearer token to ask for, as it is now; null: none. */
  token(): Promise<string | null>;
  /** False when there is no room for another host. */
  accept(report: Report): boolean;
  refused(why: Rejection): void;
}

/** Takes the collector's POSTs: one report each. */
export function createReceiver({ token, accept, refused }: ReceiverParts) {
  const refuse = (why: Rejection, status: number, text: string, headers: Answer['headers'] = {}): Answer => {
    refused(why);
    return { status, text, headers };
  };
  return async (request: IncomingMessage): Promise<Answer> => {
    const { authorization = '', 'content-type': type = '', 'content-length': length } = request.headers;
    const expected = await token();
    if (expected !== null && !same(authorization, `Bearer ${expected}`))
      return refuse('unauthorized', 401, 'Send the bearer token.', { 'www-authenticate': 'Bearer' });
    // A page in somebody's browser cannot send this type to a machine that did not invite it.
    if (!/^application\/json\s*(;|$)/i.test(type)) return refuse('not-json', 415, 'Send application/json.');
    const tooLarge = () => refuse('too-large', 413, `Send no more than ${MAX_REPORT_BYTES} bytes.`);
    if (Number(length) > MAX_REPORT_BYTES) return tooLarge();
    const body = await readBody(request);
    if (!body) return tooLarge();
    const parsed = parseReport(decodeBody(body));
    if (!parsed.ok) return refuse('invalid', parsed.kind === 'invalid' ? 422 : 400, `Not a report: ${parsed.reason}.`);
    if (!accept(parsed.report)) return refuse('too-many-hosts', 503, 'There are too many hosts for another.');
    return { status: 204, text: '' };
  };
}

/** Null when it is too long; the server drops what then is left of it, for as long as a request may take. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_REPORT_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Takes the same time wherever they differ. */
function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
