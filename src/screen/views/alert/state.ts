/** The details of one alert, scrolled by so many lines. */
export interface AlertView {
  readonly fingerprint: string;
  readonly scroll: number;
}

export const alertView = (fingerprint: string) => ({ kind: 'alert', fingerprint, scroll: 0 }) as const;
