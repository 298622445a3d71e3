import { duration } from '../shared/arguments.ts';
import { command } from '../shared/command.ts';
import { note } from '../shared/common.ts';
import { flag, option } from '../shared/takes.ts';
import { aboutAlerts } from './takes.ts';

export const ack = command({
  description: 'acknowledge alerts: one silence each, for exactly that alert',
  takes: [
    ...aboutAlerts,
    note,
    option('--duration <duration>', 'how long it lasts; it is then not extended', { read: duration }),
    flag('--follow', 'stay open and extend it until the alert is over'),
    flag('--dry-run', 'only say which alerts would be silenced; silence nothing'),
  ],
  async run(world, given) {
    const { alerts: wanted, matching, note, duration, format } = given;
    const choice = { wanted, matching };
    const wish = { note, ...(duration !== undefined && { duration }) };
    if (given.dryRun) return (await import('./ack-preview.ts')).previewAcks(world, given, choice, duration, format);
    if (given.follow) return (await import('./follow-acks.ts')).followAcks(world, given, choice, wish, format);
    return (await import('./acknowledge.ts')).acknowledge(world, given, choice, wish, format);
  },
});
