import { command } from '../shared/command.ts';
import { option } from '../shared/takes.ts';

export const slo = command({
  description: 'print Prometheus recording and alerting rules for the SLOs and SLAs of a profile',
  takes: [option('--server <id>', 'with several Prometheus servers, only the rules for this one')],
  async run(world, given) {
    const { printSloRules } = await import('./print-slo.ts');
    return printSloRules(world, given, given.server);
  },
});
