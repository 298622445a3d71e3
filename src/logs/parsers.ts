import type { LogLine } from '../sources/loki-types.ts';

type Fields = [name: string, value: string][];

/** A name as Loki makes a label of it. */
const labelName = (name: string): string => name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_');

/** Fields of objects in objects, their names joined; lists are left out. */
function flatten(value: unknown, path: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([name, inner]) => flatten(inner, path === '' ? name : `${path}_${name}`));
  return value === null || Array.isArray(value) || path === '' ? [] : [[labelName(path), String(value)]];
}

/** A field named like a label gets "_extracted" behind its name. */
const extracted = (line: LogLine, fields: Fields): LogLine => ({
  ...line,
  parsed: {
    ...line.parsed,
    ...Object.fromEntries(
      fields.map(([name, value]) => [Object.hasOwn(line.labels, name) ? `${name}_extracted` : name, value]),
    ),
  },
});

/** `| json` */
export function parseJson(line: LogLine): LogLine {
  try {
    return extracted(line, flatten(JSON.parse(line.text), ''));
  } catch {
    return { ...line, parsed: { ...line.parsed, __error__: 'JSONParserErr' } };
  }
}

/** `| logfmt` */
export const parseLogfmt = (line: LogLine): LogLine =>
  extracted(
    line,
    [...line.text.matchAll(/(?<![\w.])([\w.]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g)].map(([, name = '', quoted, bare]) => [
      labelName(name),
      quoted ?? bare ?? '',
    ]),
  );
