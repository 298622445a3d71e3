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

/** An expression of RE2 as JavaScript writes it: flags at its front, names of groups. @throws BadQuery */
export function expressionOf(text: string, wrap: (body: string) => string = (body) => body): RegExp {
  const [front = '', flags = ''] = /^\(\?([ims]+)\)/.exec(text) ?? [];
  const body = text.slice(front.length).replaceAll('(?P<', '(?<');
  try {
    return new RegExp(wrap(body), [...new Set(`s${flags}`)].join(''));
  } catch {
    throw new BadQuery(`parse error : error parsing regexp: ${text}`);
  }
}

/** The test of a value by a matcher; expressions match the whole of it. @throws BadQuery */
export function valueTest(operator: string, wanted: string): (value: string) => boolean {
  if (operator === '=') return (value) => value === wanted;
  if (operator === '!=') return (value) => value !== wanted;
  const expression = expressionOf(wanted, (body) => `^(?:${body})$`);
  return operator === '=~' ? (value) => expression.test(value) : (value) => !expression.test(value);
}

/** The test of a text by a line filter; `wanted` are alternatives. @throws BadQuery */
export function textTest(operator: string, wanted: readonly string[]): (text: string) => boolean {
  const tests = wanted.map((one): ((text: string) => boolean) => {
    if (!operator.endsWith('~')) return (text) => text.includes(one);
    const expression = expressionOf(one);
    return (text) => expression.test(text);
  });
  const holds = (text: string) => tests.some((test) => test(text));
  return operator.startsWith('!') ? (text) => !holds(text) : holds;
}
