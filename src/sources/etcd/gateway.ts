import * as v from 'valibot';
import { integer, object } from '../../shape.ts';
import { isSuccess, parseJson, statusError } from '../answer.ts';
import type { SourceError } from '../error.ts';
import type { HttpResponse } from '../http/http.ts';
import { quote, shownUrl } from '../text.ts';
import type { KeyValue, Range, Transaction } from './types.ts';

/*
 * etcd's messages as its JSON gateway writes them: names as in the protocol buffers, bytes in base64, 64-bit numbers as
 * strings, and what is zero or empty left out.
 * https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/
 */

const encode = (text: string): string => Buffer.from(text).toString('base64');

const rangeMessage = ({ key, end, limit }: Range) => ({
  key: encode(key),
  ...(end !== undefined && { range_end: encode(end) }),
  ...(limit !== undefined && { limit: String(limit), sort_order: 'ASCEND', sort_target: 'KEY' }),
});

export const readMessage = (ranges: readonly Range[]) => ({
  success: ranges.map((range) => ({ request_range: rangeMessage(range) })),
});

export const transactionMessage = ({ conditions, changes, otherwise }: Transaction) => ({
  compare: conditions.map(({ key, end, modRevision, is }) => ({
    target: 'MOD',
    result: is === 'equal' ? 'EQUAL' : 'LESS',
    key: encode(key),
    ...(end !== undefined && { range_end: encode(end) }),
    mod_revision: String(modRevision),
  })),
  success: changes.map((change) =>
    'put' in change
      ? {
          request_put: {
            key: encode(change.put.key),
            value: encode(change.put.value),
            ...(change.put.lease !== undefined && { lease: change.put.lease }),
          },
        }
      : { request_delete_range: { key: encode(change.remove) } },
  ),
  failure: otherwise.map((range) => ({ request_range: rangeMessage(range) })),
});

export const watchMessage = (range: Range) => ({ create_request: { ...rangeMessage(range), progress_notify: true } });

/** As text; etcd before 3.4 wrote small ones as numbers. */
const int64 = v.pipe(v.union([v.pipe(v.string(), v.regex(/^-?\d{1,19}$/)), integer]), v.transform(Number));
/** A store that holds nothing yet is at revision 1: an answer without any is not etcd's. */
const header = object({ revision: v.pipe(int64, v.gtValue(0)) });
const base64 = v.pipe(v.string(), v.base64());
const isSo = v.optional(v.boolean(), false);
const keyValue = v.pipe(
  object({ key: base64, value: v.optional(base64, ''), mod_revision: int64 }),
  v.transform(
    ({ key, value, mod_revision }): KeyValue => ({
      key: Buffer.from(key, 'base64').toString('utf8'),
      value: Buffer.from(value, 'base64'),
      modRevision: mod_revision,
    }),
  ),
);

/**
 * What a transaction answers that reads so many ranges when its conditions hold, and so many when they do not; null: it
 * has none. With a range missing it would tell of a store that lost its keys.
 */
export const transactionAnswer = (held: number, otherwise: number | null) =>
  v.pipe(
    object({
      header,
      succeeded: isSo,
      responses: v.optional(
        v.array(object({ response_range: v.optional(object({ kvs: v.optional(v.array(keyValue), []) })) })),
        [],
      ),
    }),
    v.transform(({ header, succeeded, responses }) => ({
      revision: header.revision,
      succeeded,
      ranges: responses.flatMap(({ response_range }) => (response_range ? [response_range.kvs] : [])),
    })),
    v.check(({ succeeded, ranges }) => ranges.length === (succeeded ? held : otherwise), 'it lacks what was asked for'),
  );

export const tokenAnswer = object({ token: v.pipe(v.string(), v.minLength(1)) });
export const leaseAnswer = object({ ID: v.pipe(v.string(), v.regex(/^\d+$/)) });
export const keepAliveAnswer = object({ result: object({ TTL: v.optional(int64, 0) }) });
export const anyAnswer = object({});

/** One line of a watch. */
export const watchAnswer = object({
  result: object({
    header,
    created: isSo,
    canceled: isSo,
    cancel_reason: v.optional(v.string(), ''),
    events: v.optional(v.array(v.unknown()), []),
  }),
});

/**
 * What etcd answers instead, with the code of gRPC: before 3.5 the words stand in `error` also, since then in `message`
 * alone; and where it would have answered line by line, both stand in an object.
 */
const inside = v.union([
  object({ message: v.string(), code: integer }),
  v.pipe(
    object({ message: v.string(), grpc_code: integer }),
    v.transform(({ message, grpc_code: code }) => ({ message, code })),
  ),
]);
const refusal = v.union([
  v.pipe(
    object({ error: v.string(), code: integer }),
    v.transform(({ error: message, code }) => ({ message, code })),
  ),
  v.pipe(
    object({ error: inside }),
    v.transform(({ error }) => error),
  ),
  inside,
]);

/** Codes of gRPC after which it is certain that nothing was carried out, and that asking again would not help. */
const CERTAIN = new Set([
  3, // invalid argument, also: too large
  5, // not found
  6, // already exists
  7, // permission denied
  8, // no space, which an operator must make
  9, // failed precondition
  11, // out of range: compacted
  12, // not implemented
  16, // not authenticated
]);

export interface EtcdRefusal {
  readonly error: SourceError;
  /** Nothing was carried out, and no other member would answer otherwise. */
  readonly certain: boolean;
  /** The token is none any more, or is missing: a new one helps. */
  readonly needsToken: boolean;
  readonly authOff: boolean;
}

/** What an answer that is no success means, or that says so in its first line; null when it is one. */
export function refusalOf(response: HttpResponse): EtcdRefusal | null {
  const parsed = v.safeParse(refusal, parseJson(response.body));
  if (isSuccess(response) && !parsed.success) return null;
  const where = shownUrl(new URL('/', response.url)).replace(/\/$/, '');
  if (!parsed.success) {
    const error = { ...statusError(response), hint: NO_GATEWAY };
    return { error, certain: false, needsToken: false, authOff: false };
  }
  const { code } = parsed.output;
  const words = parsed.output.message.replace(/^(etcdserver|auth): /, '');
  const kind = code === 7 || code === 16 || /authentication failed/.test(words) ? 'unauthorized' : 'server';
  const hint = hintFor(words, code);
  return {
    error: {
      kind,
      message: `etcd at ${where} says: ${quote(words)}`,
      httpStatus: response.status,
      ...(hint !== undefined && { hint }),
    },
    certain: CERTAIN.has(code),
    needsToken: code === 16 || /invalid auth token|revision of auth store is old|user name is empty/.test(words),
    authOff: /authentication is not enabled/.test(words),
  };
}

const NO_GATEWAY = 'Check that it is a client URL of etcd 3.4 or newer, with its JSON gateway (--enable-grpc-gateway).';

function hintFor(words: string, code: number): string | undefined {
  if (/no leader|request timed out|leader changed/.test(words))
    return 'Check that a majority of the members run and reach each other.';
  if (/user name is empty|authentication failed/.test(words)) return 'Check username and password of ring_store.etcd.';
  if (code === 7) return 'Grant the user read and write permission for the prefix of ring_store.etcd.';
  if (/database space exceeded/.test(words)) return 'Compact and defragment etcd, then disarm its alarm.';
  return undefined;
}
