import { RE2JS } from 're2js';
import { BadQuery, BeyondQuery } from './bad-query.ts';
import { goString } from './go-text.ts';
import type { Node } from './tree.ts';

/** The text that a string of LogQL stands for. @throws BadQuery */
export function unquote(text: string): string {
  const unquoted = goString(text);
  if (unquoted === null) throw new BadQuery(`parse error : invalid string ${text}`);
  return unquoted;
}

function compiled(pattern: string, flags?: number): RE2JS {
  try {
    return RE2JS.compile(pattern, flags);
  } catch {
    throw new BadQuery(`parse error : error parsing regexp: ${pattern}`);
  }
}

/** The test of a stream's label by a matcher; expressions match the whole of it. @throws BadQuery */
export function valueTest(operator: string, wanted: string): (value: string) => boolean {
  if (operator === '=') return (value) => value === wanted;
  if (operator === '!=') return (value) => value !== wanted;
  const expression = compiled(wanted, RE2JS.DOTALL);
  return operator === '=~' ? (value) => expression.testExact(value) : (value) => !expression.testExact(value);
}

/** Signs that mean themselves in an expression. */
const LITERAL = /(?:[^\\.*+?()|[\]{}^$]|\\[^A-Za-z0-9])+/g;

/** Whether Loki lets an expression of a label filter through without a look at the value. */
export const isAlwaysTrue = (operator: string, wanted: string): boolean =>
  operator === '=~' && (wanted === '' || wanted === '.*');

/**
 * The test of a field by a label filter. Loki makes a plain search of an expression that is one text with `.*` beside it,
 * so that "al.*" finds "real" too; of which others it does so is not known here. @throws BadQuery
 */
export function fieldTest(node: Node, query: string, operator: string, wanted: string): (value: string) => boolean {
  if (!operator.endsWith('~')) return valueTest(operator, wanted);
  const holds = expressionTest(wanted, () => new BeyondQuery(query.slice(node.from, node.to), node.from));
  return operator === '=~' ? holds : (value) => !holds(value);
}

function expressionTest(wanted: string, beyond: () => BeyondQuery): (value: string) => boolean {
  const expression = compiled(wanted);
  if (wanted === '' || wanted === '.*') return () => true;
  if (wanted === '.+') return (value) => value !== '';
  const shape = wanted.replace(/^\(\?i\)/, '').replace(LITERAL, 'x');
  if (!shape.includes('.*')) return (value) => expression.testExact(value);
  const parts = /^(?:\.\*|x)+$/.test(shape) ? (shape.match(/\.\*|x/g) ?? []) : null;
  if (parts !== null) {
    const isSearch = parts.length <= 3 && parts.filter((part) => part === 'x').length === 1;
    return (value) => (isSearch ? expression.test(value) : expression.testExact(value));
  }
  return (value) => {
    const isWhole = expression.testExact(value);
    if (isWhole !== expression.test(value)) throw beyond();
    return isWhole;
  };
}

/** The test of a text by a line filter; `wanted` are alternatives. @throws BadQuery */
export function textTest(operator: string, wanted: readonly string[]): (text: string) => boolean {
  const tests = wanted.map((one): ((text: string) => boolean) => {
    if (!operator.endsWith('~')) return (text) => text.includes(one);
    const expression = compiled(one);
    return (text) => expression.test(text);
  });
  const holds = (text: string) => tests.some((test) => test(text));
  return operator.startsWith('!') ? (text) => !holds(text) : holds;
}
