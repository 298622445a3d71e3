/**
 * A profile as its file holds it, without its ring store and the programs it has run, with nothing left of its servers but their names, labels and an
 * address without user or query, and of calendars not even the path.
 */
export function withoutSecrets(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || !('datasources' in document)) return document;
  const {
    ring_store: _,
    notify: __,
    ...rest
  }: { ring_store?: unknown; notify?: unknown; datasources: unknown } = document;
  return {
    ...rest,
    datasources: bareServers(document.datasources),
    ...('on_call' in document && { on_call: bareCalendars(document.on_call) }),
  };
}

function bareServers(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bareServers);
  if (typeof node !== 'object' || node === null) return node;
  if ('url' in node) {
    const { id, labels, url }: { readonly id?: unknown; readonly labels?: unknown; readonly url: unknown } = node;
    const named = { ...(id !== undefined && { id }), ...(labels !== undefined && { labels }) };
    return { ...named, url: bareUrl(String(url)) };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, bareServers(value)]));
}

/** The path of a calendar's address is its key. */
function bareCalendars(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const bare = (calendar: unknown): unknown => {
    if (typeof calendar !== 'object' || calendar === null) return calendar;
    if ('file' in calendar) return { file: calendar.file };
    if ('url_file' in calendar) return { url_file: calendar.url_file };
    const { url } = calendar as { readonly url?: unknown };
    return { url: URL.canParse(String(url)) ? `https://${new URL(String(url)).host}` : 'https://unknown' };
  };
  const isCalendar = (key: string) => key === 'calendar' || key === 'primary' || key === 'backup';
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, isCalendar(key) ? bare(value) : value]));
}

/** A URL that cannot be read, e.g. because it is a variable, is left out whole. */
function bareUrl(text: string): string {
  if (!URL.canParse(text)) return 'http://unknown';
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
