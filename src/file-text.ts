import { isUtf8 } from 'node:buffer';
import { FileRefused } from './bounded-file.ts';

/** How bytes stand for characters. Which one a code page is, nothing in a file tells. */
type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'code page';

/** The text of a file as editors and PowerShell write it, with what it takes to write it so again. */
export interface FileText {
  /** Without its mark. Each byte of a code page beyond ASCII is one character, U+F700 and the byte. */
  readonly text: string;
  readonly encoding: Encoding;
  /** Whether it begins with a byte order mark. */
  readonly mark: boolean;
}

const MARK = '\uFEFF';
/** Where the bytes of a code page go, which no text of ours holds. */
const PAGE = 0xf700;
const OF_PAGE = /[\uF780-\uF7FF]/g;

/** @throws FileRefused for UTF-32, which is neither read nor written */
export function decodeFile(bytes: Uint8Array): FileText {
  const encoding = encodingOf(bytes);
  const text = textIn(bytes, encoding);
  const mark = text.startsWith(MARK);
  return { text: mark ? text.slice(1) : text, encoding, mark };
}

/** The bytes of a text, those of `decodeFile` to the byte. What a code page may lack is written as JSON escapes it. */
export function encodeFile({ text, encoding, mark }: FileText): Buffer {
  const whole = mark ? MARK + text : text;
  if (encoding === 'utf-8') return Buffer.from(whole);
  if (encoding === 'code page') return pageBytes(whole);
  const little = Buffer.from(whole, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
}

/** A file's text to be read and not written: what is no character, or of an unknown code page, is U+FFFD. */
export function readText(bytes: Uint8Array): string {
  const { text, encoding } = decodeFile(bytes);
  return (encoding === 'code page' ? text.replace(OF_PAGE, '\uFFFD') : text).toWellFormed();
}

/** By the mark, by where the zeros of a first ASCII character stand, or by whether it is proper UTF-8. */
function encodingOf(bytes: Uint8Array): Encoding {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return isUtf8(bytes) ? 'utf-8' : 'code page';
  if (['255,254,0,0', '0,0,254,255'].includes(bytes.subarray(0, 4).join()))
    throw new FileRefused('it is UTF-32: write it as UTF-8');
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'code page';
}

function textIn(bytes: Uint8Array, encoding: Encoding): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (encoding === 'utf-8') return buffer.toString('utf8');
  if (encoding === 'code page')
    return buffer.toString('latin1').replace(/[\x80-\xff]/g, (byte) => String.fromCharCode(PAGE + byte.charCodeAt(0)));
  // Half a character at the end, as of a file that is being written, is one that nobody can read.
  const even = buffer.subarray(0, buffer.length - (buffer.length % 2));
  const little = encoding === 'utf-16le' ? even : Buffer.from(even).swap16();
  return little.toString('utf16le') + (even.length < buffer.length ? '\uFFFD' : '');
}

function pageBytes(text: string): Buffer {
  const escaped = text.replace(/[\x80-\uF77F\uF800-\uFFFF]/g, (unit) => `\\u${hex(unit)}`);
  return Buffer.from(
    escaped.replace(OF_PAGE, (unit) => String.fromCharCode(unit.charCodeAt(0) - PAGE)),
    'latin1',
  );
}

const hex = (unit: string): string => unit.charCodeAt(0).toString(16).padStart(4, '0');
