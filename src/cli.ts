import { Argument, Command, CommanderError, Option } from 'commander';
import { packageVersion } from './assets.ts';
import {
  address,
  anyInstant,
  collect,
  columns,
  duration,
  hash,
  instant,
  lasting,
  limit,
  wholeNumber,
} from './commands/arguments.ts';
import { describeFailure, EXIT, UsageError } from './commands/failure.ts';
import { withLogOptions } from './commands/logs-options.ts';
import type { GlobalOptions } from './commands/options.ts';
import { withPatternOptions } from './commands/patterns-options.ts';
import { print, say, warn } from './commands/print.ts';
import { tellUnforeseen } from './commands/unforeseen.ts';
import { own } from './own.ts';
import { suggestion } from './profile/nearest.ts';
import { sanitiseLine, sanitiseText } from './text/sanitise.ts';

const at = () =>
  new Option('--at <time>', 'the room as it was then: a time, or -15m for 15 minutes ago').argParser(instant);
const json = () => new Option('--format <format>', 'text or json').choices(['text', 'json']).default('text');
/** Words that others read, in their terminals too: what one would obey is taken out. */
const note = () => new Option('--note <text>', 'kept with the act, in the journal').argParser(sanitiseLine).default('');

const program = new Command('ringdeck')
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
  .option('--ascii', 'only ASCII characters')
  .showSuggestionAfterError()
  // Usage errors repeat what was written on the command line.
  .configureOutput({
    writeOut: (text) => print(sanitiseText(text)),
    writeErr: (text) => warn(sanitiseText(text)),
  })
  .exitOverride();

type Run = (options: never, ...args: never[]) => Promise<number>;

/** An action that loads its command's module only when it runs; it gives the function all options, and exits with its number. */
function lazy<Name extends string>(load: () => Promise<Readonly<Record<Name, Run>>>, name: Name) {
  return async function (this: Command, ...args: unknown[]) {
    const given = args.slice(0, this.registeredArguments.length);
    const run = own(await load(), name);
    process.exitCode = await run?.(this.optsWithGlobals<GlobalOptions>() as never, ...(given as never[]));
  };
}

program
  .command('watch', { isDefault: true })
  .description('the live room; without a terminal it prints one frame and exits')
  // What is no command comes here, as an argument of the default one.
  .allowExcessArguments()
  .hook('preAction', ({ args: [unknown] }) => {
    if (unknown === undefined) return;
    const names = program.commands.map((command) => command.name());
    throw new UsageError(`There is no command "${unknown}"${suggestion(unknown, names)}`);
  })
  .action(lazy(() => import('./commands/watch.ts'), 'watch'));

program
  .command('demo')
  .description('a recorded rollout: no server needed')
  .action(lazy(() => import('./commands/replay.ts'), 'demo'));

program
  .command('replay')
  .argument('<tape>', 'a file made by "ringdeck record"')
  .description('the room of a tape')
  .action(lazy(() => import('./commands/replay.ts'), 'replay'));

program
  .command('record')
  .requiredOption('-o, --output <file>', 'the tape to write')
  .option('--for <duration>', 'how long; without it, until Ctrl-C', duration)
  .option('--no-logs', 'leave log lines out: those of both versions and of saved searches, where there is a Loki')
  .description('record the live room to a tape, with its logs')
  .action(lazy(() => import('./commands/record.ts'), 'record'));

program
  .command('snapshot')
  .addOption(new Option('--format <format>', 'text, ansi or json').choices(['text', 'ansi', 'json']).default('text'))
  .addOption(at())
  .option('--page <page>', 'page of the room, by id')
  .option('--width <columns>', 'columns of text and ansi', columns, 140)
  .description('one frame, for CI')
  .action(lazy(() => import('./commands/snapshot.ts'), 'snapshot'));

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
  .action(lazy(() => import('./commands/gate.ts'), 'gate'));

const ring = program.command('ring').description('rings: list, show, validate, withdraw, revoke');
ring
  .command('list')
  .addOption(json())
  .description('every ring and how it stands; exit 3 when it is not known which are validated')
  .action(lazy(() => import('./commands/ring.ts'), 'list'));
ring
  .command('show')
  .argument('<ring>')
  .addOption(json())
  .description('what a validation would rest on: checks, soak, alerts, verdict, and what is missing')
  .action(lazy(() => import('./commands/ring.ts'), 'show'));
const exits = 'Exit 0 done, 1 failed or refused, 2 not yet, 3 data missing or stale, 4 usage or configuration';
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
  .action(lazy(() => import('./commands/ring.ts'), 'validate'));
ring
  .command('withdraw')
  .argument('<ring>')
  .addOption(json())
  .description('take back what was asked for and waits for a second operator')
  .action(lazy(() => import('./commands/ring.ts'), 'withdraw'));
ring
  .command('revoke')
  .argument('<ring>')
  .addOption(note())
  .addOption(json())
  .description("take a ring's validation back")
  .action(lazy(() => import('./commands/ring.ts'), 'revoke'));

const alerts = program.command('alerts').description('alerts: list, ack, unack, claim, release, silences');
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
  .action(lazy(() => import('./commands/alerts.ts'), 'list'));
alertsOf('ack')
  .addOption(note())
  .option('--duration <duration>', 'it ends then, and is not extended', duration)
  .option('--follow', 'stay, and keep it up until the alert is over')
  .option('--dry-run', 'say which alerts would be silenced, and that no other would be; silence nothing')
  .description('acknowledge alerts: one silence for each, which covers exactly that alert')
  .action(lazy(() => import('./commands/alerts.ts'), 'ack'));
alertsOf('unack')
  .description('take acknowledgements back, also of alerts that are over')
  .action(lazy(() => import('./commands/alerts.ts'), 'unack'));
alertsOf('claim')
  .addOption(note())
  .description('"I am on it": shown to everybody, while the alert goes on paging; takes over what another claimed')
  .action(lazy(() => import('./commands/alerts.ts'), 'claim'));
alertsOf('release')
  .description('take your claims back')
  .action(lazy(() => import('./commands/alerts.ts'), 'release'));
alerts
  .command('silences')
  .addOption(json())
  .description('silences that ringdeck did not make: who, until when, what they cover now, and why')
  .action(lazy(() => import('./commands/alerts.ts'), 'silences'));

program
  .command('metrics')
  .option('--listen <address>', 'serve them at /metrics: a port of loopback, or HOST:PORT', address)
  .option('--push <url>', 'push them to this Pushgateway, and remove them at the end')
  .option('--push-user <name>', 'user of its basic authentication')
  .option('--push-password-file <file>', 'holds the password (default: RINGDECK_PUSH_PASSWORD)')
  .addOption(lasting('--every <duration>', 'time between two pushes', '15s'))
  .option('--once', 'with --push: push once and leave them there, for cron or CI')
  .description('the room as Prometheus metrics, printed, served or pushed')
  .action(lazy(() => import('./commands/metrics.ts'), 'metrics'));

const journal = program.command('journal').description('the account of every act: verify, show, export');
const journalFile = () => new Argument('[file]', "an exported journal, instead of the ring store's");
journal
  .command('verify')
  .addArgument(journalFile())
  .option('--head <hash>', 'hash of the last line as it was once told: it must still be there', hash)
  .addOption(json())
  .description(
    'does every line stand as it was written? Exit 0 yes, 1 no (names the lines), 3 nothing is chained; tells the head',
  )
  .action(lazy(() => import('./commands/journal.ts'), 'verify'));
journal
  .command('show')
  .addArgument(journalFile())
  .option('--ring <ring>', 'acts on this ring and its alerts')
  .option('--by <operator>', 'acts of one operator')
  .option('--act <act>', 'acts of one kind, e.g. validate')
  .addOption(new Option('--result <result>', 'what came of them').choices(['done', 'refused', 'failed']))
  .option('--fingerprint <fingerprint>', 'acts on one alert')
  .option('--since <time>', 'not before: a time, or -2h', instant)
  .option('--until <time>', 'not after', instant)
  .option('--limit <lines>', 'the newest so many', limit, 50)
  .addOption(
    new Option('--format <format>', 'text, json, or jsonl: the lines as they stand')
      .choices(['text', 'json', 'jsonl'])
      .default('text'),
  )
  .description('who did what, when, on which evidence; oldest first')
  .action(lazy(() => import('./commands/journal.ts'), 'show'));
journal
  .command('export')
  .description('every line as it stands, for an archive; an exported journal verifies')
  .action(lazy(() => import('./commands/journal.ts'), 'exportJournal'));

program
  .command('bridge')
  .option('--dir <folder>', 'read their files there and in the folders right below; once for each folder', collect)
  .option('--post', 'take their POSTs at /metrics')
  .addOption(
    new Option('--listen <address>', 'serve them at /metrics: a port of loopback, or HOST:PORT')
      .argParser(address)
      .default(address('9400'), '9400'),
  )
  .option('--token-file <file>', 'the bearer token a POST must have (default: RINGDECK_BRIDGE_TOKEN, else none)')
  .option('--targets <file>', 'ring-targets.json, for the number of hosts each ring is to have')
  .addOption(lasting('--poll <duration>', 'time between two looks at the folders', '10s'))
  .addOption(lasting('--stale-after <duration>', 'a host silent for so long has no values any more', '15m'))
  .addOption(lasting('--forget-after <duration>', 'a host silent for so long is not mentioned any more', '3d'))
  .option('--max-hosts <number>', 'no more hosts than that', wholeNumber, 1000)
  .option('--once', 'print what the folders hold, and exit')
  .description("the ring collector's reports, metrics-<ring>-<time>.json, as Prometheus metrics")
  .action(lazy(() => import('./commands/bridge.ts'), 'bridge'));

program
  .command('oncall')
  .addOption(new Option('--at <time>', 'who is on call then: a time, or -15m for 15 minutes ago').argParser(anyInstant))
  .addOption(json())
  .description('who is on call; exit 1 nobody, 3 not known')
  .action(lazy(() => import('./commands/oncall.ts'), 'oncall'));

withLogOptions(program.command('logs')).action(lazy(() => import('./commands/logs.ts'), 'logs'));
withPatternOptions(program.command('patterns')).action(lazy(() => import('./commands/patterns.ts'), 'patterns'));

program
  .command('schema')
  .argument('[what]', 'profile or snapshot', 'profile')
  .description('print the JSON Schema of a profile or of the snapshot')
  .action(async (what: string) => {
    const { schema } = await import('./commands/schema.ts');
    process.exitCode = await schema(what);
  });

tellUnforeseen();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said it already; help and version are no failures.
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  } else {
    const { text, exit } = describeFailure(error);
    say(text);
    process.exitCode = exit;
  }
}
