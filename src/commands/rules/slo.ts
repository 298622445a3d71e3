import { command } from '../shared/command.ts';
import { option } from '../shared/takes.ts';

export const slo = command({
  description: 'print Prometheus rules for the SLOs and SLAs of a profile: what is recorded, and alerts on it',
  takes: [option('--server <id>', 'of several Prometheus, only those that are asked of this one')],
  async run(world, given) {
    const { printSloRules } = await import('./print-slo.ts');
    return printSloRules(world, given, given.server);
  },
});
