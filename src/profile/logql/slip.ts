import { own } from '../../own.ts';
import { type Token, tokensOf } from './tokens.ts';
import { isAggregation, isFunction, isJoint, isRangeFunction, isStage } from './words.ts';

/*
 * What no LogQL can be, told from each token, its neighbours and the brackets around it. It knows less than a grammar, and
 * that is its use: what the grammar at hand refuses may be LogQL that it does not know; only with a slip is it surely none.
 */

const MATCHES = ['=', '!=', '=~', '!~'];
const COMPARISONS = [...MATCHES, '==', '>', '>=', '<', '<='];
const ARITHMETIC = ['+', '-', '*', '/', '%', '^'];
const LINE_FILTERS = ['|=', '|~', '|>', '!>'];
const GROUPING = ['by', 'without'];

/** What stands where a value, an expression or an argument begins; signs, kinds of tokens, and `end`. */
const BEGIN = ['string', 'number', 'word', '(', '{', '+', '-'];
const CONTINUE = [')', ',', '|', 'word', 'end', ...LINE_FILTERS, ...COMPARISONS, ...ARITHMETIC];

const FOLLOWERS: Readonly<Record<string, readonly string[]>> = {
  '|': ['word', '('],
  ',': BEGIN,
  '(': [...BEGIN, ')'],
  ')': [...CONTINUE, '(', '{', 'number', 'range'],
  '}': [...CONTINUE, 'range'],
  string: [...CONTINUE, '(', 'range'],
  number: [...CONTINUE, '(', 'range'],
  flag: [...CONTINUE, 'flag', 'range'],
  range: CONTINUE,
  ...Object.fromEntries(LINE_FILTERS.map((sign) => [sign, ['string', 'word']])),
  ...Object.fromEntries([...COMPARISONS, ...ARITHMETIC].map((sign) => [sign, BEGIN])),
};

/** A stage's name may be a label's, too. */
const STAGE_FOLLOWERS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['line_format', 'regexp', 'pattern'].map((stage) => [stage, ['string', ...COMPARISONS]])),
  ...Object.fromEntries(
    ['unwrap', 'drop', 'keep', 'label_format'].map((stage) => [stage, ['word', 'string', ...COMPARISONS]]),
  ),
};
const JOINT_FOLLOWERS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['and', 'or', 'unless'].map((joint) => [joint, BEGIN])),
  ...Object.fromEntries(GROUPING.map((joint) => [joint, ['(', ...COMPARISONS]])),
};

/** A token, and what stands beside it. */
interface Spot {
  readonly before: Token | undefined;
  readonly token: Token;
  readonly next: Token | undefined;
}

/** A bracket that is open, the function it belongs to, and what stood in it: lines selected, and over which range. */
interface Open {
  readonly sign: string;
  readonly caller: string;
  readonly lines: boolean;
  readonly range: boolean;
}

const TOP: Open = { sign: '', caller: '', lines: false, range: false };

const isOneOf = (token: Token | undefined, list: readonly string[]): boolean =>
  token === undefined ? list.includes('end') : list.includes(token.kind) || list.includes(token.text.toLowerCase());

/** Where a query is surely no LogQL: its length where it ends too early; null where it may be some. */
export function slipIn(query: string): number | null {
  let open: readonly Open[] = [TOP];
  const tokens = tokensOf(query);
  for (const [i, token] of tokens.entries()) {
    const spot = { before: tokens[i - 1], token, next: tokens[i + 1] };
    if (!canStand(spot, open)) return token.from;
    open = nested(spot, open);
    const isFollowed = open.at(-1)?.sign === '{' ? isFollowedInBraces(spot) : isFollowedOutside(spot);
    if (!isFollowed) return spot.next?.from ?? query.length;
  }
  return open.length > 1 ? query.length : null;
}

function canStand({ before, token, next }: Spot, open: readonly Open[]): boolean {
  const { sign, lines } = open.at(-1) ?? TOP;
  const { caller } = open.findLast((one) => one.caller !== '') ?? TOP;
  if (token.kind === 'stray') return false;
  if (token.kind === 'range') return lines && isRangeFunction(caller);
  if (token.kind === 'word' && next?.text === '(') return isFunction(token.text) || isJoint(token.text);
  if (token.kind === 'word' && isOneOf(before ?? token, [...LINE_FILTERS, '!~'])) return false;
  if (token.text === '}') return sign === '{';
  if (token.text === ')') return canClose(before, open.at(-1) ?? TOP);
  return before !== undefined || isOneOf(token, ['number', 'word', '(', '{', '+', '-']);
}

function canClose(before: Token | undefined, { sign, caller, lines, range }: Open): boolean {
  if (sign !== '(') return false;
  if (isAggregation(caller) && lines) return false;
  if (isRangeFunction(caller) && !range) return false;
  return caller === '' || before?.text !== '(';
}

function nested({ before, token }: Spot, open: readonly Open[]): readonly Open[] {
  const inner = open.at(-1) ?? TOP;
  const caller = before?.kind === 'word' && isFunction(before.text) ? before.text : '';
  if (token.text === '(' || token.text === '{') return [...open, { ...TOP, sign: token.text, caller }];
  const outer = open.at(-2) ?? TOP;
  if (token.text === '}') return [...open.slice(0, -2), { ...outer, lines: true }];
  if (token.text === ')')
    return inner.caller === '' ? [...open.slice(0, -2), { ...outer, ...heldBy(inner, outer) }] : open.slice(0, -1);
  return token.kind === 'range' ? [...open.slice(0, -1), { ...inner, range: true }] : open;
}

const heldBy = (inner: Open, outer: Open): Pick<Open, 'lines' | 'range'> => ({
  lines: inner.lines || outer.lines,
  range: inner.range || outer.range,
});

/** Within braces stand names, how they match, and texts: nothing else. */
function isFollowedInBraces({ before, token, next }: Spot): boolean {
  if (token.text === '{') return isOneOf(next, ['word', 'string', '}']);
  if (token.text === ',') return isOneOf(next, ['word', 'string']);
  if (isOneOf(token, MATCHES)) return isOneOf(next, ['string']);
  return isOneOf(next, isOneOf(before, MATCHES) ? [',', '}'] : MATCHES);
}

function isFollowedOutside(spot: Spot): boolean {
  const { token, next } = spot;
  if (token.kind === 'word') return isWordFollowed(spot);
  if (token.text === '}' && next?.kind === 'word') return isJoint(next.text);
  return isOneOf(next, own(FOLLOWERS, token.kind === 'sign' ? token.text : token.kind) ?? []);
}

function isWordFollowed({ before, token, next }: Spot): boolean {
  if (before === undefined) return isOneOf(next, ['(', ...GROUPING]);
  const wanted = own(before.text === '|' ? STAGE_FOLLOWERS : JOINT_FOLLOWERS, token.text.toLowerCase());
  if (wanted) return isOneOf(next, wanted);
  if (before.text === '|' && !isStage(token.text)) return isOneOf(next, COMPARISONS);
  if (isOneOf(next, ['string', 'number', 'flag'])) return isStage(token.text) || isJoint(token.text);
  if (isOneOf(next, ['{'])) return isJoint(token.text);
  return !isOneOf(next, ['}']);
}
