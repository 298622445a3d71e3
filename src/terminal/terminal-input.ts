import { Transform, type TransformCallback } from 'node:stream';
import type { Timer } from '../clock.ts';
import { type Background, backgroundOf } from './background.ts';

const ESC = '\u001b';
const BEL = '\u0007';
/** An answer to the question for the background, ended by BEL or by ST. */
const ANSWER = new RegExp(`${ESC}\\]11;([^${BEL}${ESC}]{0,40})(?:${BEL}|${ESC}\\\\)`);
/** The beginning of one, at the end of what came so far. */
const BEGUN = new RegExp(`${ESC}(?:\\](?:1(?:1(?:;[^${BEL}${ESC}]{0,40}(?:${ESC})?)?)?)?)?$`);
/** Whether the terminal has the focus, which it tells whenever that changes. */
const FOCUS = new RegExp(`${ESC}\\[([IO])`, 'g');
/** The beginning of such a word. Alone it may be a key, and is held back no longer than a terminal is in the middle of one. */
const FOCUS_BEGUN = new RegExp(`${ESC}\\[$`);
const SPLIT = 50;

/** A terminal that has not answered by then will hardly; in milliseconds. */
const WAITS = 1000;

/** What the input needs of `process.stdin`. */
export type KeySource = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  readonly isRaw?: boolean;
  setRawMode?(raw: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
};

/** Whom what a terminal says of itself is told. */
export interface Told {
  /** What it draws on; null where it was not asked. */
  readonly background: ((background: Background) => void) | null;
  readonly focus: (focused: boolean) => void;
}

/**
 * A terminal's input without its answers and its words on the focus, which would otherwise be taken for keys. While an
 * answer is awaited its beginning is held back until the rest comes, for a second at most; later ones are taken out where
 * they come whole. What is typed before anything reads it waits here.
 */
export class TerminalInput extends Transform {
  readonly isTTY: boolean;
  readonly #source: KeySource;
  readonly #timer: Timer;
  readonly #told: Told;
  readonly #giveUp: () => void;
  #awaited: boolean;
  #held = '';
  #release = () => {};
  #overheard: ((text: string) => void) | null = null;

  constructor(source: KeySource, timer: Timer, told: Told) {
    super({ encoding: 'utf8', decodeStrings: false });
    this.#source = source;
    this.#timer = timer;
    this.#told = told;
    this.#awaited = told.background !== null;
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
    let text = this.#held + String(chunk);
    this.#held = '';
    this.#release();
    for (let found = ANSWER.exec(text); found; found = ANSWER.exec(text)) {
      const background = backgroundOf(found[1] ?? '');
      if (background !== null) this.#told.background?.(background);
      this.#awaited = false;
      text = text.slice(0, found.index) + text.slice(found.index + found[0].length);
    }
    text = text.replace(FOCUS, (_, word: string) => {
      this.#told.focus(word === 'I');
      return '';
    });
    const begun = (this.#awaited ? BEGUN.exec(text) : null) ?? FOCUS_BEGUN.exec(text);
    if (begun) {
      this.#held = begun[0];
      text = text.slice(0, begun.index);
      if (!this.#awaited) this.#release = this.#timer.after(SPLIT, () => this.#settle());
    }
    if (text !== '') this.#overheard?.(text);
    done(null, text === '' ? undefined : text);
  }

  #settle(): void {
    this.#awaited = false;
    if (this.#held !== '') this.push(this.#held);
    this.#held = '';
  }
}
