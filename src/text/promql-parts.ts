/** What of a metric is asked for: its matchers as they are written, by their label. */
export interface Selector {
  readonly matchers: ReadonlyMap<string, Matching>;
}

interface Matching {
  readonly operator: string;
  readonly value: string;
}

/** What a query asks for on one side of its comparisons and of `and`, `or` and `unless`. */
export interface QueryPart {
  /**
   * Its metrics, functions and operators in order, without what changes neither: matchers, windows, grouping, `max` and
   * `min`, and a factor that makes per cent. Two parts of one shape are calculated alike.
   */
  readonly shape: string;
  /** One for each metric, in the order of the shape. */
  readonly selectors: readonly Selector[];
  /** Labels that it keeps apart. */
  readonly by: readonly string[];
}

const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\d[\w.]*|[A-Za-z_:][\w:]*|[=!<>]=|=~|!~|\S/g;
const NAME = /^[A-Za-z_:]/;
const SPLITS = new Set(['==', '!=', '>', '<', '>=', '<=', 'and', 'or', 'unless']);
const LISTS = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
const OPERATORS = new Set(['offset', 'atan2', 'inf', 'nan']);
/** Of several values they take one as it is. */
const PICKS = new Set(['max', 'min']);

/** The parts of a query that name a metric; a query that cannot be read has parts that are like no other's. */
export function partsOf(query: string): readonly QueryPart[] {
  return new Reader(query.match(TOKEN) ?? []).read();
}

/** Functions that answer where nothing is stored: of a number, of what is not there, and those of no argument. */
const OF_ITSELF = /\b(?:vector|scalar|absent|absent_over_time)\s*\(|\w\s*\(\s*\)/;

/** Whether a query can answer only where something is stored that it asks for: "sum(a)", but not "sum(a) or vector(0)". */
export const asksStored = (query: string): boolean =>
  partsOf(query).length > 0 && !OF_ITSELF.test(query.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, ''));

/** Goes through a query once. */
class Reader {
  private at = 0;
  private shape: string[] = [];
  private selectors: Map<string, Matching>[] = [];
  private by: string[] = [];
  /** Of each bracket that is open, whether it is that of a function, inside which nothing is split. */
  private readonly calls: boolean[] = [];
  private readonly parts: QueryPart[] = [];
  private readonly tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  read(): readonly QueryPart[] {
    while (this.at < this.tokens.length) this.step(this.take());
    this.end();
    return this.parts;
  }

  private take(): string {
    return this.tokens[this.at++] ?? '';
  }

  private get next(): string {
    return this.tokens[this.at] ?? '';
  }

  private step(token: string): void {
    const word = token.toLowerCase();
    if (SPLITS.has(word) && !this.calls.includes(true)) this.end();
    else if (token === '{') this.matchers();
    else if (token === '[') this.until(']');
    else if (LISTS.has(word)) this.list(word);
    else if (word === 'bool' || token === '') return;
    else if (token === '(') this.open(false);
    else if (token === ')') this.close();
    else if (NAME.test(token) && !OPERATORS.has(word) && !SPLITS.has(word)) this.named(token, word);
    else this.shape.push(word);
  }

  /** A function, an aggregation or a metric. */
  private named(token: string, word: string): void {
    const isCall = this.next === '(' || this.next.toLowerCase() === 'by' || this.next.toLowerCase() === 'without';
    if (!isCall) {
      this.selectors.push(new Map());
      this.shape.push(token);
      return;
    }
    if (LISTS.has(this.next.toLowerCase())) this.list(this.take().toLowerCase());
    if (PICKS.has(word)) return;
    this.shape.push(word);
    if (this.next === '(') {
      this.take();
      this.open(true);
    }
  }

  private open(isCall: boolean): void {
    this.calls.push(isCall);
    this.shape.push('(');
  }

  private close(): void {
    this.calls.pop();
    this.shape.push(')');
  }

  private list(word: string): void {
    if (this.next !== '(') return;
    const labels = this.until(')').filter((token) => NAME.test(token));
    if (word === 'by') this.by.push(...labels);
  }

  /** What stands up to a token, which is passed over as well. */
  private until(last: string): readonly string[] {
    const from = this.at;
    while (this.at < this.tokens.length && this.next !== last) this.at++;
    this.at++;
    return this.tokens.slice(from, this.at - 1);
  }

  /** `{a="b", c=~"d"}` of the metric before it, or of none but what `__name__` says. */
  private matchers(): void {
    const tokens = this.until('}');
    const found = new Map<string, Matching>();
    for (const [i, operator] of tokens.entries()) {
      const [label, value] = [tokens[i - 1], tokens[i + 1]];
      if (!/^(?:=|!=|=~|!~)$/.test(operator) || label === undefined || value === undefined) continue;
      found.set(label.replaceAll(/^["'`]|["'`]$/g, ''), { operator, value: value.slice(1, -1) });
    }
    const before = this.tokens[this.at - tokens.length - 3] ?? '';
    if (NAME.test(before) && this.shape.at(-1) === before) this.selectors.pop();
    else this.shape.push(found.get('__name__')?.value ?? '{}');
    found.delete('__name__');
    this.selectors.push(found);
  }

  private end(): void {
    const { selectors, by } = this;
    const shape = plain(this.shape);
    if (selectors.length > 0)
      this.parts.push({ shape, selectors: selectors.map((matchers) => ({ matchers })), by: [...new Set(by)] });
    this.shape = [];
    this.selectors = [];
    this.by = [];
  }
}

/** Written without brackets that say nothing, and without the factor of per cent. */
function plain(tokens: readonly string[]): string {
  const needed = new Set(
    bracketPairs(tokens).flatMap(([open, close]) => (says(tokens, open, close) ? [open, close] : [])),
  );
  const text = tokens.filter((token, i) => (token !== '(' && token !== ')') || needed.has(i)).join(' ');
  const factored = text.replace(/^100 \* /, '').replace(/ \* 100$/, '');
  return factored === text ? text : plain(factored.split(' '));
}

/** Whether brackets belong to a function, or hold together what would be calculated otherwise without them. */
function says(tokens: readonly string[], open: number, close: number): boolean {
  if (NAME.test(tokens[open - 1] ?? '')) return true;
  if (open === 0 && close === tokens.length - 1) return false;
  let depth = 0;
  return tokens.slice(open + 1, close).some((token) => {
    if (token === '(') depth++;
    if (token === ')') depth--;
    return depth === 0 && /^(?:[-+*/%^]|[=!<>]=?|and|or|unless|atan2)$/.test(token);
  });
}

/** Where brackets open and close; those that are left alone by what was split off are none. */
function bracketPairs(tokens: readonly string[]): readonly (readonly [number, number])[] {
  const open: number[] = [];
  return tokens.flatMap((token, i) => {
    if (token === '(') open.push(i);
    const from = token === ')' ? open.pop() : undefined;
    return from === undefined ? [] : [[from, i] as const];
  });
}
