import { json } from '../shared/common.ts';
import { argument, option } from '../shared/takes.ts';

/** Which alerts a command is about, and how it answers. */
export const aboutAlerts = [
  argument('[alerts...]', 'fingerprints, or names that only one alert has'),
  option('--matching <matchers>', `every alert that fits, e.g. 'ring="ring1", severity=~"critical|page"'`, {
    repeated: true,
  }),
  json,
] as const;
