import type { Command } from 'commander';
import { sanitiseLine } from '../text/sanitise.ts';
import type { Lazy } from './shared/action.ts';
import { json, note } from './shared/shared-options.ts';

const exits = 'Exit 0 done, 1 failed or refused, 2 not yet, 3 data missing or stale, 4 usage or configuration';

/** The commands of `ringdeck ring`, and what they take. */
export function withRingCommands(ring: Command, lazy: Lazy): void {
  ring.description('rings: list, show, validate, withdraw, revoke');
  ring
    .command('list')
    .addOption(json())
    .description('every ring and how it stands; exit 3 when it is not known which are validated')
    .action(lazy(() => import('./ring.ts'), 'list'));
  ring
    .command('show')
    .argument('<ring>')
    .addOption(json())
    .description('what a validation would rest on: checks, soak, alerts, verdict, and what is missing')
    .action(lazy(() => import('./ring.ts'), 'show'));
  ring
    .command('validate')
    .argument('<ring>')
    .addOption(note())
    .option(
      '--override <reason>',
      'validate against failing checks, P0 alerts, an unfinished soak or missing data; journaled',
      sanitiseLine,
    )
    .addOption(json())
    .description(
      `mark a ring validated, ask for it where it takes two operators, or confirm what another asked for. ${exits}`,
    )
    .action(lazy(() => import('./ring.ts'), 'validate'));
  ring
    .command('withdraw')
    .argument('<ring>')
    .addOption(json())
    .description('take back what was asked for and waits for a second operator')
    .action(lazy(() => import('./ring.ts'), 'withdraw'));
  ring
    .command('revoke')
    .argument('<ring>')
    .addOption(note())
    .addOption(json())
    .description("take a ring's validation back")
    .action(lazy(() => import('./ring.ts'), 'revoke'));
}
