import { address, wholeNumber } from '../shared/arguments.ts';
import { command } from '../shared/command.ts';
import { lasting } from '../shared/common.ts';
import { UsageError } from '../shared/failure.ts';
import { flag, option } from '../shared/takes.ts';

export const bridge = command({
  description: "the ring collector's reports, metrics-<ring>-<time>.json, as Prometheus metrics",
  takes: [
    option('--dir <folder>', 'read their files there and in the folders right below; once for each folder', {
      repeated: true,
    }),
    flag('--post', 'take their POSTs at /metrics'),
    option('--listen <address>', 'serve them at /metrics: a port of loopback, or HOST:PORT', {
      read: address,
      standard: address('9400'),
      shown: '9400',
    }),
    option(
      '--token-file <file>',
      'the bearer token that a POST must carry (default: RINGDECK_BRIDGE_TOKEN, else none)',
    ),
    option('--targets <file>', 'ring-targets.json, for the number of hosts each ring should have'),
    lasting('--poll <duration>', 'how often the folders are read', '10s'),
    lasting('--stale-after <duration>', 'after this long without a report a host has no values', '15m'),
    lasting('--forget-after <duration>', 'after this long without a report a host is forgotten', '3d'),
    option('--max-hosts <number>', 'at most this many hosts', { read: wholeNumber, standard: 1000 }),
    flag('--once', 'print what the folders hold, and exit'),
  ],
  async run(world, given) {
    const { printReports, serveReports } = await import('./serve.ts');
    const { dir = [], post = false, once = false, poll, targets, tokenFile } = given;
    if (dir.length === 0 && !post) throw new UsageError('Say where reports come from: --dir, --post or both.');
    if (once && post) throw new UsageError('--once receives nothing: leave out --post.');
    const { staleAfter, forgetAfter, maxHosts } = given;
    const sources = { folders: dir, targets, limits: { staleAfter, forgetAfter, maxHosts } };
    if (once) return printReports(world, sources);
    return serveReports(world, sources, { address: given.listen, poll, post, tokenFile });
  },
});
