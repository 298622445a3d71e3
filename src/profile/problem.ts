/** One mistake in a profile; line and column count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where in the profile, as `rings[0].checks[1]`; empty for the whole file. */
  readonly path: string;
  /** What is wrong, what was expected, and the nearest valid name when there is one. */
  readonly message: string;
}

/** A profile that cannot be used; every mistake found is in it, or the first of very many. */
export class ProfileError extends Error {
  readonly problems: readonly Problem[];
  /** @param more mistakes that are not among them */
  constructor(problems: readonly Problem[], more = 0) {
    const rest = more > 0 ? [`and ${more.toLocaleString('en-US')} more mistakes`] : [];
    super([...problems.map(formatProblem), ...rest].join('\n'));
    this.problems = problems;
  }
}

function formatProblem({ file, line, column, path, message }: Problem): string {
  return `${file}:${line}:${column}: ${path ? `${path}: ` : ''}${message}`;
}

/** `['rings', 0, 'checks']` as `rings[0].checks`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}
