import * as v from 'valibot';
import { number } from '../shape.ts';

const MOST = 1e15;
/** Digits, perhaps in threes behind one kind of mark, then perhaps a decimal mark and more digits. */
const WRITTEN = /^(\d+|\d{1,3}([.,])\d{3}(?:\2\d{3})*)(?:([.,])(\d+))?$/;
/** One mark with three digits behind it: a thousand in one country is a one in the next. */
const EITHER = /^[1-9]\d{0,2}[.,]\d{3}$/;

/** A number as PowerShell formats it, with the marks of whatever country; null when it is none, or could be two. */
export function writtenNumber(text: string): number | null {
  const bare = text.replace(/(?<=\d)[ \u00A0\u202F'’](?=\d{3}(?:\D|$))/g, '');
  const [, whole = '', group, mark, rest = ''] = WRITTEN.exec(bare) ?? [];
  if (whole === '' || EITHER.test(bare) || (mark !== undefined && mark === group)) return null;
  return Number(`${whole.replace(/\D/g, '')}.${rest || '0'}`);
}

const EXPECTED = 'expected a number of at least 0, without marks that another country reads otherwise';

const writtenAmount = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): number => {
    const value = writtenNumber(dataset.value);
    if (value !== null && value <= MOST) return value;
    addIssue({ message: EXPECTED });
    return NEVER;
  }),
);
const plainAmount = v.pipe(
  number,
  v.minValue(0, 'Too small: expected number to be >=0'),
  v.maxValue(MOST, `Too big: expected number to be <=${MOST}`),
);

/** What is measured, none of it below zero. */
export const amount = v.nullish(v.union([plainAmount, writtenAmount], EXPECTED));
