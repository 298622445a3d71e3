import { command } from '../shared/command.ts';
import { argument, option } from '../shared/takes.ts';

export const report = command({
  description:
    'what a period was like: daily, weekly, monthly, sla or rollout. Exit 0, 3 when Prometheus could not be asked, 4 usage',
  takes: [
    argument(
      '<kind>',
      'daily, weekly, monthly, sla: 30 days against what was agreed, or rollout: a draft of its account',
    ),
    option('--format <format>', 'markdown, html: one file with plots, or json', {
      choices: ['markdown', 'html', 'json'],
      standard: 'markdown',
    }),
    option('--at <time>', 'the last whole period before that time, as 2026-01-31 or 2026-01-31 09:00 (default: now)'),
    option('--from <time>', 'instead: from this time on, with --to'),
    option('--to <time>', 'up to this time (default: now)'),
    option('--time-zone <zone>', "IANA zone of days and times (default: the profile's)"),
    option('-o, --output <file>', 'write it there'),
  ],
  async run(world, given) {
    const { writeReport } = await import('./report.ts');
    const { kind, format, at, from, to, timeZone, output } = given;
    return writeReport(world, given, { kind, format, times: { at, from, to }, timeZone, output });
  },
});
