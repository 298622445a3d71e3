import { type Safe, safe } from '../../text/safe.ts';

/** Panels that a key of their own leads to. */
const WITH_KEY = 9;

/** The title of a panel behind its number on the page, from 1, where that is its key. */
export const numbered = (number: number, title: Safe): Safe => (number > WITH_KEY ? title : safe(`${number} ${title}`));
