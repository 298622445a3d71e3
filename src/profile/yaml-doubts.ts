import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  visit,
} from 'yaml';

/** A place in YAML that some programs read in another way than ringdeck would, or that says nothing ringdeck can know. */
export interface Doubt {
  readonly offset: number;
  readonly message: string;
}

/** What is YAML and yet no profile. In the order of the text. */
export function doubtsOf(document: Document.Parsed, text: string): readonly Doubt[] {
  const found: Doubt[] = document.warnings.map(({ pos, code, message }) => ({
    offset: pos[0],
    message: code === 'TAG_RESOLVE_FAILED' ? `${message.replace('Unresolved tag:', 'unknown tag')}${TAGS}` : message,
  }));
  const doubt = (node: unknown, message: string) =>
    void found.push({ offset: (node as Node | null)?.range?.[0] ?? 0, message });
  const control = text.search(CONTROL);
  if (control !== -1) found.push({ offset: control, message: 'a control character, which YAML does not allow' });
  visit(document, {
    Scalar(_, node) {
      const words = aboutNumber(node);
      if (words !== null) doubt(node, words);
    },
    Alias(_, node) {
      if (!node.resolve(document)) doubt(node, `there is no anchor &${node.source} before it`);
    },
    Pair(_, pair) {
      if (isMerge(pair) && !mergeable(pair.value, document))
        doubt(pair.key, 'expected an alias of a map behind <<, or a list of such');
    },
  });
  return found.toSorted((a, b) => a.offset - b.offset);
}

/** By number, since a source cannot hold them: all but tab, line feed and carriage return. */
const CONTROL = /(?![\t\n\r])\p{Cc}(?<!\x85)/u;

const TAGS = ': write the value itself; in datasources $' + '{NAME} is filled in from the environment';

/** A leading zero makes an octal number of it in YAML 1.1, and in 1.2 a decimal one. */
function aboutNumber({ value, source }: Scalar): string | null {
  if (typeof value !== 'number' || source === undefined || !/^[-+]?0\d/.test(source)) return null;
  return `${source} is ${value} to some programs and an octal number to others: write it without the leading zero`;
}

const isMerge = ({ key }: Pair): boolean => isScalar(key) && key.source === '<<' && key.type === 'PLAIN';

function mergeable(value: unknown, document: Document): boolean {
  const node: unknown = isAlias(value) ? resolved(value, document) : value;
  // An alias without an anchor is told of itself.
  if (node === undefined || isMap(node)) return true;
  return isSeq(node) && node.items.every((item) => isMap(isAlias(item) ? resolved(item, document) : item));
}

const resolved = (alias: Alias, document: Document): unknown => alias.resolve(document);
