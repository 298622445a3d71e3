import { command } from '../shared/command.ts';

export const slo = command({
  description: 'print Prometheus rules for the SLOs and SLAs of a profile: what is recorded, and alerts on it',
  takes: [],
  async run(world, given) {
    const { printSloRules } = await import('./print-slo.ts');
    return printSloRules(world, given);
  },
});
