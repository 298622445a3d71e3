import { sanitiseLine } from '../../text/sanitise.ts';
import { command } from '../shared/command.ts';
import { json, note } from '../shared/common.ts';
import { argument, option } from '../shared/takes.ts';

const exits = 'Exit 0 done, 1 failed or refused, 2 not yet, 3 data missing or stale, 4 usage or configuration';

export const validate = command({
  description: `mark a ring validated, ask for it where it takes two operators, or confirm what another asked for. ${exits}`,
  takes: [
    argument('<ring>'),
    note,
    option(
      '--override <reason>',
      'validate against failing checks, P0 alerts, an unfinished soak or missing data; journaled',
      { read: sanitiseLine },
    ),
    json,
  ],
  async run(world, given) {
    const { actOnRing } = await import('./act.ts');
    const { note, override } = given;
    return actOnRing(world, given, { act: 'validate', ring: given.ring, format: given.format }, (operations, ring) =>
      operations.validate(ring, { note, ...(override !== undefined && { override }) }),
    );
  },
});
