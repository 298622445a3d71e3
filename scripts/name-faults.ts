import {
  type ElementAccessExpression,
  type Expression,
  type Node,
  type SourceFile,
  SyntaxKind,
} from 'typescript/unstable/ast';
import {
  isAsExpression,
  isBinaryExpression,
  isBindingElement,
  isComputedPropertyName,
  isConditionalExpression,
  isElementAccessExpression,
  isImportSpecifier,
  isNonNullExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
} from 'typescript/unstable/ast/is';
import {
  type Checker,
  type Symbol as Declared,
  type Project,
  SymbolFlags,
  type Type,
  TypeFlags,
} from 'typescript/unstable/sync';

/** A place where what every object inherits, as `constructor`, could pass for a name that came from outside. */
export interface NameFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const LOOKED_UP = 'a name is looked up that may be any: take own() of src/own.ts, or a Map';
/** Functions that ask or change an object by name. */
const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ['Object.assign', 'a field named "__proto__" is lost: take a spread'],
  ...['get', 'set', 'has'].map((name) => [`Reflect.${name}`, LOOKED_UP] as const),
]);
/** What of zod and valibot leaves a field out that is named `__proto__`. */
const SCHEMAS = new Set([
  'record',
  'partialRecord',
  'looseRecord',
  'looseObject',
  'objectWithRest',
  'catchall',
  'passthrough',
  'loose',
]);
const LEFT_OUT =
  'a field named "__proto__" is lost: take dictionary() of src/shape.ts, of zod that of src/dictionary.ts';

const INHERITED: ReadonlySet<unknown> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Every such place in the files of a project. @param isOurs whether a file is looked at, by its path */
export function nameFaults({ program, checker }: Project, isOurs: (file: string) => boolean): readonly NameFault[] {
  return program
    .getSourceFileNames()
    .filter(isOurs)
    .flatMap((name) => {
      const file = program.getSourceFile(name);
      return file === undefined ? [] : faultsIn(file, checker);
    });
}

function faultsIn(file: SourceFile, checker: Checker): readonly NameFault[] {
  const nodes = all(file);
  const fault = (node: Node, message: string): NameFault => {
    const line = file.text.slice(0, node.getStart(file)).split('\n').length;
    return { file: file.fileName, line, message };
  };
  const keys = nodes.flatMap((node) => keyIn(node) ?? []);
  const members = nodes.filter(isPropertyAccessExpression);
  const imported = nodes.filter(isImportSpecifier).map(({ propertyName, name }) => propertyName ?? name);
  const schemas = [...members.map(({ name }) => name), ...imported].filter((name) => SCHEMAS.has(name.getText(file)));
  // All at once: each question is a message to the compiler.
  const types = checker.getTypeAtLocation(keys.map(asWritten));
  const symbols = checker.getSymbolAtLocation(schemas);
  return [
    ...keys.flatMap((key, i) => (isHarmless(types[i], checker) ? [] : [fault(key, LOOKED_UP)])),
    ...members.flatMap((node) => {
      const message = FUNCTIONS.get(node.getText(file));
      return message === undefined ? [] : [fault(node, message)];
    }),
    ...schemas.flatMap((node, i) => (isOfSchemas(symbols[i], checker) ? [fault(node, LEFT_OUT)] : [])),
  ];
}

function isOfSchemas(symbol: Declared | undefined, checker: Checker): boolean {
  if (symbol === undefined) return false;
  const { declarations } = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return declarations.some(({ path }) => /\/node_modules\/(zod|valibot)\//.test(path));
}

function all(node: Node): readonly Node[] {
  const found = [node];
  for (const one of found) one.forEachChild((child) => void found.push(child));
  return found;
}

/** The name by which a node reads, writes, or asks for a field, unless it was asked first whether the field is the object's own. */
function keyIn(node: Node): Expression | undefined {
  if (isElementAccessExpression(node)) return isAskedFirst(node) ? undefined : node.argumentExpression;
  if (isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.InKeyword) return node.left;
  return isComputedPropertyName(node) && isBindingElement(node.parent) ? node.expression : undefined;
}

/** `Object.hasOwn(of, name) ? of[name] : …` */
const isAskedFirst = (node: ElementAccessExpression): boolean =>
  isConditionalExpression(node.parent) &&
  node.parent.whenTrue === node &&
  node.parent.condition.getText() ===
    `Object.hasOwn(${node.expression.getText()}, ${node.argumentExpression.getText()})`;

/** Without what only claims that it is of some type. */
function asWritten(key: Expression): Expression {
  if (isAsExpression(key) || isNonNullExpression(key) || isParenthesizedExpression(key))
    return asWritten(key.expression);
  return key;
}

/** Whether no value of the type is a name that objects inherit: numbers, symbols, and certain other names. */
function isHarmless(type: Type | undefined, checker: Checker): boolean {
  if (type === undefined) return false;
  if (type.isUnionType()) return type.getTypes().every((one) => isHarmless(one, checker));
  if (type.isIntersectionType()) return type.getTypes().some((one) => isHarmless(one, checker));
  if (type.isStringLiteralType()) return !INHERITED.has(type.value);
  if (type.isTypeParameter() || type.isIndexType() || type.isIndexedAccessType())
    return isHarmless(checker.getBaseConstraintOfType(type), checker);
  return (type.flags & (TypeFlags.NumberLike | TypeFlags.ESSymbolLike | TypeFlags.Never)) !== 0;
}
