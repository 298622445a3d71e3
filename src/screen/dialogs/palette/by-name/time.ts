import { parseDuration } from '../../../../profile/duration.ts';
import { safe } from '../../../../text/safe.ts';
import { millis } from '../../../../units.ts';
import { showSpan, viewAtText } from '../../../actions/time.ts';
import { only } from '../../../core/effects.ts';
import { readInstant } from '../../../core/instant.ts';
import type { Here, InRoom } from '../../../core/world.ts';
import { type Argument, type Command, duration, optional } from '../command.ts';

const isInRoom = (here: Here): here is Here & { readonly world: { readonly scene: InRoom['scene'] } } =>
  here.world.scene !== undefined;

/** As long as time is told: whether it is past, the room knows. */
const ANY = { now: millis(Date.UTC(9000, 0)), end: millis(Date.UTC(9999, 0)), timeZone: 'UTC' };

const instant: Argument = {
  name: safe('TIME'),
  rest: true,
  words: () => ['-5m', '-15m', '-1h'].map((word) => ({ word, about: safe('So long ago; or a time such as 07:41') })),
  wrong(word) {
    const read = readInstant(word, ANY);
    return read.at === null ? read.why : null;
  },
};

export const at: Command = {
  name: safe('at'),
  description: safe('The whole room as it was then'),
  takes: [instant],
  run: (here, [typed = '']) =>
    isInRoom(here) ? viewAtText({ ...here, scene: here.world.scene }, typed) : only(here.state),
};

export const range: Command = {
  name: safe('range'),
  description: safe('So much time on all charts; all there is'),
  takes: [optional(duration('TIME', ['5m', '15m', '30m', '1h', '6h', '1d'], safe('On all charts')))],
  run: (here, [typed = '']) =>
    isInRoom(here) ? showSpan({ ...here, scene: here.world.scene }, parseDuration(typed)) : only(here.state),
};
