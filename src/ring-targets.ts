import { type ParseError, printParseErrorCode, visit } from 'jsonc-parser';

/** Names that a `ring-targets.json` gives a meaning, by how deep they stand in it. */
const KNOWN: readonly (readonly string[])[] = [['rings'], [], ['validated', 'validation', 'targets']];

/**
 * The JSON of a `ring-targets.json`. To PowerShell, names that differ in case are one: where there are two of a ring or of
 * what is known of it, or one in another case than ours, somebody reads something else in it than we do.
 * @throws Error whose message goes behind the file's name
 */
export function parseRingTargets(json: string): unknown {
  const errors: ParseError[] = [];
  const places: Level[] = [];
  const enter = () => void places.push({ names: new Map(), name: '' });
  const leave = () => void places.pop();
  visit(
    json,
    {
      onObjectBegin: enter,
      onObjectEnd: leave,
      onArrayBegin: enter,
      onArrayEnd: leave,
      onObjectProperty: (name, _offset, _length, line) => requireOnce(places, name, line + 1),
      onError: (error, offset, length) => void errors.push({ error, offset, length }),
    },
    { disallowComments: true },
  );
  const [error] = errors;
  if (!error) return JSON.parse(json);
  const lines = json.slice(0, error.offset).split('\n');
  const place = `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
  throw new Error(` is not JSON: ${sentence(printParseErrorCode(error.error))} at ${place}`);
}

/** An object or a list that is being read: the names in it by their small letters, and the last of them. */
interface Level {
  readonly names: Map<string, string>;
  name: string;
}

function requireOnce(places: readonly Level[], name: string, line: number): void {
  const level = places.at(-1);
  if (!level || places.length > KNOWN.length) return;
  level.name = name;
  const isRings = places.length === 1 || places[0]?.name === 'rings';
  const known = KNOWN[places.length - 1] ?? [];
  const small = name.toLowerCase();
  if (!isRings || (places.length !== 2 && !known.includes(small))) return;
  const before = level.names.get(small);
  if (before === name)
    throw new Error(`: "${name}" stands in it more than once, again at line ${line}; remove one of them`);
  if (before !== undefined)
    throw new Error(`: "${before}" and "${name}", at line ${line}, are one name to PowerShell; remove one of them`);
  if (places.length !== 2 && name !== small) throw new Error(`: "${name}" at line ${line} must be written "${small}"`);
  level.names.set(small, name);
}

/** "CommaExpected" → "comma expected" */
const sentence = (code: string) => code.replace(/(?!^)[A-Z]/g, (c) => ` ${c}`).toLowerCase();
