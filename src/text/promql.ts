/** A name as PromQL takes it: one of other signs, which Prometheus 2.42 does not know yet, is quoted. */
const promqlName = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name));

/** A matcher of PromQL for equality. */
export const promqlMatcher = (name: string, value: string): string => `${promqlName(name)}=${JSON.stringify(value)}`;

const MATCHER = /([A-Za-z_]\w*)\s*(=~|!=|!~|=)\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)/g;

/**
 * The metric that a selector names, null where it names none so, and the labels that what it matches must have: those it
 * asks for by a value that is not empty. Labels in quotes are passed over.
 */
export function requiredLabels(selector: string): {
  readonly metric: string | null;
  readonly labels: readonly string[];
} {
  const metric = /^\s*([A-Za-z_:][\w:]*)/.exec(selector)?.[1] ?? null;
  const labels = [...selector.matchAll(MATCHER)].flatMap(([, name = '', operator = '', quoted = '']) => {
    const value = quoted.slice(1, -1);
    const required = operator === '=' ? value !== '' : operator === '=~' && !matchesEmpty(value);
    return required && name !== '__name__' ? [name] : [];
  });
  return { metric, labels };
}

/** Whether a pattern also fits where there is no such label; what cannot be read may. */
function matchesEmpty(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test('');
  } catch {
    return true;
  }
}
