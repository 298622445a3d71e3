/** A profile as its file holds it, with nothing left of its servers but an address without user or query. */
export function withoutSecrets(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || !('datasources' in document)) return document;
  return { ...document, datasources: bareServers(document.datasources) };
}

function bareServers(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(bareServers);
  if (typeof node !== 'object' || node === null) return node;
  if ('url' in node) return { url: bareUrl(String(node.url)) };
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, bareServers(value)]));
}

/** A URL that cannot be read, e.g. because it is a variable, is left out whole. */
function bareUrl(text: string): string {
  if (!URL.canParse(text)) return 'http://unknown';
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
