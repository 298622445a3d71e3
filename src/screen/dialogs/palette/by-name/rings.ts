import { safe } from '../../../../text/safe.ts';
import { runAction } from '../../../actions/run.ts';
import { only } from '../../../core/effects.ts';
import { ringView } from '../../../views/ring/state.ts';
import { type Command, type Known, oneOf, optional } from '../command.ts';

const RING = oneOf('RING', ({ scene }: Known) =>
  (scene?.room.rings ?? []).map(({ id, name }) => ({ word: id, about: name })),
);

const hasRings = ({ scene }: Known): boolean => (scene?.room.rings.length ?? 0) > 0;

export const ring: Command = {
  name: safe('ring'),
  description: safe('All there is about a ring'),
  takes: [RING],
  offered: hasRings,
  run: ({ state }, [id = '']) => only({ ...state, views: [ringView(id)] }),
};

/** An act on a ring; without one it is that of the key. */
const act = (action: 'validate' | 'revoke', description: Command['description']): Command => ({
  name: safe(action),
  description,
  action,
  takes: [optional(RING)],
  run: (here, [id = '']) =>
    runAction(action, 0, id === '' ? here : { ...here, state: { ...here.state, views: [ringView(id)] } }),
});

export const validate = act('validate', safe('Validate a ring, with its evidence'));
export const revoke = act('revoke', safe('Revoke a validation, or withdraw a request'));
