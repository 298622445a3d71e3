const SIMPLE: ReadonlyMap<string, number> = new Map(
  Object.entries({ a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, '"': 34 }),
);
const ESCAPE = /\\(?:([abfnrtv\\"])|x([\da-fA-F]{2})|([0-3][0-7]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/y;

/** What stands between the quotes of a string as Go and PromQL write it; null when it is none. */
export function readGoString(inside: string): string | null {
  const bytes: Buffer[] = [];
  for (let at = 0; at < inside.length; ) {
    const next = inside.indexOf('\\', at);
    const plain = inside.slice(at, next < 0 ? undefined : next);
    if (/["\n]/.test(plain)) return null;
    bytes.push(Buffer.from(plain));
    if (next < 0) break;
    ESCAPE.lastIndex = next;
    const found = ESCAPE.exec(inside);
    const byte = found && readEscape(found);
    if (!byte) return null;
    bytes.push(byte);
    at = ESCAPE.lastIndex;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(bytes));
  } catch {
    return null;
  }
}

function readEscape([, letter, hex, octal, short, long]: RegExpExecArray): Buffer | null {
  if (letter !== undefined) return Buffer.of(SIMPLE.get(letter) ?? 0);
  if (hex !== undefined) return Buffer.of(Number.parseInt(hex, 16));
  if (octal !== undefined) return Buffer.of(Number.parseInt(octal, 8));
  const point = Number.parseInt(short ?? long ?? '', 16);
  const isLetter = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return isLetter ? Buffer.from(String.fromCodePoint(point)) : null;
}
