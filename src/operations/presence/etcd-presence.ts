import type { Timer } from '../../clock.ts';
import type { Etcd } from '../../sources/etcd/types.ts';
import { type Seconds, seconds } from '../../units.ts';
import { type Visit, writeVisitor } from './visitor.ts';

/** A room that has not been heard of for so long is no longer there; it is heard of three times as often. */
const LIFE = seconds(12);

/**
 * Keeps a key alive under a lease for as long as a room is open; etcd removes it when the program dies. What fails is
 * tried again with the next beat.
 * @param life whole seconds
 */
export function attendEtcd(etcd: Etcd, key: string, visitor: Visit, timer: Timer, life: Seconds = LIFE): () => void {
  let lease: string | undefined;
  let left = false;
  let cancel = () => {};

  const enter = async (): Promise<void> => {
    const granted = await etcd.grant(life);
    if (!granted.ok) return;
    const put = { key, value: writeVisitor(visitor), lease: granted.value };
    const written = await etcd.commit({ conditions: [], changes: [{ put }], otherwise: [] });
    if (written.ok && !left) lease = granted.value;
    else await etcd.revoke(granted.value);
  };

  const beat = async (): Promise<void> => {
    const alive = lease === undefined ? null : await etcd.keepAlive(lease);
    // Only when it is certain that the lease is gone: otherwise the room would stand there twice as long.
    if (alive === null || (alive.ok && !alive.value)) {
      lease = undefined;
      await enter();
    }
    if (!left) cancel = timer.after((life * 1000) / 3, () => void beat());
  };
  void beat();

  return () => {
    left = true;
    cancel();
    if (lease !== undefined) void etcd.revoke(lease);
  };
}
