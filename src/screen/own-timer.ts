import type { Timer } from '../clock.ts';

/** A timer whose calls end with the screen: what was still to come never happens, and keeps no process alive. */
export interface OwnTimer extends Timer {
  end(): void;
}

export function ownTimer(clock: Timer): OwnTimer {
  const pending = new Set<() => void>();
  let ended = false;
  return {
    now: () => clock.now(),
    after(milliseconds, callback) {
      if (ended) return () => {};
      const cancel = clock.after(milliseconds, () => {
        pending.delete(cancel);
        callback();
      });
      pending.add(cancel);
      return cancel;
    },
    end() {
      ended = true;
      for (const cancel of pending) cancel();
      pending.clear();
    },
  };
}
