import type { LogBuffer } from '../../logs/buffer.ts';
import { type Volume, volumeAtHand, volumeOf, volumeQuery, volumeStep, volumeWindow } from '../../logs/volume.ts';
import type { Loki } from '../../sources/loki/types.ts';
import { type Millis, millis } from '../../units.ts';

/** How many lines there were over a window, as the server counts them; those at hand when it does not. */
export async function measureVolume(
  loki: Pick<Loki, 'range'>,
  query: string,
  asked: { readonly from: Millis; readonly to: Millis },
  buffer: LogBuffer,
  signal: AbortSignal,
): Promise<{ readonly volume: Volume; readonly counted: boolean }> {
  const step = volumeStep(asked.from, asked.to);
  const { from, to } = volumeWindow(asked.from, asked.to, step);
  // The value at an instant counts the bucket before it.
  const window = { from: millis(from + step * 1000), to, step };
  const outcome = await loki.range(volumeQuery(query, step), window, signal);
  const volume = outcome.ok ? volumeOf(outcome.value, from, to, step) : volumeAtHand(buffer, from, to, step);
  return { volume, counted: outcome.ok };
}
