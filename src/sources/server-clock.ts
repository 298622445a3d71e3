import { formatDuration } from '../text/format.ts';
import type { Millis } from '../units.ts';
import type { SourceError } from './error.ts';
import type { HttpResponse } from './http/http.ts';

/** A server is asked for values as of our time: with clocks further apart than this, in milliseconds, they are not of now. */
const FAR_APART = 30_000;

/** The server's `Date` header, in milliseconds; undefined when there is none that can be read. */
export function serverDate({ headers }: HttpResponse): number | undefined {
  const date = Date.parse(headers.date ?? '');
  return Number.isNaN(date) ? undefined : date;
}

/** How far the server's clock is ahead of ours, in milliseconds; undefined when it does not tell. */
export function clockOffset(response: HttpResponse, receivedAt: Millis): number | undefined {
  const date = serverDate(response);
  // The header is cut to the second and was written about half-way: take the middle of both.
  const ours = receivedAt - (response.latency * 1000) / 2;
  return date === undefined ? undefined : Math.round(date + 500 - ours);
}

/** Why what a server was asked as of our time says nothing about now; null when the clocks agree, or it does not tell. */
export function clockFault(response: HttpResponse, receivedAt: Millis): SourceError | null {
  // What a cache kept is as old as it says.
  const offset = response.headers.age === undefined ? clockOffset(response, receivedAt) : undefined;
  if (offset === undefined || Math.abs(offset) <= FAR_APART) return null;
  const apart = `${formatDuration(Math.abs(offset) / 1000)} ${offset > 0 ? 'behind' : 'ahead of'}`;
  return {
    kind: 'clock',
    message: `the clock of this machine is ${apart} that of ${response.url.origin}: values would be of another time`,
    hint: 'Set it, for instance with NTP; if it is right, set the clock of the server.',
  };
}
