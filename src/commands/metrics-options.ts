import type { Command } from 'commander';
import { address, lasting } from './shared/arguments.ts';

/** What `ringdeck metrics` takes. */
export const withMetricsOptions = (command: Command): Command =>
  command
    .option('--listen <address>', 'serve them at /metrics: a port of loopback, or HOST:PORT', address)
    .option('--push <url>', 'push them to this Pushgateway, and remove them at the end')
    .option('--push-user <name>', 'user of its basic authentication')
    .option('--push-password-file <file>', 'holds the password (default: RINGDECK_PUSH_PASSWORD)')
    .addOption(lasting('--every <duration>', 'time between two pushes', '15s'))
    .option('--once', 'with --push: push once and leave them there, for cron or CI')
    .description('the room as Prometheus metrics, printed, served or pushed');
