import { sanitiseLine } from '../../text/sanitise.ts';
import { command } from '../shared/command.ts';
import { json, note } from '../shared/common.ts';
import { argument, option } from '../shared/takes.ts';

const exits = 'Exit 0 done, 1 failed or refused, 2 not yet, 3 data missing or stale, 4 usage or configuration';

export const validate = command({
  description: `mark a ring as validated; where it takes two operators, request it, or confirm what another requested. ${exits}`,
  takes: [
    argument('<ring>'),
    note,
    option(
      '--override <reason>',
      'validate despite failing checks, P0 alerts, an unfinished soak or missing data; the journal keeps the reason',
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
