import { type Expression, type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import {
  isBinaryExpression,
  isCallExpression,
  isNewExpression,
  isPropertyAccessExpression,
  isSwitchStatement,
} from 'typescript/unstable/ast/is';
import type { Checker, Project, Type } from 'typescript/unstable/sync';
import type { NameFault } from './name-faults.ts';

const MESSAGE = 'something is decided by a sentence: decide by the data it was made of';

const COMPARES: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.EqualsEqualsToken,
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.LessThanToken,
  SyntaxKind.LessThanEqualsToken,
  SyntaxKind.GreaterThanToken,
  SyntaxKind.GreaterThanEqualsToken,
]);
/** What asks a text what is in it, whether the text is a sentence or what is sought is one. */
const ASKS: ReadonlySet<string> = new Set([
  ...['includes', 'startsWith', 'endsWith', 'indexOf', 'lastIndexOf', 'localeCompare'],
  ...['match', 'matchAll', 'search', 'test', 'exec', 'has', 'get', 'delete', 'set', 'add', 'replace', 'replaceAll'],
]);

/** Every such place in the files of a project. @param isOurs whether a file is looked at, by its path */
export function sentenceFaults({ program, checker }: Project, isOurs: (file: string) => boolean): readonly NameFault[] {
  return program
    .getSourceFileNames()
    .filter(isOurs)
    .flatMap((name) => {
      const file = program.getSourceFile(name);
      return file === undefined ? [] : faultsIn(file, checker);
    });
}

function faultsIn(file: SourceFile, checker: Checker): readonly NameFault[] {
  const asked = all(file).flatMap(askedBy);
  // All at once: each question is a message to the compiler.
  const types = checker.getTypeAtLocation(asked);
  return asked
    .filter((_, i) => isSentence(types[i], checker))
    .map((node) => {
      const line = file.text.slice(0, node.getStart(file)).split('\n').length;
      return { file: file.fileName, line, message: MESSAGE };
    });
}

function all(node: Node): readonly Node[] {
  const found = [node];
  for (const one of found) one.forEachChild((child) => void found.push(child));
  return found;
}

/** The expressions by which a node decides something. */
function askedBy(node: Node): readonly Expression[] {
  if (isBinaryExpression(node)) return COMPARES.has(node.operatorToken.kind) ? compared(node.left, node.right) : [];
  if (isSwitchStatement(node)) return [node.expression];
  if (isNewExpression(node)) return [...(node.arguments ?? [])];
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return [];
  const { expression, name } = node.expression;
  return ASKS.has(name.text) ? [expression, ...node.arguments] : [];
}

/** Whether there is a sentence at all is no question of its words. */
const compared = (...sides: readonly Expression[]): readonly Expression[] =>
  sides.some((side) => side.kind === SyntaxKind.NullKeyword || side.getText() === 'undefined') ? [] : sides;

/** Whether a value of the type may be a sentence, or is a list of them. */
function isSentence(type: Type | undefined, checker: Checker): boolean {
  if (type === undefined) return false;
  if (type.isUnionType()) return type.getTypes().some((one) => isSentence(one, checker));
  return /^(readonly )?Sentence(\[\])?$/.test(checker.typeToString(type));
}
