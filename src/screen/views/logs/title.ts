import type { LogScene } from '../../../session/logs/scene.ts';
import { formatWhole } from '../../../text/format.ts';
import { joined, type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { widthOf } from '../../../text/width.ts';
import type { Glyphs } from '../../canvas/glyphs.ts';
import { cut } from '../../canvas/runs.ts';

/** Cells of what the logs are of that stay beside a filter, and of the filter that are worth their place. */
const LEAST_ABOUT = 16;
const LEAST_FILTER = 10;

/** What the logs are of, the filter, and how many lines at hand are hidden, which is told whatever is cut. */
export function titleOf({ about, sieve, hidden }: LogScene, width: number, { separator }: Glyphs): Safe {
  const of = safe(about === '' ? 'Logs' : `Logs ${separator} ${sanitiseLine(about)}`);
  const count = safe(hidden === 0 ? '' : `hides ${formatWhole(hidden)}`);
  const filter = safe(sieve.text === '' || !sieve.only ? '' : `filter ${sanitiseLine(sieve.text)}`);
  const between = safe(` ${separator} `);
  const left = width - (count === '' ? 0 : widthOf(between) + widthOf(count));
  const room = left - Math.min(widthOf(of), LEAST_ABOUT) - widthOf(between);
  const shown = room < LEAST_FILTER ? safe('') : cut(filter, room);
  const first = cut(of, left - (shown === '' ? 0 : widthOf(between) + widthOf(shown)));
  return joined(
    [first, shown, count].filter((part) => part !== ''),
    between,
  );
}
