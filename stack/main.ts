import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError, Option } from 'commander';
import { missingPrograms } from './binaries.ts';
import { CONTROL_PORT, sendScenario, unknownCommand } from './control.ts';
import { freePort } from './ports.ts';
import { SYSTEMS, type System } from './profiles.ts';
import { commandsOf, SCRIPT_NAMES } from './simulator/registry.ts';
import { type Stack, startStack } from './stack.ts';

interface Flags {
  readonly prometheusPort: number;
  readonly alertmanagerPort: number;
  readonly nodeExporterPort: number;
  readonly controlPort: number;
  readonly lokiPort: number;
  readonly interval: string;
  readonly seed: number;
  readonly script?: string;
  readonly system: readonly System[];
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('expected a whole number.');
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function banner(stack: Stack, systems: readonly System[]): string {
  return [
    '',
    `  Prometheus    ${stack.prometheus.url}`,
    `  Alertmanager  ${stack.alertmanager.url}`,
    `  node_exporter ${stack.nodeExporter.url}/metrics`,
    `  logs          ${stack.lokiStandIn.url} (a stand-in that speaks Loki's protocol, not Loki)`,
    `  control       ${stack.controlUrl}/scenario`,
    '',
    '  In another terminal:',
    ...systems.map((id) => `    bin/ringdeck -c ${id} --loki ${stack.lokiStandIn.url}`),
    ...(systems.includes('supersmartmatch')
      ? [`    bin/ringdeck -c supersmartmatch --loki ${stack.lokiStandIn.url} logs --saved v2-errors -f`]
      : []),
    `    npm run stack -- scenario ${stack.simulator.commands[1]}`,
    '',
    `  Type a scenario here: ${stack.simulator.commands.join(', ')}`,
    '  Ctrl-C ends it all and removes its data.',
    '',
  ].join('\n');
}

async function run(flags: Flags): Promise<void> {
  const missing = missingPrograms();
  if (missing) throw new Error(missing);
  const ports = {
    prometheus: flags.prometheusPort,
    alertmanager: flags.alertmanagerPort,
    nodeExporter: flags.nodeExporterPort,
    control: flags.controlPort,
    loki: flags.lokiPort,
  };
  // Before anything starts, so that a taken port leaves nothing behind.
  for (const [server, port] of Object.entries(ports))
    await freePort(port).catch((error: Error) => {
      throw new Error(`${error.message.replace(/\.$/, '')} with --${kebab(server)}-port.`);
    });

  const stopped = Promise.withResolvers<NodeJS.Signals>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.resolve(signal));
  const { interval, seed, script, system: systems } = flags;
  say('Starting Prometheus, Alertmanager, node_exporter and the simulator …');
  const stack = await startStack({
    ports,
    interval,
    seed,
    systems,
    onCue: (says) => say(`${new Date().toISOString()} ${says}`),
    ...(script === undefined ? {} : { script }),
  });
  try {
    say(banner(stack, systems));
    const lines = createInterface({ input: process.stdin }).on('line', (line) => void play(stack, line.trim()));
    await stopped.promise;
    lines.close();
  } finally {
    await stack.stop();
  }
}

async function play(stack: Stack, name: string): Promise<void> {
  if (name === '') return;
  say((await stack.simulator.play(name)) ? `The stack plays ${name}.` : unknownCommand(name, stack.simulator.commands));
}

const port = (flags: string, what: string, standard: number) =>
  new Option(flags, `loopback port of ${what}`).argParser(wholeNumber).default(standard);
const controlPort = () => port('--control-port <port>', 'the control endpoint', CONTROL_PORT);

const program = new Command('stack')
  // Else --control-port after `scenario` would be taken for the one before it, and another stack be switched.
  .enablePositionalOptions()
  .description(
    'A real Prometheus, Alertmanager and node_exporter on loopback, watching a simulated rollout; its logs come from a stand-in for Loki.',
  )
  .addOption(port('--prometheus-port <port>', 'Prometheus', 9090))
  .addOption(port('--alertmanager-port <port>', 'Alertmanager', 9093))
  .addOption(port('--node-exporter-port <port>', 'node_exporter', 9100))
  .addOption(controlPort())
  .addOption(port('--loki-port <port>', 'the stand-in for Loki', 3100))
  .option('--interval <duration>', 'scrape and evaluation interval', '5s')
  .addOption(new Option('--seed <number>', 'seed of the simulator').argParser(wholeNumber).default(1))
  .addOption(new Option('--system <id...>', 'the systems it plays').choices(SYSTEMS).default(SYSTEMS, 'all'))
  .addOption(new Option('--script <name>', 'play a rollout in real time').choices(SCRIPT_NAMES))
  .action((flags: Flags) => run(flags));
program
  .command('scenario <name>')
  .description(`switch the stack that runs elsewhere: ${commandsOf(SYSTEMS).join(', ')}`)
  .addOption(controlPort())
  .action(async (name: string, flags: Pick<Flags, 'controlPort'>) => say(await sendScenario(name, flags.controlPort)));

try {
  await program.parseAsync();
  // A pending read of standard input must not keep the process.
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
