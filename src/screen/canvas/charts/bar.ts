import { type Safe, safe } from '../../../text/safe.ts';

/** Two parts that stand side by side and are styled apart; together exactly as wide as asked for. */
export interface Bar {
  readonly filled: Safe;
  readonly rest: Safe;
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/**
 * A bar filled to `fraction`, 0–1, beyond which it is drawn full. It is full only when the fraction is reached and empty
 * only at zero; a fraction that is null or not a number has a filling of its own and does not look like zero.
 */
export function bar(fraction: number | null, width: number, unicode: boolean): Bar {
  if (fraction === null || Number.isNaN(fraction))
    return { filled: safe(''), rest: safe(unicode ? '╌' : '-').repeat(width) };
  const share = Math.min(1, Math.max(0, fraction));
  if (!unicode) {
    const cells = Math.floor(share * width);
    return { filled: safe('#').repeat(cells), rest: safe('.').repeat(width - cells) };
  }
  const eighths = width === 0 ? 0 : Math.max(share > 0 ? 1 : 0, Math.floor(share * width * 8));
  const filled = safe(`${safe('█').repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8] ?? ''}`);
  return { filled, rest: safe('░').repeat(width - filled.length) };
}
