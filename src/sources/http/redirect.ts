import type { Exchanged } from './exchange.ts';

/** Where a redirect leads, when it may be followed: never from one method to another. */
export function redirectTarget({ status, headers, url }: Exchanged, method: string): URL | undefined {
  const followable = status === 307 || status === 308 || (method === 'GET' && [301, 302, 303].includes(status));
  if (!followable || headers.location === undefined || !URL.canParse(headers.location, url.href)) return undefined;
  const target = new URL(headers.location, url);
  return /^https?:$/.test(target.protocol) ? target : undefined;
}

/** The same server, or the same one moved from http to https on their usual ports. */
export const isSameServer = (base: URL, target: URL) =>
  target.origin === base.origin ||
  (target.hostname === base.hostname &&
    base.protocol === 'http:' &&
    target.protocol === 'https:' &&
    !base.port &&
    !target.port);
