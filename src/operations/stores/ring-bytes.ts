import { decodeFile, encodeFile, readText } from '../../file-text.ts';
import type { RingRecords, Validation } from '../../room/room.ts';
import { isJson, readRings, writeRing } from './ring-file.ts';

/** The rings that are validated, of a store in whatever encoding its writer has. @throws as `readRings` */
export const readStored = (content: Uint8Array, path: string): RingRecords => readRings(readText(content), path);

/** Whether it is whole, as `isJson`. */
export const isWhole = (content: Uint8Array): boolean => isJson(readText(content));

/** The store with one ring's validation set or removed, in the encoding it had; no other byte changes. @throws as `writeRing` */
export function writeStored(content: Uint8Array, path: string, ringId: string, validation: Validation | null): Buffer {
  const file = decodeFile(content);
  return encodeFile({ ...file, text: writeRing(file.text, path, ringId, validation) });
}
