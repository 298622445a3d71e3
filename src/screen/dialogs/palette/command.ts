import { parseDuration } from '../../../profile/duration.ts';
import { type Safe, type SafeArgument, safe } from '../../../text/safe.ts';
import type { Step } from '../../core/effects.ts';
import type { ActionId } from '../../core/kinds.ts';
import type { Here, World } from '../../core/world.ts';
import { ENDLESS, whyNoDuration } from '../shared/duration.ts';

/** What is known where a command is typed. */
export type Known = Pick<World, 'scene' | 'keymap' | 'themes' | 'logs'>;

/** A word that may stand for an argument, and what it means. */
export interface Word {
  readonly word: string;
  readonly about: Safe;
}

/** Where a word stands that is read as an argument. */
export interface Place {
  readonly known: Known;
  /** The words before it; '' for an optional one that was not given. */
  readonly given: readonly string[];
  /** The word behind it; '' for none. */
  readonly next: string;
  /** Whether it stands in quotes. */
  readonly quoted: boolean;
}

/** One of the words that follow the name of a command. */
export interface Argument {
  /** What stands for it where the command is explained, as "RING". */
  readonly name: Safe;
  /** Whether the command does something without it. A word that is wrong for it is then read as the next argument. */
  readonly optional?: true;
  /** Whether it is all the rest of the line. Only the last one is. */
  readonly rest?: true;
  /** Why a word is none of those offered; null: because nothing is called so. */
  absent?(known: Known, word: string): Safe | null;
  /** What one may look like, where no words are offered. */
  readonly example?: Safe;
  /** The words worth offering. @param given those before it; '' for an optional one that was not given */
  words(known: Known, given: readonly string[]): readonly Word[];
  /** Words that are taken too, and offered once they are begun. */
  more?(known: Known, given: readonly string[]): readonly Word[];
  /** Why another word cannot be meant; null: it can. Absent: only those words can, the nearest of them by a slip. */
  wrong?(word: string, place: Place): Safe | null;
  /** Whether a word that is wrong for it can be meant for nothing else, though it is optional. */
  claims?(word: string, place: Place): boolean;
}

/** A command of the palette, in lines such as `ack V2ErrorSpike 1h looking into it`. */
export interface Command {
  /** One word. */
  readonly name: Safe;
  readonly description: Safe;
  readonly takes: readonly Argument[];
  /** The action that it does without arguments: its key is told, and its name stands for the command too. */
  readonly action?: ActionId;
  /** What will come of it, with those arguments. Absent: its last word tells that. */
  does?(known: Known, args: readonly string[]): Safe | undefined;
  /** Whether there is anything for it to do; there is where this is absent. */
  offered?(known: Known): boolean;
  /**
   * Does it, with the palette closed.
   * @param args in the order of `takes`; '' for an optional one that was not given. Words of a list are as they stand there
   */
  run(here: Here, args: readonly string[]): Step;
}

/** One of some words. */
export const oneOf = <T extends string>(name: SafeArgument<T>, words: Argument['words']): Argument => ({
  name: safe<T>(name),
  words,
});

/** A time such as 30m; those worth offering come first. */
export const duration = <T extends string>(
  name: SafeArgument<T>,
  offered: readonly string[],
  about: Safe,
): Argument => ({
  name: safe<T>(name),
  words: () => offered.map((word) => ({ word, about })),
  wrong: (word) => ((parseDuration(word) ?? 0) > 0 ? null : whyNoDuration(word)),
  claims: isLikeDuration,
});

/** Whether a word can hardly be meant for anything but a time, right or wrong. */
export const isLikeDuration = (word: string): boolean =>
  /^[\d.]+(?:[a-z]+\d+)*[a-z]*$/i.test(word) || ENDLESS.test(word);

/** Any text, to the end of the line. */
export const text = <T extends string, E extends string>(
  name: SafeArgument<T>,
  example: SafeArgument<E>,
): Argument => ({
  name: safe<T>(name),
  example: safe<E>(example),
  optional: true,
  rest: true,
  words: () => [],
  wrong: () => null,
});

export const optional = (argument: Argument): Argument => ({ ...argument, optional: true });

/** How a command is typed: "ack ALERT [FOR] [NOTE]". */
export const usage = ({ name, takes }: Command): Safe =>
  takes.reduce((told, one) => safe(one.optional ? `${told} [${one.name}]` : `${told} ${one.name}`), name);
