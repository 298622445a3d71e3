import { constants } from 'node:os';

/** What the guard needs of `process`. */
export interface GuardedProcess {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
  emit(event: string): unknown;
  kill(pid: number, signal: string): unknown;
  exit(code: number): unknown;
}

type Listener = readonly [event: string, listener: (...args: unknown[]) => void];

export interface GuardedTerminal {
  readonly process: GuardedProcess;
  readonly stdin: { readonly isRaw?: boolean; setRawMode?(raw: boolean): unknown };
  readonly stdout: { write(bytes: string): unknown };
  /** What is switched on while it is ours, and off after; a full screen unless given. */
  readonly modes?: { readonly enter: string; readonly leave: string };
  /** Stops painting while the terminal is not ours, and paints everything afterwards. */
  readonly painter: { hold(): void; release(): void };
  /** Tells the operator of a crash; called when the terminal is as it was before. */
  readonly report: (error: unknown) => void;
  /** Tells the operator what the end leaves undone; called when the terminal is as it was before. */
  readonly farewell?: () => void;
}

const csi = (...modes: string[]): string => modes.map((mode) => `\u001b[${mode}`).join('');

const CLOSE_LINK = '\u001b]8;;\u0007';
/**
 * The title put aside, alternate screen, no cursor, no wrapping at the last column, pastes marked as such, no mouse where another
 * program left it on, and a word whenever somebody comes to look or goes, or the system turns dark or light.
 */
const ENTER = csi(...['22;2t', '?1049h', '?25l', '?7l', '?2004h', '?1000l', '?1002l', '?1003l', '?1004h', '?2031h']);
/** Also ends what may have been left open: a synchronized update, a link, a style, paste and mouse reports. */
const LEAVE =
  csi('?2026l', '0m') +
  CLOSE_LINK +
  csi('?2004l', '?1000l', '?1002l', '?1003l', '?1004l', '?1006l', '?2031l', '?7h', '?25h', '?1049l', '23;2t');

const FULL_SCREEN = { enter: ENTER, leave: LEAVE };
/** Of a terminal that lines are written to, as any program writes them: pastes are marked as such. */
export const LINES = { enter: csi('?2004h'), leave: csi('?2004l') };
/** Of one that would print them. */
export const NO_MODES = { enter: '', leave: '' };

const FATAL = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Every process of the group, so that a wrapper such as npm is stopped too and the shell takes over. */
const OWN_GROUP = 0;
/** Without a shell behind it a process is not stopped at all; then it goes on after this time. */
const STOPPED_WITHIN = 200;

/**
 * Takes the terminal for a full screen and gives it back as it was: at a normal end, at a crash, at SIGINT, SIGTERM and
 * SIGHUP (exit code 128 + its number), and while the process is suspended.
 */
export class ScreenGuard {
  readonly #terminal: GuardedTerminal;
  readonly #listeners: readonly Listener[];
  #entered = false;
  #raw = false;
  #wakeUp: NodeJS.Timeout | null = null;

  constructor(terminal: GuardedTerminal) {
    this.#terminal = terminal;
    this.#listeners = [
      ...FATAL.map((signal) => [signal, () => this.#end(128 + constants.signals[signal])] as const),
      ['SIGTSTP', () => this.suspend()],
      ['SIGCONT', () => this.#resume()],
      ['uncaughtException', (error) => this.#crash(error)],
      ['unhandledRejection', (reason) => this.#crash(reason)],
      ['exit', () => this.leave()],
    ];
  }

  /** Takes the terminal. */
  enter(): void {
    this.#listen(this.#listeners);
    // At once: a key typed before the first frame would be echoed into it, or, like ctrl-c, be taken for a signal.
    this.#terminal.stdin.setRawMode?.(true);
    this.#take();
  }

  /** Gives the terminal back, for good. */
  leave(): void {
    this.#awake();
    this.#ignore(this.#listeners);
    this.#give();
  }

  /** Gives the terminal back and stops the process, until the shell continues it: ctrl-z. */
  suspend(): void {
    if (!this.#entered) return;
    this.#give();
    // Only a signal that nobody listens to stops the process.
    this.#ignore(this.#stops());
    this.#wakeUp = setTimeout(() => this.#resume(), STOPPED_WITHIN);
    this.#terminal.process.kill(OWN_GROUP, 'SIGTSTP');
  }

  /** After any stop, also one that could not be seen coming (SIGSTOP), the shell has had the terminal. */
  #resume(): void {
    const { stdin, painter } = this.#terminal;
    this.#awake();
    if (this.#entered) this.#raw = stdin.isRaw === true;
    else this.#listen(this.#stops());
    // Node believes that the terminal still is as it left it, and would not set it again.
    if (this.#raw) for (const raw of [false, true]) stdin.setRawMode?.(raw);
    this.#take();
    // Who is stopped is not told that the terminal changed its size, and Node asks for it when told so.
    this.#terminal.process.emit('SIGWINCH');
    painter.release();
  }

  #take(): void {
    this.#entered = true;
    this.#terminal.stdout.write((this.#terminal.modes ?? FULL_SCREEN).enter);
  }

  #give(): void {
    if (!this.#entered) return;
    const { stdin, stdout, painter } = this.#terminal;
    this.#entered = false;
    painter.hold();
    this.#raw = stdin.isRaw === true;
    if (this.#raw) stdin.setRawMode?.(false);
    stdout.write((this.#terminal.modes ?? FULL_SCREEN).leave);
  }

  #crash(error: unknown): void {
    this.leave();
    this.#terminal.report(error);
    this.#terminal.process.exit(1);
  }

  #end(code: number): void {
    this.leave();
    this.#terminal.farewell?.();
    this.#terminal.process.exit(code);
  }

  #awake(): void {
    if (this.#wakeUp) clearTimeout(this.#wakeUp);
    this.#wakeUp = null;
  }

  #stops(): readonly Listener[] {
    return this.#listeners.filter(([event]) => event === 'SIGTSTP');
  }

  #listen(listeners: readonly Listener[]): void {
    for (const [event, listener] of listeners) this.#terminal.process.on(event, listener);
  }

  #ignore(listeners: readonly Listener[]): void {
    for (const [event, listener] of listeners) this.#terminal.process.off(event, listener);
  }
}
