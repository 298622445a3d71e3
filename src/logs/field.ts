import type { LogLine } from '../sources/loki-types.ts';

/** What a query finds under a name: a field its parsers gave, structured metadata, or a label; empty for none. */
export function fieldOf({ parsed, metadata, labels }: LogLine, name: string): string {
  for (const fields of [parsed, metadata, labels]) if (Object.hasOwn(fields, name)) return fields[name] ?? '';
  return '';
}
