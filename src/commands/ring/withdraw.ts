import { command } from '../shared/command.ts';
import { json } from '../shared/common.ts';
import { argument } from '../shared/takes.ts';

export const withdraw = command({
  description: 'withdraw a request that waits for a second operator',
  takes: [argument('<ring>'), json],
  async run(world, given) {
    const { actOnRing } = await import('./act.ts');
    return actOnRing(world, given, { act: 'withdraw', ring: given.ring, format: given.format }, (operations, ring) =>
      operations.withdraw(ring),
    );
  },
});
