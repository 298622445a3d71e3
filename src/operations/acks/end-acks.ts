import { isAck } from '../../room/acks/comment.ts';
import type { RoomAlert } from '../../room/room.ts';
import { parseAck } from '../../room/silences/own-silence.ts';
import { type Outcome, succeeded } from '../../sources/error.ts';
import type { AckSurroundings } from './ack-surroundings.ts';

/**
 * Ends every acknowledgement that stands for an alert, whoever made it: two operators may have made one each at the same
 * moment.
 */
export async function endAcks(
  { cluster, mark }: AckSurroundings,
  { fingerprint, ack }: RoomAlert,
): Promise<Outcome<undefined>> {
  // What one member that hangs knows, gossip has brought to the others.
  const views = (await cluster.answers()).flatMap(({ view }) => (view.ok ? [view.value] : []));
  const naming = views.flatMap(({ alerts }) => alerts.filter((listed) => listed.fingerprint === fingerprint));
  const ids = new Set([...naming.flatMap(({ silencedBy }) => silencedBy), ...(ack ? [ack.silenceId] : [])]);
  const known = views.flatMap(({ silences }) => silences);
  // An expiry is final, so one member that knows of it is enough; what is no acknowledgement of it is not ours to end.
  for (const silence of known) {
    const { id, state, comment } = silence;
    const stands = (parseAck(silence, mark)?.fingerprint ?? fingerprint) === fingerprint;
    if (state === 'expired' || !isAck(comment, mark) || !stands) ids.delete(id);
  }
  const acks = [...ids].filter((id) => id === ack?.silenceId || known.some((silence) => silence.id === id));
  const outcomes = await Promise.all(acks.map((id) => cluster.expire(id)));
  return outcomes.find(({ ok }) => !ok) ?? succeeded(undefined);
}
