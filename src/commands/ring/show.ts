import { command } from '../shared/command.ts';
import { json } from '../shared/common.ts';
import { argument } from '../shared/takes.ts';

export const show = command({
  description: 'the evidence for a validation: checks, soak, alerts, verdict, and what is missing',
  takes: [argument('<ring>'), json],
  async run(world, given) {
    const { showRing } = await import('./look.ts');
    return showRing(world, given, given.ring, given.format);
  },
});
