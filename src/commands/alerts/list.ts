import { command } from '../shared/command.ts';
import { json } from '../shared/common.ts';

export const list = command({
  description: 'every alert, who acknowledged it and who is on it, worst first',
  takes: [json],
  async run(world, given) {
    const { listAlerts } = await import('./table.ts');
    return listAlerts(world, given, given.format);
  },
});
