import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A place in a line of a stack, with the name before it of what runs there, which says nothing once it is minified. */
const PLACE = /at (?:async )?(?:[^\n(]*\()?(file:\/\/[^\n)]+?):(\d+):(\d+)\)?/g;

/**
 * The stack of an error in terms of the source: `at src/cli.ts:12:3`. Places of which nothing better is known stay as they are.
 * @param readMap the source map of a file of the program, by its address; whatever it throws, there is none
 */
export function stackInSource(stack: string, readMap: (file: string) => SourceMapPayload = mapBeside): string {
  const maps = new Map<string, SourceMap | null>();
  const mapOf = (file: string) => {
    const map = maps.get(file) ?? load(() => readMap(file));
    maps.set(file, map);
    return map;
  };
  return stack.replace(PLACE, (written, file: string, line: string, column: string) => {
    const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return written;
    const source = entry.originalSource.replace(/^.*?(?=(?:src|node_modules)\/)/, '');
    return `at ${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

function load(read: () => SourceMapPayload): SourceMap | null {
  try {
    return new SourceMap(read());
  } catch {
    return null;
  }
}

const mapBeside = (file: string): SourceMapPayload =>
  JSON.parse(readFileSync(`${fileURLToPath(file)}.map`, 'utf8')) as SourceMapPayload;
