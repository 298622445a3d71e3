import { systemClock } from '../../clock.ts';
import { Locked, withFileLock } from '../../operations/stores/file-lock.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { seconds } from '../../units.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import { observe } from '../shared/observe.ts';
import type { World } from '../shared/world.ts';
import { type Kept, keepNews, lockOf, recallNews, type Shelf } from './kept-news.ts';
import { newsOf } from './news.ts';

/** What is asked of the servers so often is not asked twice at once, in seconds. */
const NOT_WAITED = seconds(0);

/**
 * Asks the servers and keeps what they say. Where somebody asks already, it is what was kept before.
 * @param shelf null where nothing can be kept
 */
export async function askNews(world: World, options: GlobalOptions, shelf: Shelf | null): Promise<Kept | null> {
  if (shelf === null) return heard(world, options);
  let kept: Kept | undefined;
  const ask = async () => {
    kept = await heard(world, options);
    keepNews(shelf, kept);
  };
  try {
    await withFileLock(lockOf(shelf), 0o600, ask, NOT_WAITED);
  } catch (error) {
    if (error instanceof Locked) return recallNews(shelf);
    // A full disk: what can be neither locked nor kept can still be heard.
    kept ??= await heard(world, options);
    world.out.say(sanitiseLine(`the answer could not be kept: ${wordsOf(error)}`));
  }
  return kept ?? null;
}

/** What the servers say, or why they could not be asked. */
const heard = async (world: World, options: GlobalOptions): Promise<Kept> => {
  try {
    const { scene } = await observe(world, options, { of: 'look', charts: [] });
    return { news: newsOf(scene.room), error: null };
  } catch (error) {
    return { news: null, error: sanitiseLine(wordsOf(error)), at: systemClock.now() };
  }
};

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
