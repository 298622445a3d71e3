import { RE2JS } from 're2js';
import { BadQuery } from './bad-query.ts';

/** The text that a string of LogQL stands for. @throws BadQuery */
export function unquote(text: string): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  try {
    return JSON.parse(text);
  } catch {
    throw new BadQuery(`parse error : invalid string ${text}`);
  }
}

function compiled(pattern: string, flags?: number): RE2JS {
  try {
    return RE2JS.compile(pattern, flags);
  } catch {
    throw new BadQuery(`parse error : error parsing regexp: ${pattern}`);
  }
}

/** The test of a value by a matcher; expressions match the whole of it. @throws BadQuery */
export function valueTest(operator: string, wanted: string): (value: string) => boolean {
  if (operator === '=') return (value) => value === wanted;
  if (operator === '!=') return (value) => value !== wanted;
  const expression = compiled(wanted, RE2JS.DOTALL);
  return operator === '=~' ? (value) => expression.testExact(value) : (value) => !expression.testExact(value);
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
