import { z } from 'zod';

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

const writtenAmount = z.string().transform((text, context) => {
  const value = writtenNumber(text);
  if (value !== null && value <= MOST) return value;
  context.addIssue({ code: 'custom', message: EXPECTED });
  return z.NEVER;
});

/** What is measured, none of it below zero. */
export const amount = z.union([z.number().nonnegative().max(MOST), writtenAmount], EXPECTED).nullish();
