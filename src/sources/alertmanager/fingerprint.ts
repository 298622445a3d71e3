import { own } from '../../own.ts';
import type { Labels } from '../prometheus/types.ts';

const MASK = (1n << 64n) - 1n;

/**
 * Alertmanager's fingerprint of a label set: 64-bit FNV-1a over names and values in order of name, each followed by the
 * byte 255 (prometheus/common, model.LabelsToSignature).
 */
export function fingerprint(labels: Labels): string {
  let hash = 0xcbf29ce484222325n;
  const add = (byte: number) => {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & MASK;
  };
  for (const name of Object.keys(labels).sort()) {
    for (const text of [name, own(labels, name) ?? '']) {
      for (const byte of Buffer.from(text)) add(byte);
      add(255);
    }
  }
  return hash.toString(16).padStart(16, '0');
}
