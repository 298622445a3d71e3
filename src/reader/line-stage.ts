import { OwnTimer, steadyTimer, systemClock } from '../clock.ts';
import { AwaitedPictures } from '../screen/awaited-pictures.ts';
import type { Outside } from '../screen/perform.ts';
import type { StageOptions } from '../screen/stage.ts';
import { copyTo } from '../terminal/clipboard.ts';
import { Governor } from '../terminal/governor.ts';
import type { TerminalStream } from '../terminal/painter.ts';
import { LINES, NO_MODES, ScreenGuard } from '../terminal/screen-guard.ts';
import { TerminalInput } from '../terminal/terminal-input.ts';
import type { Safe } from '../text/safe.ts';

/** What is heard is drawn on a page of this size, which nobody sees, before it is put into words: a screenful is what is heard at once. */
const PAGE: TerminalStream = { columns: 120, rows: 36, write: () => true, on: () => {}, off: () => {} };

/** A terminal taken for lines: keys come one by one, and nothing but lines is written. */
export class LineStage {
  readonly stdout = PAGE;
  readonly timer = new OwnTimer(systemClock);
  readonly input: TerminalInput;
  readonly #options: StageOptions;
  readonly #guard: ScreenGuard;
  readonly #pictures = new AwaitedPictures();
  #words: Safe | null = null;

  /** Takes the terminal. */
  constructor(options: StageOptions) {
    const { process, stdin, stdout, report, capabilities } = options;
    this.#options = options;
    const painter = { hold: () => {}, release: () => {} };
    const farewell = () => this.#sayFarewell();
    const modes = capabilities.clipboard ? LINES : NO_MODES;
    this.#guard = new ScreenGuard({ process, stdin, stdout, painter, report, farewell, modes });
    this.#guard.enter();
    this.input = new TerminalInput(stdin, this.timer, false, () => {});
  }

  /** What the room may do outside of itself and the session. */
  outside(quit: () => void): Outside {
    const { stdout, capabilities, process } = this.#options;
    const governor = new Governor(steadyTimer, systemClock, null);
    return {
      timer: this.timer,
      lastWords: (said) => {
        this.#words = said;
      },
      quit,
      suspend: () => this.#guard.suspend(),
      draw: (blocks, look) => this.#pictures.tell(blocks, look, PAGE),
      nextPicture: this.#pictures.next,
      hurry: () => {},
      load: () => ({
        pacing: governor.pacing(),
        memory() {
          const { heapUsed: heap, rss: resident } = process.memoryUsage();
          return { heap, resident };
        },
      }),
      onLook: () => () => {},
      copy: (text) => copyTo(stdout, text, capabilities),
    };
  }

  /** Gives the terminal back as it was before. */
  leave(): void {
    this.timer.end();
    this.input.close();
    this.#guard.leave();
    this.#sayFarewell();
  }

  #sayFarewell(): void {
    if (this.#words !== null) this.#options.tell(this.#words);
    this.#words = null;
  }
}
