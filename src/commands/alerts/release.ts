import { command } from '../shared/command.ts';
import { aboutAlerts } from './takes.ts';

export const release = command({
  description: 'take your claims back',
  takes: aboutAlerts,
  async run(world, given) {
    const { actOnEach } = await import('./act.ts');
    const { alerts: wanted, matching, format } = given;
    const act = { act: 'release', choice: { wanted, matching }, format };
    return actOnEach(world, given, act, 'released', (operations, alert) => operations.release(alert));
  },
});
