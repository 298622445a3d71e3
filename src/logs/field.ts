import { own } from '../own.ts';
import type { LogLine } from '../sources/loki-types.ts';

/** What a query finds under a name: a field its parsers gave, structured metadata, or a label; empty for none. */
export function fieldOf({ parsed, metadata, labels }: LogLine, name: string): string {
  return own(parsed, name) ?? own(metadata, name) ?? own(labels, name) ?? '';
}
