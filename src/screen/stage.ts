import { OwnTimer, systemClock } from '../clock.ts';
import type { Background } from '../terminal/background.ts';
import type { Capabilities } from '../terminal/capabilities.ts';
import { copyTo } from '../terminal/clipboard.ts';
import type { TerminalStream } from '../terminal/painter.ts';
import { ask, askBackground, canBeAsked, SYNCHRONIZED } from '../terminal/questions.ts';
import type { Reply } from '../terminal/replies.ts';
import { type GuardedProcess, ScreenGuard } from '../terminal/screen-guard.ts';
import { TerminalInput } from '../terminal/terminal-input.ts';
import { TerminalVoice } from '../terminal/voice.ts';
import type { Safe } from '../text/safe.ts';
import { AwaitedPictures } from './awaited-pictures.ts';
import type { Block } from './canvas/block.ts';
import { Compositor } from './canvas/compositor.ts';
import type { Look } from './canvas/look.ts';
import { hasQuit, isQuit } from './core/typed-ahead.ts';
import { GovernedTerminal, type MeasuredProcess } from './governed.ts';
import { Latest } from './latest.ts';
import type { Outside } from './perform.ts';

export interface StageOptions {
  readonly process: GuardedProcess & MeasuredProcess;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: TerminalStream;
  readonly capabilities: Capabilities;
  /** Bytes that may be written to the terminal a second; absent: as many as it takes. */
  readonly mostBytes?: number | undefined;
  /** Tells the operator of a crash, once the terminal is as it was before. */
  readonly report: (error: unknown) => void;
  /** Tells the operator, likewise, what was not done because ringdeck was left. */
  readonly tell: (words: Safe) => void;
}

/**
 * A terminal taken for the screen. It can be drawn on at once, before there is anything that reads keys; these wait in
 * `input`.
 */
export class Stage {
  readonly stdout: TerminalStream;
  readonly capabilities: Capabilities;
  readonly timer = new OwnTimer(systemClock);
  readonly input: TerminalInput;
  /** What the terminal draws on, each time it says so; null where it is not asked. */
  readonly background: Latest<Background> | null;
  /** What it is heard and called by, beside what it shows. */
  readonly voice: TerminalVoice;
  readonly #options: StageOptions;
  readonly #terminal: GovernedTerminal;
  readonly #guard: ScreenGuard;
  readonly #compositor = new Compositor();
  /** Those that the terminal has answered for. */
  readonly #modes = new Set<number>();
  #words: Safe | null = null;
  readonly #pictures = new AwaitedPictures();

  /** Takes the terminal. */
  constructor(options: StageOptions) {
    const { process, stdin, stdout, capabilities, report } = options;
    this.#options = options;
    this.stdout = stdout;
    this.capabilities = capabilities;
    this.#terminal = new GovernedTerminal(stdout, process, options.mostBytes);
    const { painter } = this.#terminal;
    const farewell = () => this.#sayFarewell();
    this.voice = new TerminalVoice(stdout, capabilities);
    const held = {
      hold: () => painter.hold(),
      release: () => {
        painter.release();
        this.voice.again();
      },
    };
    this.#guard = new ScreenGuard({ process, stdin, stdout, painter: held, report, farewell });
    this.#guard.enter();
    // Node tells of a resize only when the size differs in the end; the terminal has moved its text in between too.
    process.on('SIGWINCH', this.#repaint);
    stdout.on('resize', this.#repaint);
    const asks = canBeAsked(capabilities);
    this.background = asks ? new Latest() : null;
    this.input = new TerminalInput(stdin, this.timer, asks, this.#hear);
    // Nothing waits for an answer: the first picture is drawn as the environment hints.
    if (asks) ask(stdout);
    else painter.synchronized(false);
  }

  readonly #hear = (reply: Reply): void => {
    const { painter } = this.#terminal;
    switch (reply.kind) {
      case 'focus':
        this.#terminal.focused(reply.focused);
        break;
      case 'background':
        this.background?.tell(reply.background);
        break;
      case 'scheme':
        askBackground(this.stdout);
        break;
      case 'mode':
        this.#modes.add(reply.mode);
        if (reply.mode === SYNCHRONIZED) painter.synchronized(reply.known);
        break;
      case 'attributes':
        // Whoever does not say whether it knows that mode does not know it.
        if (!this.#modes.has(SYNCHRONIZED)) painter.synchronized(false);
        break;
      default:
        reply satisfies never;
    }
  };

  /** Brings a picture to the terminal, whatever its size is by then. */
  drawAtAnySize(draw: (columns: number, rows: number) => readonly Block[], look: Look): void {
    this.#terminal.painter.show({
      rows: (columns, rows) => this.#compositor.compose(draw(columns, rows), look, columns, rows),
    });
  }

  /** What the screen may do outside of itself and the session. */
  outside(quit: () => void): Outside {
    return {
      timer: this.timer,
      lastWords: (said) => {
        this.#words = said;
      },
      quit,
      suspend: () => this.#guard.suspend(),
      draw: (blocks, look) => {
        this.drawAtAnySize(() => blocks, look);
        this.#pictures.tell(blocks, look, this.stdout);
      },
      nextPicture: this.#pictures.next,
      ...this.#terminal.outside,
      copy: (text) => copyTo(this.stdout, text, this.capabilities),
    };
  }

  /** Resolves once the operator leaves, while nothing reads keys yet. @param keys those that quit */
  left(keys: readonly string[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    let typed = '';
    this.input.overhear((text) => {
      typed += text;
      if (isQuit(typed, keys)) resolve();
    });
    return promise;
  }

  /** Resolves once a key is typed that quits, on a screen where no other means anything. What is typed is read and forgotten. */
  quitted(keys: readonly string[]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.input.overhear((text) => {
      if (hasQuit(text, keys)) resolve();
    });
    // Keys that nobody reads would fill what lies between, and the one that quits would not come through.
    this.input.resume();
    return promise;
  }

  /** Gives the terminal back as it was before. */
  leave(): void {
    const { process } = this.#options;
    this.timer.end();
    this.input.close();
    process.off('SIGWINCH', this.#repaint);
    this.stdout.off('resize', this.#repaint);
    this.#guard.leave();
    this.#sayFarewell();
    this.#terminal.painter.close();
  }

  #sayFarewell(): void {
    if (this.#words !== null) this.#options.tell(this.#words);
    this.#words = null;
  }

  readonly #repaint = (): void => this.#terminal.painter.repaint();
}
