import { joined, type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { keysOf } from '../../core/keymap.ts';
import { alsoCalled } from './also-called.ts';
import { type Argument, type Command, type Known, type Place, usage, type Word } from './command.ts';
import { commandsOf, isIdle } from './commands.ts';
import { found, nearestFirst } from './fuzzy.ts';
import { asTyped, type TypedLine, type TypedWord, typedLine } from './line.ts';

/** A line that may be meant by what was typed. */
export interface Suggestion {
  /** What stands in the field when it is taken over. */
  readonly line: string;
  readonly shown: Safe;
  /** By name, as keys are; '' without one. */
  readonly key: Safe;
  readonly about: Safe;
  readonly command: Command;
  /** What it is run with; null while a word is missing. */
  readonly args: readonly string[] | null;
}

/** What fits a typed line, best first; where nothing does, why not. */
export interface Suggested {
  readonly list: readonly Suggestion[];
  readonly none: Safe;
  /** What the command that was typed takes; null where none was yet. */
  readonly usage: Safe | null;
}

/** What may be meant by a typed line. */
export function suggestions(known: Known, typed: string): Suggested {
  const all = commandsOf(known);
  const line = typedLine(typed);
  const first = line.words[0]?.word ?? '';
  const named = all.find((one) => namesOf(one).includes(first));
  if (named !== undefined && takesSome(named)) return ofArguments(named, line, known);
  if (isIdle(first, known)) return { list: [], none: safe(`${sanitiseLine(first)}: this room has none`), usage: null };
  const offered = all.flatMap((command) => lines(command, known));
  const list = found(offered, typed, findable);
  // A slip in the name of a command that is followed by something: "rnage 30m"; or another word for it.
  const meant = list.length > 0 || first === '' ? undefined : meantByName(all.filter(takesSome), first);
  if (meant !== undefined) return ofArguments(meant, line, known);
  const [, second] = line.words.length > 0 ? [...line.words, line.current] : [];
  const none =
    named === undefined || second === undefined || second.word === ''
      ? safe('No command fits. Try: ring, page, theme, ack')
      : tooMuch(second.word, named);
  return { list, none, usage: null };
}

/** Why a line cannot be run; null where one that fits is offered. */
export function whyRefused(typed: string, known: Known): Safe | null {
  const { list, none } = suggestions(known, typed);
  return list.length > 0 ? null : none;
}

const takesSome = ({ takes }: Command): boolean => takes.length > 0;

/** Names in lower case. */
const namesOf = ({ name, action }: Command): readonly string[] => [name, ...(action === undefined ? [] : [action])];

const meantByName = (all: readonly Command[], word: string): Command | undefined =>
  found(all, word, (command) => ({ name: namesOf(command).join(' '), about: '' }))[0] ??
  all.find(({ action }) => alsoCalled(action).split(' ').includes(word.toLowerCase()));

const findable = ({ line, about, command: { action } }: Suggestion) => ({
  name: line.trim(),
  ...(action !== undefined && { other: action }),
  about: `${about} ${alsoCalled(action)}`,
});

/** A command by itself, and with each word that may follow it first. */
function lines(command: Command, known: Known): readonly Suggestion[] {
  const [argument] = command.takes;
  const bare = suggestion(command, [], known);
  if (argument === undefined) return [bare];
  return [bare, ...argument.words(known, []).map((word) => suggestion(command, [word], known))];
}

/** A command with some of its words. */
function suggestion(command: Command, given: readonly Word[], known: Known): Suggestion {
  const args = command.takes.map((_, i) => given[i]?.word ?? '');
  const isWhole = command.takes.slice(given.length).every(({ optional }) => optional);
  const words = given.map(({ word }, i) => (command.takes[i]?.rest ? word : asTyped(word)));
  const line = [command.name, ...words.filter((word) => word !== '')].join(' ');
  const key = command.action === undefined || given.length > 0 ? undefined : keysOf(known.keymap, command.action)[0];
  return {
    line: isWhole && command.takes.length === given.length ? line : `${line} `,
    shown: given.length === 0 ? usage(command) : sanitiseLine(line),
    key: sanitiseLine(key ?? ''),
    about:
      (isWhole && given.length > 0 ? command.does?.(known, args) : undefined) ??
      given.at(-1)?.about ??
      command.description,
    command,
    args: isWhole ? args : null,
  };
}

/** What may follow a command and the words that stand there already. */
function ofArguments(command: Command, { words, current }: TypedLine, known: Known): Suggested {
  const told = usageWith(command, known);
  const before = read(command, [...words.slice(1), current], known);
  if (typeof before === 'string') return { list: [], none: before, usage: told };
  const isWhole = command.takes[before.length - 1]?.rest === true;
  const options = isWhole ? [[]] : optionsFor(before, current, command, known);
  const list = options.map((option) => suggestion(command, [...before, ...option], known));
  if (list.length > 0) return { list, none: safe(''), usage: told };
  if (current.word === '') return { list: [suggestion(command, before, known)], none: safe(''), usage: told };
  return { list: [], none: whyNot(before, current, command, known), usage: told };
}

/** What a command takes, and a line of it that could be typed here: "ring RING, as ring ring1". */
function usageWith(command: Command, known: Known): Safe {
  const words: string[] = [];
  for (const argument of command.takes) {
    const [offered] = argument.words(known, words);
    words.push(offered?.word ?? argument.example ?? '');
  }
  const typed = words.map((word, i) => (command.takes[i]?.rest ? word : asTyped(word))).filter((word) => word !== '');
  return safe(`${usage(command)}, as :${command.name} ${sanitiseLine(typed.join(' '))}`);
}

/** Whether a word that is none of it may be meant for the next one: a name that nobody has is a mistake. */
const maySkip = ({ optional, wrong, claims }: Argument, word: string, place: Place): boolean =>
  optional === true && wrong !== undefined && !claims?.(word, place);

const wordsBefore = (given: readonly Word[]): readonly string[] => given.map(({ word }) => word);

/** Where a word stands, behind others and before another. */
const placeOf = (known: Known, given: readonly Word[], { rest }: TypedWord, next = ''): Place => ({
  known,
  given: wordsBefore(given),
  next,
  quoted: rest.startsWith('"'),
});

/** The words that stand before the last, each as the argument it is; or why one of them is none. */
function read(command: Command, words: TypedLine['words'], known: Known): readonly Word[] | Safe {
  const given: Word[] = [];
  const left = [...words];
  for (const argument of command.takes) {
    const [typed, next] = left;
    if (typed === undefined || next === undefined) return given;
    const place = placeOf(known, given, typed, next.word);
    if (argument.rest) return restOf(argument, typed, place, command);
    const fitting = meantBy(argument, typed.word, place, command);
    if (fitting === undefined && !maySkip(argument, typed.word, place))
      return whyNot(given, typed, command, known, next.word);
    given.push(fitting ?? { word: '', about: command.description });
    if (fitting !== undefined) left.shift();
  }
  const [typed, next] = left;
  return typed === undefined || next === undefined ? given : whyNot(given, typed, command, known, next.word);
}

/** All that is left of a line, behind what was given; or why it is no such text. */
function restOf(argument: Argument, typed: TypedWord, place: Place, command: Command): readonly Word[] | Safe {
  const { description: about } = command;
  const word = typed.rest.trim();
  const why = argument.wrong?.(word, place);
  return why ? whyWrong(word, why) : [...place.given.map((one) => ({ word: one, about })), { word, about }];
}

/** The word that one stands for: itself, or the one of the list that comes nearest. */
function meantBy(argument: Argument, word: string, place: Place, command: Command): Word | undefined {
  const { known, given } = place;
  const listed = argument.words(known, given);
  const more = argument.more?.(known, given) ?? [];
  const same = [...listed, ...more].find((one) => one.word.toLowerCase() === word.toLowerCase());
  if (same !== undefined) return same;
  if (argument.wrong === undefined) return found(listed, word, wordOf)[0];
  return argument.wrong(word, place) === null ? { word, about: command.description } : undefined;
}

const wordOf = ({ word, about }: Word) => ({ name: word, about });

const begins = (one: Word, typed: string): boolean => one.word.toLowerCase().startsWith(typed.toLowerCase());

/** What the word that is being typed may become; optional arguments that it cannot be are gone past. */
function optionsFor(
  given: readonly Word[],
  current: TypedWord,
  command: Command,
  known: Known,
): readonly (readonly Word[])[] {
  const argument = command.takes[given.length];
  if (argument === undefined) return [];
  const { word } = current;
  const place = placeOf(known, given, current);
  const words = argument.words(known, place.given);
  const more = word === '' ? [] : (argument.more?.(known, place.given) ?? []);
  // What may be any word is not taken for one of a list that looks like it.
  const listed =
    argument.wrong === undefined ? found(words, word, wordOf) : [...words, ...more].filter((one) => begins(one, word));
  const isFree = word !== '' && argument.wrong?.(word, place) === null && !listed.some((one) => one.word === word);
  const own = [
    ...(isFree ? [{ word: argument.rest ? current.rest : word, about: command.description }] : []),
    ...listed,
  ].map((one) => [one]);
  const skipped = { word: '', about: command.description };
  const later = () => optionsFor([...given, skipped], current, command, known).map((option) => [skipped, ...option]);
  // Nothing more need be typed: the line is run as it stands.
  if (word === '' && argument.optional) return own.length > 0 || argument.rest ? [[], ...own] : later();
  return own.length > 0 || !maySkip(argument, word, place) ? own : later();
}

/** Why a word cannot be the next one of a command. @param next the word behind it */
function whyNot(given: readonly Word[], typed: TypedWord, command: Command, known: Known, next = ''): Safe {
  const { word } = typed;
  const place = placeOf(known, given, typed, next);
  const argument = command.takes.slice(given.length).find((one) => !maySkip(one, word, place));
  if (argument === undefined) return tooMuch(word, command);
  const why = argument.wrong?.(word, place);
  if (why) return whyWrong(word, why);
  const absent = argument.absent?.(known, word) ?? null;
  if (absent !== null) return absent;
  const offered = nearestFirst(argument.words(known, place.given), word).map((one) => sanitiseLine(one.word));
  if (offered.length === 0) return safe(`There is no ${plainly(argument)} here`);
  const more = safe(offered.length > MOST_TOLD ? ', …' : '');
  return safe(
    `No ${plainly(argument)} is called "${sanitiseLine(word)}". There are: ${joined(offered.slice(0, MOST_TOLD), ', ')}${more}`,
  );
}

/** What an argument is in a sentence. */
const plainly = ({ name }: Argument): Safe => sanitiseLine(name.toLowerCase());

function tooMuch(word: string, { name, takes }: Command): Safe {
  const [most, ...others] = takes;
  const told =
    most === undefined
      ? safe('no more words')
      : others.length === 0
        ? safe(`one word, the ${plainly(most)}`)
        : safe(`${takes.length} words at most`);
  return safe(`"${sanitiseLine(word)}" is too much: ${name} takes ${told}`);
}

const whyWrong = (word: string, why: Safe): Safe => safe(`"${sanitiseLine(word)}": ${why}`);

const MOST_TOLD = 8;
