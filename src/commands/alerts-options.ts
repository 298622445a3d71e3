import type { Command } from 'commander';
import type { Lazy } from './shared/action.ts';
import { collect, duration } from './shared/arguments.ts';
import { json, note } from './shared/shared-options.ts';

/** The commands of `ringdeck alerts`, and what they take. */
export function withAlertsCommands(alerts: Command, lazy: Lazy): void {
  alerts.description('alerts: list, ack, unack, claim, release, silences');
  const alertsOf = (name: string) =>
    alerts
      .command(name)
      .argument('[alerts...]', 'fingerprints, or names that only one alert has')
      .option('--matching <matchers>', `every alert that fits, e.g. 'ring="ring1", severity=~"critical|page"'`, collect)
      .addOption(json());
  alerts
    .command('list')
    .addOption(json())
    .description('every alert, who acknowledged it and who is on it, worst first')
    .action(lazy(() => import('./alerts.ts'), 'list'));
  alertsOf('ack')
    .addOption(note())
    .option('--duration <duration>', 'it ends then, and is not extended', duration)
    .option('--follow', 'stay, and keep it up until the alert is over')
    .option('--dry-run', 'say which alerts would be silenced, and that no other would be; silence nothing')
    .description('acknowledge alerts: one silence for each, which covers exactly that alert')
    .action(lazy(() => import('./alerts.ts'), 'ack'));
  alertsOf('unack')
    .description('take acknowledgements back, also of alerts that are over')
    .action(lazy(() => import('./alerts.ts'), 'unack'));
  alertsOf('claim')
    .addOption(note())
    .description('"I am on it": shown to everybody, while the alert goes on paging; takes over what another claimed')
    .action(lazy(() => import('./alerts.ts'), 'claim'));
  alertsOf('release')
    .description('take your claims back')
    .action(lazy(() => import('./alerts.ts'), 'release'));
  alerts
    .command('silences')
    .addOption(json())
    .description('silences that ringdeck did not make: who, until when, what they cover now, and why')
    .action(lazy(() => import('./alerts.ts'), 'silences'));
}
