/** What one server was asked so far, and how much it answered. */
export interface Spent {
  readonly requests: number;
  /** Bytes of answers as they came, without their headers. */
  readonly received: number;
  /** The same, unpacked. */
  readonly unpacked: number;
}

/** A server of which it is known what it was asked. */
export interface Counted {
  /** So far. */
  spent(): Spent;
}

/** Counts what is asked of one server. Of an answer that goes on, as a tail of logs does, only that it was asked. */
export class Meter {
  #requests = 0;
  #received = 0;
  #unpacked = 0;

  get spent(): Spent {
    return { requests: this.#requests, received: this.#received, unpacked: this.#unpacked };
  }

  asked(): void {
    this.#requests += 1;
  }

  answered(received: number, unpacked: number): void {
    this.#received += received;
    this.#unpacked += unpacked;
  }
}
