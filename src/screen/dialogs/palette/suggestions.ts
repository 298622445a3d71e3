import { joined, type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { keysOf } from '../../core/keymap.ts';
import { type Argument, type Command, type Known, usage, type Word } from './command.ts';
import { commandsOf } from './commands.ts';
import { found } from './fuzzy.ts';
import { asTyped, type TypedLine, typedLine } from './line.ts';

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
}

/** What may be meant by a typed line. */
export function suggestions(known: Known, typed: string): Suggested {
  const all = commandsOf(known);
  const line = typedLine(typed);
  const first = line.words[0]?.word ?? '';
  const named = all.find((one) => namesOf(one).includes(first));
  if (named !== undefined && takesSome(named)) return ofArguments(named, line, known);
  const offered = all.flatMap((command) => lines(command, known));
  const list = found(offered, typed, findable);
  // A slip in the name of a command that is followed by something: "rnage 30m".
  const meant = list.length > 0 || first === '' ? undefined : found(all.filter(takesSome), first, nameOf)[0];
  if (meant !== undefined) return ofArguments(meant, line, known);
  return { list, none: safe('No command fits. Try: ring, page, theme, ack') };
}

const takesSome = ({ takes }: Command): boolean => takes.length > 0;

/** Names in lower case. */
const namesOf = ({ name, action }: Command): readonly string[] => [name, ...(action === undefined ? [] : [action])];

const nameOf = (command: Command) => ({ name: namesOf(command).join(' '), about: command.description });

const findable = ({ line, about, command: { action } }: Suggestion) => ({
  name: line.trim(),
  about: `${about} ${action ?? ''}`,
});

/** A command by itself, and with each word that may follow it first. */
function lines(command: Command, known: Known): readonly Suggestion[] {
  const [argument] = command.takes;
  const bare = suggestion(command, [], known);
  if (argument === undefined) return [bare];
  return [bare, ...argument.words(known).map((word) => suggestion(command, [word], known))];
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
    about: given.at(-1)?.about ?? command.description,
    command,
    args: isWhole ? args : null,
  };
}

/** What may follow a command and the words that stand there already. */
function ofArguments(command: Command, { words, current }: TypedLine, known: Known): Suggested {
  const before = read(command, words.slice(1), known);
  if (typeof before === 'string') return { list: [], none: before };
  const isWhole = command.takes[before.length - 1]?.rest === true;
  const options = isWhole ? [[]] : optionsFor(command.takes.slice(before.length), current, command, known);
  if (options.length > 0)
    return { list: options.map((option) => suggestion(command, [...before, ...option], known)), none: safe('') };
  if (current.word === '') return { list: [suggestion(command, before, known)], none: safe('') };
  return { list: [], none: whyNot(command.takes[before.length], current.word, command, known) };
}

/** Whether a word that is none of it may be meant for the next one: a name that nobody has is a mistake. */
const maySkip = ({ optional, wrong }: Argument): boolean => optional === true && wrong !== undefined;

/** The words that stand there already, each as the argument it is; or why one of them is none. */
function read(command: Command, words: TypedLine['words'], known: Known): readonly Word[] | Safe {
  const given: Word[] = [];
  const left = [...words];
  for (const argument of command.takes) {
    const [typed] = left;
    if (typed === undefined) return given;
    if (argument.rest) return [...given, { word: typed.rest.trim(), about: command.description }];
    const fitting = meantBy(argument, typed.word, command, known);
    if (fitting === undefined && !maySkip(argument)) return whyNot(argument, typed.word, command, known);
    given.push(fitting ?? { word: '', about: command.description });
    if (fitting !== undefined) left.shift();
  }
  const [typed] = left;
  return typed === undefined ? given : whyNot(undefined, typed.word, command, known);
}

/** The word that one stands for: itself, or the one of the list that comes nearest. */
function meantBy(argument: Argument, word: string, command: Command, known: Known): Word | undefined {
  const listed = argument.words(known);
  const same = listed.find((one) => one.word.toLowerCase() === word.toLowerCase());
  if (same !== undefined || argument.wrong?.(word) === null) return same ?? { word, about: command.description };
  return argument.wrong === undefined ? found(listed, word, wordOf)[0] : undefined;
}

const wordOf = ({ word, about }: Word) => ({ name: word, about });

/** What the word that is being typed may become; optional arguments that it cannot be are gone past. */
function optionsFor(
  [argument, ...later]: readonly Argument[],
  current: TypedLine['current'],
  command: Command,
  known: Known,
): readonly (readonly Word[])[] {
  if (argument === undefined) return [];
  const { word } = current;
  const listed = found(argument.words(known), word, wordOf);
  const isFree = word !== '' && argument.wrong?.(word) === null && !listed.some((one) => one.word === word);
  const own = [
    ...(isFree ? [{ word: argument.rest ? current.rest : word, about: command.description }] : []),
    ...listed,
  ].map((one) => [one]);
  // Nothing more need be typed: the line is run as it stands.
  if (word === '' && argument.optional) return [[], ...own];
  if (own.length > 0 || !maySkip(argument)) return own;
  const skipped = { word: '', about: command.description };
  return optionsFor(later, current, command, known).map((option) => [skipped, ...option]);
}

/** Why a word cannot be the next one of a command. */
function whyNot(argument: Argument | undefined, word: string, command: Command, known: Known): Safe {
  const told = sanitiseLine(word);
  if (argument === undefined) return safe(`"${told}" is too much: ${usage(command)}`);
  const why = argument.wrong?.(word);
  if (why) return safe(`"${told}": ${why}`);
  const offered = argument.words(known).map((one) => sanitiseLine(one.word));
  if (offered.length === 0) return safe(`There is no ${argument.name} here`);
  const more = safe(offered.length > MOST_TOLD ? ', …' : '');
  return safe(
    `No ${argument.name} is called "${told}". There are: ${joined(offered.slice(0, MOST_TOLD), ', ')}${more}`,
  );
}

const MOST_TOLD = 8;
