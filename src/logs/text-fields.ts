const LOGFMT = /(?:^|\s)([A-Za-z_][\w.-]*)=("(?:[^"\\]|\\.)*"|[^\s"]*)/g;
/** Characters of a line that are looked at for logfmt. */
const MOST = 4000;

/** Fields of a line of JSON or logfmt, as they stand there. */
export function fieldsOfText(text: string): readonly (readonly [name: string, value: string])[] {
  const head = text.trimStart();
  if (head.startsWith('{')) return jsonFields(head);
  return [...text.slice(0, MOST).matchAll(LOGFMT)].map(([, name = '', value = '']) => [name, unquoted(value)] as const);
}

function jsonFields(text: string): (readonly [string, string])[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).map(
      ([name, field]) => [name, typeof field === 'string' ? field : (JSON.stringify(field) ?? '')] as const,
    );
  } catch {
    return [];
  }
}

const unquoted = (value: string): string =>
  value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, (_, c: string) => (c === 'n' ? ' ' : c)) : value;
