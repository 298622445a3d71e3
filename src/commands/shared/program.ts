import { Command, Option } from 'commander';
import { packageVersion } from '../../assets.ts';
import { suggestion } from '../../profile/nearest.ts';
import { sanitiseText } from '../../text/sanitise.ts';
import { withAlertsCommands } from '../alerts-options.ts';
import { withBridgeOptions } from '../bridge-options.ts';
import { withJournalCommands } from '../journal-options.ts';
import { withLogOptions } from '../logs-options.ts';
import { withMetricsOptions } from '../metrics-options.ts';
import { withPatternOptions } from '../patterns-options.ts';
import { withRingCommands } from '../ring-options.ts';
import type { Lazy } from './action.ts';
import { anyInstant, collect, columns, duration } from './arguments.ts';
import { UsageError } from './failure.ts';
import type { Output } from './print.ts';
import { at, json } from './shared-options.ts';

const withGlobalOptions = (program: Command): Command =>
  program
    .description(
      'A war room for ring deployments: rollout, V1 against V2, alerts and infrastructure on one terminal screen.',
    )
    .version(packageVersion)
    .option(
      '-c, --config <profile>',
      'profile: a path, or the id of a shipped one (default: ./ringdeck.yaml, then the XDG folder)',
    )
    .option('--prometheus <url>', "instead of the profile's Prometheus")
    .option('--loki <url>', "instead of the profile's Loki")
    .option('--alertmanager <url>', "instead of the profile's Alertmanager; once for each member", collect)
    .option('--operator <name>', 'who acts (default: RINGDECK_OPERATOR, then the user of this machine)')
    .option('--read-only', 'disable every act')
    .option('--theme <theme>', 'a theme by name, a path to a theme file, or auto: light or dark as the terminal is')
    .option('--no-color', 'no colours; NO_COLOR does the same')
    .option('--ascii', 'only ASCII characters');

/** The whole command line: every command, what it takes, and the action that runs it. */
export function createProgram(out: Output, lazy: Lazy): Command {
  const program = withGlobalOptions(new Command('ringdeck'))
    .showSuggestionAfterError()
    // Usage errors repeat what was written on the command line.
    .configureOutput({
      writeOut: (text) => out.print(sanitiseText(text)),
      writeErr: (text) => out.warn(sanitiseText(text)),
    })
    .exitOverride();
  addRooms(program, lazy);
  addQuestions(program, lazy);
  withRingCommands(program.command('ring'), lazy);
  withAlertsCommands(program.command('alerts'), lazy);
  withMetricsOptions(program.command('metrics')).action(lazy(() => import('../metrics.ts'), 'metrics'));
  withJournalCommands(program.command('journal'), lazy);
  withBridgeOptions(program.command('bridge')).action(lazy(() => import('../bridge.ts'), 'bridge'));
  addOnCall(program, lazy);
  withLogOptions(program.command('logs')).action(lazy(() => import('../logs.ts'), 'logs'));
  withPatternOptions(program.command('patterns')).action(lazy(() => import('../patterns.ts'), 'patterns'));
  program
    .command('schema')
    .argument('[what]', 'profile or snapshot', 'profile')
    .description('print the JSON Schema of a profile or of the snapshot')
    .action(lazy(() => import('../schema.ts'), 'schema'));
  return program;
}

const names = (program: Command): readonly string[] => program.commands.map((command) => command.name());

/** The room on a screen, live or from a tape, and what makes tapes. */
function addRooms(program: Command, lazy: Lazy): void {
  program
    .command('watch', { isDefault: true })
    .description('the live room; without a terminal it prints one frame and exits')
    // What is no command comes here, as an argument of the default one.
    .allowExcessArguments()
    .hook('preAction', ({ args: [unknown] }) => {
      if (unknown === undefined) return;
      throw new UsageError(`There is no command "${unknown}"${suggestion(unknown, names(program))}`);
    })
    .action(lazy(() => import('./watch.ts'), 'watch'));

  program
    .command('demo')
    .description('a recorded rollout: no server needed')
    .action(lazy(() => import('../replay.ts'), 'demo'));

  program
    .command('replay')
    .argument('<tape>', 'a file made by "ringdeck record"')
    .description('the room of a tape')
    .action(lazy(() => import('../replay.ts'), 'replay'));

  program
    .command('record')
    .requiredOption('-o, --output <file>', 'the tape to write')
    .option('--for <duration>', 'how long; without it, until Ctrl-C', duration)
    .option('--no-logs', 'leave log lines out: those of both versions and of saved searches, where there is a Loki')
    .description('record the live room to a tape, with its logs')
    .action(lazy(() => import('../record.ts'), 'record'));
}

/** What is asked of the room once. */
function addQuestions(program: Command, lazy: Lazy): void {
  program
    .command('snapshot')
    .addOption(new Option('--format <format>', 'text, ansi or json').choices(['text', 'ansi', 'json']).default('text'))
    .addOption(at())
    .option('--page <page>', 'page of the room, by id')
    .option('--width <columns>', 'columns of text and ansi', columns, 140)
    .description('one frame, for CI')
    .action(lazy(() => import('../snapshot.ts'), 'snapshot'));

  program
    .command('gate')
    .argument('<ring>', 'id of a ring')
    .addOption(
      new Option('--for <purpose>', 'deploy: may the ring be deployed to; validate: is it ready to be validated')
        .choices(['deploy', 'validate'])
        .default('deploy'),
    )
    .option('--wait <duration>', 'wait so long while it is undecided or data is missing', duration)
    .addOption(at())
    .addOption(json())
    .description(
      'may this rollout go on? Exit 0 pass, 1 fail, 2 undecided, 3 data missing or stale, 4 usage or configuration',
    )
    .action(lazy(() => import('../gate.ts'), 'gate'));
}

function addOnCall(program: Command, lazy: Lazy): void {
  program
    .command('oncall')
    .addOption(
      new Option('--at <time>', 'who is on call then: a time, or -15m for 15 minutes ago').argParser(anyInstant),
    )
    .addOption(json())
    .description('who is on call; exit 1 nobody, 3 not known')
    .action(lazy(() => import('../oncall.ts'), 'oncall'));
}
