import { type Command, Option } from 'commander';
import { address, collect, lasting, wholeNumber } from './shared/arguments.ts';

/** What `ringdeck bridge` takes. */
export const withBridgeOptions = (command: Command): Command =>
  command
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
    .description("the ring collector's reports, metrics-<ring>-<time>.json, as Prometheus metrics");
