import { buffer } from 'node:stream/consumers';
import { createPacker, encodeHeader } from '../../src/frames/tape/tape.ts';

/** A whole tape file from frames as lines. */
export function packTape(profile: unknown, lines: readonly string[]): Promise<Buffer> {
  const packer = createPacker();
  packer.end([encodeHeader(profile), ...lines].join('\n'));
  return buffer(packer);
}
