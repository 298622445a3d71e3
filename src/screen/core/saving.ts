import type { Format } from '../../pictures/formats.ts';
import type { Scene } from '../../session/session.ts';
import { safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Effect } from './effects.ts';

/** Asks for what is seen to be saved. @param path as it was typed; null: under a name of its own */
export function saving(format: Format, path: string | null, { room: { at, profile } }: Scene): Effect {
  const instant = new Date(at).toISOString();
  const name = profile.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-+|-+$/g, '');
  const time = instant.replaceAll(/[-:]|\.\d+/g, '');
  return {
    kind: 'save',
    save: {
      format,
      path,
      title: safe(`${profile.name}, ${sanitiseLine(instant.slice(0, 19))} UTC`),
      stem: `ringdeck-${name}-${time}`,
    },
  };
}
