/** The details of one ring, with the check that was chosen; null: the worst. */
export interface RingView {
  readonly ring: string;
  readonly check: string | null;
}

export const ringView = (ring: string, check: string | null = null) => ({ kind: 'ring', ring, check }) as const;
