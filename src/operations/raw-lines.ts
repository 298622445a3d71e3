import type { RawLine } from './journal.ts';

const NEWLINE = 0x0a;

/** Splits bytes at line feeds, as they come; after a last line feed there is no further line. */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawLine> {
  const begun: Uint8Array[] = [];
  for await (const chunk of chunks) {
    let from = 0;
    for (let cut = chunk.indexOf(NEWLINE); cut >= 0; cut = chunk.indexOf(NEWLINE, from)) {
      yield { bytes: Buffer.concat([...begun.splice(0), chunk.subarray(from, cut)]), terminated: true };
      from = cut + 1;
    }
    if (from < chunk.length) begun.push(chunk.subarray(from));
  }
  if (begun.length > 0) yield { bytes: Buffer.concat(begun), terminated: false };
}
