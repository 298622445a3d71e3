import type { Timer } from '../../clock.ts';
import { lagOf } from '../../frames/tape/log-recorder.ts';
import type { ReelLines } from '../../frames/tape/reel-lines.ts';
import { RecordedLoki } from '../../logs/recorded-loki.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { formatDuration } from '../../text/format.ts';
import { type Millis, millis } from '../../units.ts';
import type { Logs } from './scene.ts';
import { LogSession } from './session.ts';

/** The logs of a tape. */
export interface TapeLogs {
  readonly logs: Logs;
  /** To be called when the tape's time went on. */
  moved(): void;
}

/** @param timer of the tape's time */
export function openTapeLogs(plan: Plan, log: ReelLines, timer: Timer): TapeLogs {
  const { searches, profile } = plan;
  const loki = new RecordedLoki(log, () => timer.now());
  const remarksOn = ({ from, to }: Window) => {
    const now = timer.now();
    return remarksOf(log, { from, to: millis(Math.min(to ?? now, now)) }, lagOf(plan));
  };
  const session = new LogSession({ loki, clock: timer, searches, labels: profile.logs.labels, remarksOn });
  const begin = log.stretches[0]?.from ?? timer.now();
  // An hour with few minutes of lines in it would show nothing but that.
  const clipped = <T extends Window>(window: T): T =>
    (window.to ?? timer.now()) > begin && window.from < begin ? { ...window, from: begin } : window;
  return {
    logs: {
      scene: session.scene,
      subscribe: session.subscribe,
      searches,
      run(command) {
        if (command.do === 'open') session.run({ ...command, request: clipped(command.request) });
        else if (command.do === 'jump') session.run({ ...command, jump: clipped(command.jump) });
        else session.run(command);
      },
    },
    moved: () => loki.moved(),
  };
}

interface Window {
  readonly from: Millis;
  readonly to: Millis | null;
}

/** Less than this is missing for no lines to speak of, in milliseconds. */
const GAP = 1000;

/**
 * What a tape does not hold of a window.
 * @param lag of the lines behind the tape's present, in milliseconds
 */
function remarksOf(
  { stretches }: ReelLines,
  { from, to }: { readonly from: Millis; readonly to: Millis },
  lag: number,
): string[] {
  const within = stretches.filter((stretch) => stretch.to > from && stretch.from < to);
  const leftOut = within.reduce((sum, stretch) => sum + stretch.leftOut, 0);
  const uncounted = within.some((stretch) => stretch.uncounted);
  const last = stretches.at(-1)?.to ?? to;
  const begins = [...stretches.map((stretch) => stretch.from), to - last > lag ? to : last];
  const missing = begins.reduce((sum, begin, i) => {
    const end = stretches[i - 1]?.to ?? begin;
    return sum + Math.max(0, Math.min(begin, to) - Math.max(end, from));
  }, 0);
  const lines = leftOut === 1 ? 'line' : 'lines';
  return [
    ...(leftOut > 0 || uncounted
      ? [`${leftOut.toLocaleString('en-US')} ${lines}${uncounted ? ' and more' : ''} left out by the recording`]
      : []),
    ...(missing > GAP ? [`for ${formatDuration(missing / 1000)} of this window no lines were recorded`] : []),
    ...(to <= (stretches[0]?.from ?? to) ? ["the tape's lines begin after this window"] : []),
  ];
}
