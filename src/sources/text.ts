/** Longest piece of a server's own words that goes into a message, in UTF-16 units. */
const MAX_QUOTE = 300;

/** A server's words made fit for one sentence: one line, bounded. Control characters are the terminal's matter. */
export function quote(text: string, longest: number = MAX_QUOTE): string {
  // Cut before the expression runs: the text may be megabytes of a proxy's page.
  const line = text
    .slice(0, 4 * longest)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= longest ? line.toWellFormed() : `${line.slice(0, longest - 1).toWellFormed()}…`;
}

/** An address as messages show it: no user, no password, no query. */
export const shownUrl = (url: URL): string => `${url.origin}${url.pathname}`;
