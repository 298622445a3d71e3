import type { Pacing } from '../../terminal/governor.ts';

/** What the screen costs whoever runs it. */
export interface Load {
  readonly pacing: Pacing;
  /** Bytes that this process holds: of its heap what is in use, and all that is in memory. To find out takes a moment. */
  memory(): { readonly heap: number; readonly resident: number };
}
