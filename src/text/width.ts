import stringWidth from 'string-width';

/**
 * ASCII and Latin letters, and what signs, arrows, borders, bars and charts are drawn of: each takes one cell, none joins
 * another, and there is no need to look closer.
 */
const NARROW =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u017f\u0394\u03bc\u2010-\u2027\u20a0-\u20bf\u2190-\u22ff\u2500-\u25fc\u2661\u2665\u2714\u2716\u2800-\u28ff]*$/;

/** Whether a text takes as many cells as it has characters. */
export const isNarrow = (text: string): boolean => NARROW.test(text);

/** Terminal cells a text takes. */
export const widthOf = (text: string): number => (isNarrow(text) ? text.length : stringWidth(text));
