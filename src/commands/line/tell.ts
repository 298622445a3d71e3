import { ownFolder, userCache } from '../../../bin/places.mjs';
import { systemClock } from '../../clock.ts';
import { addressesOf, findProfile } from '../../profile/file.ts';
import { glyphsFor } from '../../screen/canvas/glyphs.ts';
import { detectCapabilities } from '../../terminal/capabilities.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Seconds } from '../../units.ts';
import { EXIT } from '../shared/failure.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import { requestOf } from '../shared/request.ts';
import type { World } from '../shared/world.ts';
import { dressed, inAscii, type Telling, told } from './formats.ts';
import { type Kept, keyOf, recallNews, type Shelf, takeTurn } from './kept-news.ts';
import type { LineFormat } from './standard.ts';

/** How it is told, and when it is asked anew. */
export interface LineRequest {
  readonly format: LineFormat;
  readonly name: string | undefined;
  readonly every: Seconds;
  readonly staleAfter: Seconds;
  /** Now, and waited for. */
  readonly ask: boolean;
}

/**
 * Prints what is known of the room, at once, and has it asked anew in the background where that is due. Where nothing can be
 * kept it asks first.
 */
export async function tellLine(world: World, options: GlobalOptions, wished: LineRequest): Promise<number> {
  const shelf = shelfOf(world, options);
  const print = (kept: Kept | null) => printLine(world, options, wished, kept);
  if (shelf instanceof Error) {
    print({ news: null, error: sanitiseLine(shelf.message), at: systemClock.now() });
    return EXIT.usage;
  }
  const { program } = world;
  if (wished.ask || shelf === null || program === undefined) {
    const { askNews } = await import('./ask.ts');
    print(await askNews(world, options, shelf));
    return EXIT.ok;
  }
  print(recallNews(shelf));
  // A little early, so that a bar which looks as often as it is asked does not find it too young each second time.
  if (takeTurn(shelf, systemClock.now(), EARLY * wished.every * 1000)) program.start(again(options));
  return EXIT.ok;
}

const EARLY = 0.9;

function printLine({ env, out }: World, options: GlobalOptions, wished: LineRequest, kept: Kept | null): void {
  const { color, ascii } = options;
  const { format, every, staleAfter } = wished;
  const { unicode } = detectCapabilities(env, out, { ...(ascii && { ascii }) });
  const name = wished.name === undefined ? undefined : sanitiseLine(wished.name);
  const telling: Telling = { name, every, staleAfter };
  const known = told(kept, systemClock.now(), telling);
  const line = dressed(format, unicode ? known : inAscii(known), glyphsFor(unicode), color && !env.NO_COLOR);
  out.printLines([line]);
}

/** Where news of what is asked is kept; null where nothing can be; an error where there is no profile. */
function shelfOf(world: World, options: GlobalOptions): Shelf | null | Error {
  try {
    const request = requestOf(world, options);
    const { path, bytes } = findProfile(request);
    const { program, env } = world;
    const cache = program && userCache(env, program.user);
    const folder = cache ? ownFolder(`${cache}/lines`, program.user) : null;
    if (!program || folder === null) return null;
    return { folder, user: program.user, key: keyOf([path, addressesOf(request)], bytes) };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The arguments that have the same asked anew. */
const again = ({ config = [], prometheus = [], loki = [], alertmanager = [] }: GlobalOptions): readonly string[] => [
  'line',
  '--ask',
  ...config.map((profile) => `--config=${profile}`),
  ...prometheus.map((url) => `--prometheus=${url}`),
  ...loki.map((url) => `--loki=${url}`),
  ...alertmanager.map((url) => `--alertmanager=${url}`),
];
