import { command } from '../shared/command.ts';
import { json, note } from '../shared/common.ts';
import { argument } from '../shared/takes.ts';

export const revoke = command({
  description: "revoke a ring's validation",
  takes: [argument('<ring>'), note, json],
  async run(world, given) {
    const { actOnRing } = await import('./act.ts');
    return actOnRing(world, given, { act: 'revoke', ring: given.ring, format: given.format }, (operations, ring) =>
      operations.revoke(ring, given.note),
    );
  },
});
