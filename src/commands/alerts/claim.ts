import { command } from '../shared/command.ts';
import { note } from '../shared/common.ts';
import { aboutAlerts } from './takes.ts';

export const claim = command({
  description: '"I am on it": shown to everybody; the alert keeps paging; takes over a claim of somebody else',
  takes: [...aboutAlerts, note],
  async run(world, given) {
    const { actOnEach } = await import('./act.ts');
    const { alerts: wanted, matching, note, format } = given;
    const act = { act: 'claim', choice: { wanted, matching }, format };
    return actOnEach(world, given, act, 'claimed', (operations, alert) => operations.claim(alert, note));
  },
});
