import { duration } from '../shared/arguments.ts';
import { command } from '../shared/command.ts';
import { at, json } from '../shared/common.ts';
import { argument, option } from '../shared/takes.ts';

export const gate = command({
  description:
    'may this rollout go on? Exit 0 pass, 1 fail, 2 undecided, 3 data missing or stale, 4 usage or configuration',
  takes: [
    argument('<ring>', 'id of a ring'),
    option('--for <purpose>', 'deploy: may the ring be deployed to; validate: is it ready to be validated', {
      choices: ['deploy', 'validate'],
      standard: 'deploy',
    }),
    option('--wait <duration>', 'wait up to this long while it is undecided or data is missing', { read: duration }),
    at,
    json,
  ],
  async run(world, given) {
    const { askGate } = await import('./ask.ts');
    return askGate(
      world,
      given,
      { ring: given.ring, purpose: given.for, wait: given.wait, at: given.at },
      given.format,
    );
  },
});
