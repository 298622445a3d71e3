import { joined, type Safe } from '../../text/safe.ts';
import { letterRows, letterWidth, type Pen } from './letters.ts';

/** One thing that is to be read from afar. */
export interface Item {
  readonly name: string;
  readonly text: Safe;
}

/** Where it stands, and how large. */
export interface Placed extends Item {
  /** Of its letters; null: as plain text, for want of letters or of room. */
  readonly scale: number | null;
  /** Cells from the left. */
  readonly x: number;
}

/** Up to three things beside each other. */
export interface Band {
  readonly placed: readonly Placed[];
  /** In rows of cells. */
  readonly height: number;
}

/** Cells between two things beside each other. */
const BETWEEN = 3;
/** Things beside each other in one band. */
const BESIDE = 3;
/** The largest letters there are. */
const LARGEST = 5;

/**
 * Things in bands from the top, the first as the head: all as large as they can be read, and then the head as large as there is
 * room for. What has no letters, or is too wide for the smallest, is plain text.
 */
export function arrange(items: readonly Item[], width: number, height: number, pen: Pen): readonly Band[] {
  const [first, ...others] = items;
  if (first === undefined) return [];
  for (const { head, rest } of SCALES) {
    const lines = inLines(first, width, head);
    const bands = lines && bandsOf([...lines, ...others], width, { head, rest, pen });
    if (bands !== null && total(bands) <= height) return bands;
  }
  return squeezed(items, width, height, pen);
}

/** Scales of the head and of all else, by the smaller of both, the largest first; then by the head's. */
const SCALES = Array.from({ length: LARGEST ** 2 }, (_, i) => ({
  head: 1 + Math.floor(i / LARGEST),
  rest: 1 + (i % LARGEST),
})).sort((a, b) => Math.min(b.head, b.rest) - Math.min(a.head, a.rest) || b.head - a.head || b.rest - a.rest);

/** The most bands that a head is told in. */
const HEAD_LINES = 3;

/**
 * A head in letters of a scale, over several bands where it is too wide for one and its words allow that. Null where smaller
 * letters may do; what even the smallest are too wide for stays whole.
 */
function inLines(head: Item, width: number, scale: number): readonly Item[] | null {
  const fits = (text: Safe) => (letterWidth(text, scale) ?? width + 1) <= width;
  const lines: Safe[] = [];
  for (const word of wordsOf(head.text)) {
    const longer = joined([...lines.slice(-1), word], ' ');
    if (lines.length > 0 && fits(longer)) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  if (lines.length <= HEAD_LINES && lines.every(fits)) return lines.map((text) => ({ ...head, text }));
  return scale > 1 ? null : [head];
}

/** Words, the first one with the sign that stands before it. */
function wordsOf(text: Safe): readonly Safe[] {
  const [sign, first, ...others] = text.split(' ');
  const isSigned = sign !== undefined && first !== undefined && sign.length === 1;
  return isSigned ? [joined([sign, first], ' '), ...others] : text.split(' ');
}

/** Rows of some bands, with an empty one between each two. */
export const total = (bands: readonly Band[]): number =>
  bands.reduce((sum, band) => sum + band.height, 0) + Math.max(0, bands.length - 1);

/** Scales of the head and of all else, and with what both are drawn. */
interface Drawn {
  readonly head: number;
  readonly rest: number;
  readonly pen: Pen;
}

/** What has been put into a band so far. */
interface Filling {
  readonly items: (Item & { readonly scale: number | null; readonly own: number })[];
  height: number;
}

/** Items packed into bands, each into the first that has room, but the head's lines one below the other; null where one of them is too wide for its letters, and need not be. */
function bandsOf(items: readonly Item[], width: number, { head, rest, pen }: Drawn): readonly Band[] | null {
  const bands: Filling[] = [];
  for (const item of items) {
    const isHead = item.name === items[0]?.name;
    const scale = isHead ? head : rest;
    const least = letterWidth(item.text, 1);
    const own = least === null || least > width ? null : least * scale;
    if (own !== null && own > width) return null;
    const band = own === null || isHead ? undefined : bands.find((one) => hasRoom(one, own, width));
    const put = { ...item, scale: own === null ? null : scale, own: own ?? width };
    const height = own === null ? 1 : letterRows(scale, pen);
    if (band === undefined) bands.push({ items: [put], height });
    else {
      band.items.push(put);
      band.height = Math.max(band.height, height);
    }
  }
  return bands.map((band) => ({ placed: spreadOut(band, width), height: band.height }));
}

const used = ({ items }: Filling): number => items.reduce((sum, { own }) => sum + own, 0);

const hasRoom = (band: Filling, own: number, width: number): boolean =>
  band.items.length < BESIDE && used(band) + own + BETWEEN * band.items.length <= width;

/** The first at the left, the last at the right, and what is between in the middle of what is left. */
function spreadOut(band: Filling, width: number): readonly Placed[] {
  const gap = (width - used(band)) / Math.max(1, band.items.length - 1);
  let x = 0;
  return band.items.map(({ own, ...item }): Placed => {
    const placed = { ...item, x: Math.floor(x) };
    x += own + gap;
    return placed;
  });
}

/** Where not all can be large, the last ones are plain text, one row each; and where there is no room for these, they go. */
function squeezed(given: readonly Item[], width: number, height: number, pen: Pen): readonly Band[] {
  const [head, ...others] = given;
  const lines = head === undefined ? [] : (inLines(head, width, 1) ?? [head]);
  const items = [...lines, ...others];
  // What is plain text anyway need not be broken.
  for (let large = items.length; large >= lines.length; large -= 1) {
    const bands = inRows(items, large, width, pen);
    if (bands.reduce((sum, band) => sum + band.height, 0) <= height) return bands;
  }
  return inRows(given, 0, width, pen).slice(0, Math.max(0, height));
}

/** One thing a band, so many of them large, as far as they have letters. */
const inRows = (items: readonly Item[], large: number, width: number, pen: Pen): readonly Band[] =>
  items.map((item, i): Band => {
    const fits = i < large && (letterWidth(item.text, 1) ?? width + 1) <= width;
    return { placed: [{ ...item, scale: fits ? 1 : null, x: 0 }], height: fits ? letterRows(1, pen) : 1 };
  });
