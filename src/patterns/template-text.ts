import { WILD } from './mask.ts';
import type { Template } from './miner.ts';

/** A template as one line: `login of <*> failed after <dur>`. */
export const templateText = ({ words }: Pick<Template, 'words'>): string => words.join(' ');

/** Pieces of a template that stand in its lines byte for byte, at least so long, the longest few of them. */
const SHORTEST = 3;
const PIECES_AT_MOST = 8;
/** What JSON and logfmt write as it is. */
const SAFE = /^[!#-%'-;?-[\]-z|~]+$/;
const PLACEHOLDER = /<(?:hidden|own|str|time|uuid|email|host|pod|path|who|size|token|num|name|\*)>|…|�|◌/u;

/**
 * LogQL line filters that let the template's lines through, and few others: its longest literal pieces, in their order.
 * Empty when it has none, as for a line that is all numbers. What was joined from several fields or escaped in the line
 * is not filtered for.
 */
export function lineFilter({ words }: Pick<Template, 'words'>): string {
  const pieces: string[] = [];
  let piece = '';
  const end = () => {
    if (piece.length >= SHORTEST) pieces.push(piece);
    piece = '';
  };
  for (const word of words) {
    const [head = '', ...rest] = word === WILD ? ['', ''] : word.split(PLACEHOLDER);
    // Words stand apart by one blank or by more, so a piece holds one word.
    piece = head;
    end();
    for (const part of rest) {
      piece = part;
      end();
    }
  }
  const usable = pieces.filter((text) => SAFE.test(text));
  const longest = [...usable].sort((a, b) => b.length - a.length).slice(0, PIECES_AT_MOST);
  return usable
    .filter((text, i) => longest.includes(text) && usable.indexOf(text) === i)
    .map((text) => ` |= ${JSON.stringify(text)}`)
    .join('');
}
