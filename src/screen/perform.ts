import type { Timer } from '../clock.ts';
import type { ActResult } from '../operations/operations.ts';
import { makeSafe } from '../room/safe.ts';
import type { RunbookAnswer } from '../session/runbooks.ts';
import type { Session } from '../session/session.ts';
import type { Row } from '../terminal/cells.ts';
import { tooLongToCopy } from '../terminal/clipboard.ts';
import { formatValue } from '../text/format.ts';
import { type Safe, safe } from '../text/safe.ts';
import { sanitiseLine, sanitiseText } from '../text/sanitise.ts';
import { seconds } from '../units.ts';
import type { Block } from './canvas/block.ts';
import type { Look } from './canvas/look.ts';
import { carryOut } from './carry-out.ts';
import type { Effect, ScreenEvent } from './core/effects.ts';
import type { Load } from './core/load.ts';
import { savePicture } from './save.ts';

/** What the screen may do outside of itself and the session. */
export interface Outside {
  /** Time, for what counts down. */
  readonly timer: Timer;
  quit(): void;
  suspend(): void;
  /** Brings a picture to the terminal. */
  draw(blocks: readonly Block[], look: Look): void;
  /** The cells of the picture that is drawn next. */
  nextPicture(): Promise<readonly Row[]>;
  /** The next picture answers a key: it is not to wait. */
  hurry(): void;
  /** How often pictures may come, what they cost, and what this process holds. */
  load(): Load;
  /** Calls back whenever somebody comes to look; returns how to end that. */
  onLook(listener: () => void): () => void;
  /** Puts a text on the operator's clipboard; false when the terminal has none. */
  copy(text: string): boolean;
  /** What the operator is told once the terminal is as it was, should ringdeck end now; null for nothing. */
  lastWords(words: Safe | null): void;
}

const TICK = 1000;
/** Long enough to read a line, and short enough that it is still true; in milliseconds. */
export const FADES_AFTER = 6000;

/** Does what an update asked for; what comes of it arrives as an event, and what an act changed is shown at once. */
export function perform(
  effect: Effect,
  session: Session,
  outside: Outside,
  answer: (event: ScreenEvent) => void,
): void {
  switch (effect.kind) {
    case 'quit':
      outside.quit();
      break;
    case 'suspend':
      outside.suspend();
      break;
    case 'refresh':
      session.refresh();
      break;
    case 'pause':
      session.setPaused(effect.paused);
      break;
    case 'seek':
      session.seek(seconds(effect.seconds));
      break;
    case 'view':
      session.view(effect.at);
      break;
    case 'speed':
      session.changeSpeed(effect.factor);
      break;
    case 'logs':
      session.logs?.run(effect.command);
      break;
    case 'runbook': {
      const { file } = effect;
      void readRunbook(session, file).then((came) => answer({ type: 'runbook', file, came }));
      break;
    }
    case 'copy': {
      const ok = outside.copy(effect.text);
      answer({ type: 'copied', ok, message: ok ? copiedText(effect) : notCopiedText(effect) });
      break;
    }
    case 'save':
      void outside
        .nextPicture()
        .then((rows) => savePicture(rows, effect.save))
        .then((saved) => answer({ type: 'saved', ...saved }));
      break;
    case 'fade': {
      const { flash } = effect;
      outside.timer.after(FADES_AFTER, () => answer({ type: 'faded', flash }));
      break;
    }
    case 'tick': {
      const { until } = effect;
      // To the next whole second before the end, so that no second is drawn longer than another.
      const left = Math.max(0, until - outside.timer.now());
      outside.timer.after(left === 0 ? 0 : ((left - 1) % TICK) + 1, () => answer({ type: 'tick', until }));
      break;
    }
    default:
      void carryOut(effect, session)
        .catch(
          (error: unknown): ActResult => ({
            result: 'failed',
            message: error instanceof Error ? error.message : String(error),
          }),
        )
        .then((came) => {
          session.refreshAfterAct();
          answer({ type: 'result', act: effect.kind, came: makeSafe(came) });
        });
  }
}

/** A tape is of a room, not of the files beside a profile. */
const readRunbook = async ({ runbooks }: Session, file: string): Promise<RunbookAnswer> =>
  runbooks === null ? { ok: false, why: `a tape holds no runbooks: ${file} is not in it` } : runbooks.read(file);

type Copy = Effect & { readonly kind: 'copy' };

/** How much was copied, and what, as it may be drawn. */
function copiedText({ text, whole }: Copy): Safe {
  const copied = sanitiseText(text);
  const count = sanitiseLine(copied.length.toLocaleString('en-US'));
  const of = safe(whole === undefined ? '' : `, the beginning of ${formatValue(whole, 'bytes')}`);
  const told = sanitiseLine(copied.slice(0, LONGEST_TOLD));
  return safe(`Copied ${count} ${copied.length === 1 ? 'character' : 'characters'}${of}: ${told}`);
}

const LONGEST_TOLD = 200;

function notCopiedText({ text }: Copy): Safe {
  const long = tooLongToCopy(text);
  if (long === null) return safe('This terminal has no clipboard.');
  return safe(
    `Not copied: ${formatValue(long.own, 'bytes')} are too much for a terminal's clipboard, at most ${formatValue(long.most, 'bytes')}.`,
  );
}
