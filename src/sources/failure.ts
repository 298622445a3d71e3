import type { SourceError } from './error.ts';

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
