import { decodeFile, readText } from '../file-text.ts';

/**
 * The text of a POST. Windows PowerShell sends a body whose charset nobody named in the Western code page; of a file
 * nothing tells which code page it is in.
 */
export function decodeBody(bytes: Uint8Array): string {
  return decodeFile(bytes).encoding === 'code page' ? new TextDecoder('windows-1252').decode(bytes) : readText(bytes);
}
