import { Transform, type TransformCallback } from 'node:stream';
import type { Timer } from '../clock.ts';
import { type Parted, part, type Reply, withoutTail } from './replies.ts';

const ESC = '\u001b';
/** A terminal in the middle of a word goes on within this time; in milliseconds, as all times here. */
const SPLIT = 50;
/** A terminal that has not answered by then will hardly. */
const WAITS = 1000;

/** What the input needs of `process.stdin`. */
export type KeySource = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  readonly isRaw?: boolean;
  setRawMode?(raw: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
};

/**
 * A terminal's input without what the terminal says of itself, which would otherwise be taken for keys, whenever it comes and
 * however it is cut. What may be the beginning of an answer is held back until the rest comes: while one is awaited for a second at
 * most, later for no longer than a terminal is in the middle of a word. What is typed before anything reads it waits here.
 */
export class TerminalInput extends Transform {
  readonly isTTY: boolean;
  readonly #source: KeySource;
  readonly #timer: Timer;
  readonly #told: (reply: Reply) => void;
  readonly #giveUp: () => void;
  #awaited: boolean;
  /** What may be the beginning of an answer. */
  #begun: Parted['begun'] = NOTHING;
  /** Of that, a lone escape that is handed on at once, since it may be the key. */
  #handedOn = '';
  /** The beginning of an answer was given up: its end is none of the keys. */
  #lost = false;
  #release = () => {};
  #overheard: ((text: string) => void) | null = null;

  /** @param awaited whether it was asked something @param told whom what it says is told */
  constructor(source: KeySource, timer: Timer, awaited: boolean, told: (reply: Reply) => void) {
    super({ encoding: 'utf8', decodeStrings: false });
    this.#source = source;
    this.#timer = timer;
    this.#told = told;
    this.#awaited = awaited;
    this.isTTY = source.isTTY === true;
    this.#giveUp = timer.after(WAITS, () => this.#settle());
    source.setEncoding('utf8');
    source.pipe(this);
  }

  get isRaw(): boolean {
    return this.#source.isRaw === true;
  }

  setRawMode(raw: boolean): this {
    this.#source.setRawMode?.(raw);
    return this;
  }

  ref(): this {
    this.#source.ref?.();
    return this;
  }

  unref(): this {
    this.#source.unref?.();
    return this;
  }

  /** Has somebody told of what is typed, which whoever reads it gets all the same; null: nobody any more. */
  overhear(heard: ((text: string) => void) | null): void {
    this.#overheard = heard;
  }

  /** Lets go of the terminal's input. */
  close(): void {
    this.#giveUp();
    this.#release();
    this.#source.unpipe(this);
    this.#source.pause();
    this.destroy();
  }

  override _transform(chunk: unknown, _encoding: string, done: TransformCallback): void {
    this.#release();
    const came = this.#lost ? withoutTail(String(chunk)) : String(chunk);
    this.#lost = false;
    const { keys, beganWithReply, replies, begun } = part(this.#begun.text + came);
    const handedOn = beganWithReply ? '' : this.#handedOn;
    for (const reply of replies) this.#hear(reply);
    this.#begun = begun;
    this.#handedOn = keys === '' ? handedOn : '';
    const text = keys.slice(handedOn.length) + this.#begunKey();
    if (begun.text !== '' && !this.#awaited)
      this.#release = this.#timer.after(begun.sure ? WAITS : SPLIT, () => this.#settle());
    if (text !== '') this.#overheard?.(text);
    done(null, text === '' ? undefined : text);
  }

  #hear(reply: Reply): void {
    if (reply.kind === 'attributes') this.#awaited = false;
    this.#told(reply);
  }

  /** The escape key need not wait where no answer is awaited. */
  #begunKey(): string {
    if (this.#awaited || this.#begun.text !== ESC || this.#handedOn !== '') return '';
    this.#handedOn = ESC;
    return ESC;
  }

  #settle(): void {
    const { text, sure } = this.#begun;
    this.#awaited = false;
    this.#lost = sure;
    if (!sure && text.length > this.#handedOn.length) this.push(text.slice(this.#handedOn.length));
    this.#begun = NOTHING;
    this.#handedOn = '';
  }
}

const NOTHING: Parted['begun'] = { text: '', sure: false };
