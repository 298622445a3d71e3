/** Where a link may lead; other schemes run things, or open what is on this machine. */
const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/**
 * The address as the URL standard writes it, which leaves no control character in it and shows a host as it is asked
 * for; without name and password, which are secrets at best and pass for the host at worst. Null when it is no address
 * that a link may have.
 */
export function linkAddress(text: string): string | null {
  const url = URL.parse(text);
  if (!url || !SCHEMES.has(url.protocol)) return null;
  url.username = '';
  url.password = '';
  return url.href;
}
