import { durationRefusal } from '../../operations/acks/alert-acts.ts';
import { type AckPreview, previewAck } from '../../room/acks/preview.ts';
import type { Room, RoomAlert } from '../../room/room.ts';
import { formatDuration } from '../../text/format.ts';
import { sanitiseText } from '../../text/sanitise.ts';
import type { Seconds } from '../../units.ts';
import { byName } from '../../wording/alerts.ts';
import { EXIT } from '../shared/failure.ts';
import type { Format, GlobalOptions } from '../shared/globals.ts';
import { observe } from '../shared/observe.ts';
import type { World } from '../shared/world.ts';
import { type AlertChoice, calling, choose } from './choice.ts';

/** Says what an acknowledgement would do, and does nothing. Exit 0 when it would silence something, else 1. */
export async function previewAcks(
  world: World,
  options: GlobalOptions,
  choice: AlertChoice,
  duration: Seconds | undefined,
  format: Format,
): Promise<number> {
  const { scene, plan } = await observe(world, options, { of: 'alerts' });
  const { room } = scene;
  const { ack_max, ack_duration } = plan.profile.alerts;
  const refusal = durationRefusal(duration, ack_max);
  const preview = previewAck(room, choose(room, choice));
  const exit = refusal === null && preview.silenced.length > 0 ? EXIT.ok : EXIT.fail;
  const lasts = duration ?? ack_duration;
  if (format === 'json') world.out.printJson(record(room, preview, lasts, refusal, exit));
  else if (refusal !== null) world.out.warn(sanitiseText(`refused: ${refusal}\n`));
  else {
    const lasting = `for ${formatDuration(lasts)}${duration ? '' : ', longer while it fires'}`;
    world.out.print(sanitiseText(text(room, preview, lasting)));
  }
  return exit;
}

const named = ({ fingerprint, name, tier, labels }: RoomAlert) => ({ fingerprint, name, tier, labels });

const record = (room: Room, preview: AckPreview, lasts: Seconds, refusal: string | null, exit: number) => ({
  schemaVersion: 1,
  at: new Date(room.at).toISOString(),
  profile: room.profile.id,
  act: 'acknowledge',
  dryRun: true,
  exit,
  ...(refusal !== null && { refusal }),
  durationSeconds: lasts,
  silenced: preview.silenced.map((alert, i) => ({ ...named(alert), matchers: preview.matchers[i] ?? '' })),
  others: preview.others.map(named),
  already: preview.already.map(named),
});

function text(room: Room, { silenced, others, already, matchers }: AckPreview, lasting: string): string {
  const { list } = room.alerts;
  const lines = [
    ...silenced.flatMap((alert, i) => [
      `would be silenced ${lasting}: ${alert.tier} ${calling(alert, list)} (${alert.fingerprint})`,
      `  {${matchers[i] ?? ''}}`,
    ]),
    ...already.map((alert) => `already acknowledged${byName(alert.ack?.by)}: ${calling(alert, list)}`),
    ...others.map((alert) => `would be silenced although it was not chosen: ${calling(alert, list)}`),
    `${silenced.length} of ${list.length} listed alerts would be silenced${others.length === 0 ? ', and no other' : ''}.`,
  ];
  return `${lines.join('\n')}\n`;
}
