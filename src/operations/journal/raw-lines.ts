import type { RawLine } from './journal.ts';

const NEWLINE = 0x0a;
/** No line that is written has a quarter of it, in bytes. */
const LONGEST = 4 * 1024 * 1024;

/** @throws Error when what is read of a line so far, in bytes, is too much for one */
export function requireLine(length: number): void {
  if (length <= LONGEST) return;
  throw new Error(
    `a line is longer than ${LONGEST.toLocaleString('en-US')} bytes: this is not a journal, or it is damaged`,
  );
}

/** Splits bytes at line feeds, as they come; after a last line feed there is no further line. @throws as `requireLine` */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawLine> {
  const begun: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let cut = chunk.indexOf(NEWLINE); cut >= 0; cut = chunk.indexOf(NEWLINE, from)) {
      yield { bytes: Buffer.concat([...begun.splice(0), chunk.subarray(from, cut)]), terminated: true };
      from = cut + 1;
      length = 0;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
    length += chunk.length - from;
    requireLine(length);
  }
  if (begun.length > 0) yield { bytes: Buffer.concat(begun), terminated: false };
}
