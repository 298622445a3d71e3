import { command } from '../shared/command.ts';
import { aboutAlerts } from './takes.ts';

export const unack = command({
  description: 'take acknowledgements back, also of alerts that are over',
  takes: aboutAlerts,
  async run(world, given) {
    const { takeBackAcks } = await import('./acknowledge.ts');
    const { alerts: wanted, matching, format } = given;
    return takeBackAcks(world, given, { wanted, matching }, format);
  },
});
