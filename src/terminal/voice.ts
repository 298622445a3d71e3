import type { Safe } from '../text/safe.ts';
import type { Capabilities } from './capabilities.ts';
import { type NotificationSequence, notificationSequence, titleSequence } from './notification.ts';

const BELL = '\u0007';

/** What a terminal does beside showing a picture: it rings, notifies, and has a title. */
export class TerminalVoice {
  readonly #terminal: { write(bytes: string): unknown };
  readonly #capabilities: Capabilities;
  #title: Safe | null = null;

  constructor(terminal: { write(bytes: string): unknown }, capabilities: Capabilities) {
    this.#terminal = terminal;
    this.#capabilities = capabilities;
  }

  ring(): void {
    this.#terminal.write(BELL);
  }

  /** Asks the terminal to notify whoever does not look at it. */
  notify(title: Safe, text: Safe, how: NotificationSequence): void {
    const sequence = notificationSequence(title, text, how, this.#capabilities);
    if (sequence !== null) this.#terminal.write(sequence);
  }

  /** Calls the terminal so, where it is not called so already. */
  call(title: Safe): void {
    if (title === this.#title) return;
    this.#title = title;
    this.again();
  }

  /** Somebody else had the terminal and may have called it otherwise. */
  again(): void {
    const sequence = this.#title === null ? null : titleSequence(this.#title, this.#capabilities);
    if (sequence !== null) this.#terminal.write(sequence);
  }
}
