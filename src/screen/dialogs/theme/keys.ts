import { safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { distance } from '../../core/distance.ts';
import { also, flash, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import { rowAfter } from '../../core/rows.ts';
import type { Here } from '../../core/world.ts';

/** Goes through the themes, and takes one or none. */
export function themeKeys({ before }: Dialog<'theme'>, event: ScreenEvent, { state, world }: Here): Step {
  if (event.type !== 'action') return only(state);
  const { themes, screenful } = world;
  switch (event.action) {
    case 'quit':
      return also(state, { kind: 'quit' });
    case 'back':
      return only({ ...state, theme: before, dialog: null });
    case 'open':
      return taken({ ...state, dialog: null });
    case 'theme':
      return only({ ...state, theme: themes[(themes.indexOf(state.theme) + 1) % themes.length] ?? state.theme });
    default: {
      const by = distance(event.action, screenful);
      return by === null ? only(state) : only({ ...state, theme: rowAfter(themes, state.theme, by) ?? state.theme });
    }
  }
}

/** That the theme of the screen is kept. */
export const taken = (state: Here['state']): Step => {
  const name = sanitiseLine(state.theme);
  return flash(state, 'info', safe(`Theme ${name}, until you leave; theme: ${name} in the profile keeps it`));
};
