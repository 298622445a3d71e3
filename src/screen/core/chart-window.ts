import { type Millis, millis, type Seconds, seconds } from '../../units.ts';

/** The part of the history that the charts of a view show; it goes with the view. */
export interface ChartWindow {
  /** Null: as far as the history reaches. */
  readonly span: Seconds | null;
  /** Null: now. */
  readonly end: Millis | null;
}

/** The whole history, up to now: what every chart begins with, and what the room shows. */
export const WHOLE: ChartWindow = { span: null, end: null };

const SHORTEST = 60;

/** The instants between which charts are drawn. */
export function chartRange(window: ChartWindow, since: Millis, now: Millis): { from: Millis; to: Millis } {
  const to = window.end ?? now;
  const from = window.span === null ? since : millis(to - window.span * 1000);
  return { from: millis(Math.min(from, to - 1000)), to };
}

const reach = (since: Millis, now: Millis): number => Math.max(SHORTEST, (now - since) / 1000);

/** Shows `factor` times as much time, between one minute and the whole history. */
export function zoom(window: ChartWindow, factor: number, since: Millis, now: Millis): ChartWindow {
  const all = reach(since, now);
  const span = Math.min(all, Math.max(SHORTEST, (window.span ?? all) * factor));
  return span >= all ? { span: null, end: null } : pan({ ...window, span: seconds(span) }, 0, since, now);
}

/** Moves by a share of what is shown, within the history; at its end the chart is live again. */
export function pan(window: ChartWindow, share: number, since: Millis, now: Millis): ChartWindow {
  const span: Seconds = window.span ?? seconds(reach(since, now) / 2);
  const end = (window.end ?? now) + share * span * 1000;
  if (end >= now) return { span: window.span, end: null };
  return { span, end: millis(Math.max(since + span * 1000, end)) };
}
