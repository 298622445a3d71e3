import type { Millis } from '../units.ts';
import type { SourceError } from './error.ts';

/** What is known about something that is read again and again. The four are never drawn alike. */
export type Feed<T> =
  | { readonly state: 'waiting' }
  | { readonly state: 'ok'; readonly at: Millis; readonly value: T }
  | { readonly state: 'stale'; readonly at: Millis; readonly value: T; readonly error: SourceError }
  | { readonly state: 'failed'; readonly error: SourceError };
