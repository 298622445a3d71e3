import type { World } from './world.ts';

/** Aborted by the first signal that asks the program to end; the second ends it at once. */
export function stopSignal({ signals }: World): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) signals.once(signal, () => stop.abort());
  return stop.signal;
}

/** Resolves once it is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
