/** Why a source could not answer. */
export type SourceErrorKind =
  | 'aborted' // the caller gave up
  | 'timeout'
  | 'unreachable' // refused, reset, no route, no such host
  | 'tls'
  | 'unauthorized' // 401, 403
  | 'bad-query' // the server understood and refused: 400, 422
  | 'rate-limited' // 429
  | 'server' // 5xx and every other status
  | 'too-large' // more bytes than the limit allows
  | 'bad-body' // truncated, not JSON, or not the shape the API documents
  | 'clock'; // it answered, about another time than ours

/** What a server found wrong with a query, in its own words; lines and columns count from 1, columns in characters. */
export interface QueryFault {
  readonly text: string;
  readonly at?: { readonly line: number; readonly column: number };
}

/** A failure as a value: it crosses into frames and tapes, so it is plain data and carries no secret. */
export interface SourceError {
  readonly kind: SourceErrorKind;
  /** One sentence: what happened, and where. */
  readonly message: string;
  /** What the operator can do about it. */
  readonly hint?: string;
  readonly httpStatus?: number;
  /** Present when the query itself is at fault and the server said how. */
  readonly fault?: QueryFault;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: SourceError };

export const succeeded = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const failed = (error: SourceError): { readonly ok: false; readonly error: SourceError } => ({
  ok: false,
  error,
});

/**
 * What came of a request that changes something. `sent: false` proves that the server never saw it, so another server
 * may be asked. `sent: true` with a 4xx `httpStatus` is a refusal; any other `sent: true` is ambiguous: it may have been
 * carried out.
 */
export type SendOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly sent: boolean; readonly error: SourceError };

/** Carries a `SourceError` out of the depths of one request; it is caught where the client returns its outcome. */
export class SourceFailure extends Error {
  readonly error: SourceError;
  /** Whether the request can have reached the server. */
  readonly sent: boolean;

  constructor(error: SourceError, sent: boolean) {
    super(error.message);
    this.name = 'SourceFailure';
    this.error = error;
    this.sent = sent;
  }
}
