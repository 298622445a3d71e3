import { address } from '../shared/arguments.ts';
import { command } from '../shared/command.ts';
import { lasting } from '../shared/common.ts';
import { UsageError } from '../shared/failure.ts';
import { flag, option } from '../shared/takes.ts';

export const metrics = command({
  description: 'the room as Prometheus metrics, printed, served or pushed',
  takes: [
    option('--listen <address>', 'serve them at /metrics: a port of loopback, or HOST:PORT', { read: address }),
    option('--push <url>', 'push them to this Pushgateway, and remove them at the end'),
    option('--push-user <name>', 'user of its basic authentication'),
    option('--push-password-file <file>', 'holds the password (default: RINGDECK_PUSH_PASSWORD)'),
    lasting('--every <duration>', 'time between two pushes', '15s'),
    flag('--once', 'with --push: push once and leave them there, for cron or CI'),
  ],
  async run(world, given) {
    const { listen, push, pushUser: user, pushPasswordFile: passwordFile, every, once = false } = given;
    if (once && listen) throw new UsageError('With --once nothing is served: leave out --listen.');
    const { publishMetrics } = await import('./room-metrics.ts');
    const gateway = push === undefined ? null : { url: push, user, passwordFile };
    return publishMetrics(world, given, { listen, gateway, every, once });
  },
});
