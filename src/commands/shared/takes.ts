import { Argument, Option } from 'commander';

/*
 * What a command takes from the command line. Each declaration also says, to the compiler, under which name and as what
 * its handler finds the value: nobody writes that type a second time.
 */

/** A flag or an argument, as Commander reads it. */
export interface Takes<Values> {
  readonly part: Option | Argument;
  /** For the compiler alone: what a handler is given, by name. Nothing ever holds it. */
  readonly gives?: Values;
}

/** What a handler is given of all that is taken. A flag that was left out is `undefined`, not absent: it has to be dealt with. */
export type ValuesOf<T extends readonly Takes<unknown>[]> = T extends readonly [
  Takes<infer Values>,
  ...infer Rest extends readonly Takes<unknown>[],
]
  ? Values & ValuesOf<Rest>
  : unknown;

type Named<Name extends string, Value> = { readonly [Key in Name]: Value };

type CamelCase<Word extends string> = Word extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Word;
type LongFlag<Flags extends string> = Flags extends `${string}--${infer Long} ${string}`
  ? Long
  : Flags extends `${string}--${infer Long}`
    ? Long
    : never;
/** As Commander names it: `staleAfter` of `--stale-after <duration>`, `logs` of `--no-logs`. */
type OptionName<Flags extends string> =
  LongFlag<Flags> extends `no-${infer Word}` ? CamelCase<Word> : CamelCase<LongFlag<Flags>>;
type ArgumentName<Usage extends string> = Usage extends `${'<' | '['}${infer Name}...${'>' | ']'}`
  ? Name
  : Usage extends `${'<' | '['}${infer Name}${'>' | ']'}`
    ? Name
    : never;

/** How the value of an option is read; left to itself, as the text it is. */
interface HowRead {
  readonly choices?: readonly string[];
  /** @throws Commander's `InvalidArgumentError` */
  readonly read?: (text: string) => unknown;
  /** The value where the option is left out, and how the help shows it if not as it is. */
  readonly standard?: unknown;
  readonly shown?: string;
  readonly required?: true;
  /** It may be given again and again, and is a list. */
  readonly repeated?: true;
}

type OneValue<R> = R extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : R extends { readonly read: (text: string) => infer Value }
    ? Value
    : string;
type GivenValue<R> = R extends { readonly repeated: true } ? readonly OneValue<R>[] : OneValue<R>;
type OptionValue<R> = R extends { readonly standard: unknown } | { readonly required: true }
  ? GivenValue<R>
  : GivenValue<R> | undefined;

/** An option with a value: `--at <time>`. */
export function option<const Flags extends `${string}--${string} <${string}>`, const R extends HowRead>(
  flags: Flags,
  description: string,
  reading?: R & { readonly standard?: GivenValue<R> },
): Takes<Named<OptionName<Flags>, OptionValue<R>>> {
  const part = new Option(flags, description);
  const { choices, read, standard, shown, required, repeated }: HowRead = reading ?? {};
  if (choices) part.choices(choices);
  if (read) part.argParser(read);
  const one = part.parseArg;
  // What is standard is not the beginning of what is given.
  if (repeated)
    part.argParser((text: string, before: unknown) => {
      const value: unknown = one ? one(text, undefined) : text;
      return Array.isArray(before) && before !== standard ? [...before, value] : [value];
    });
  if (standard !== undefined) part.default(standard, shown);
  if (required) part.makeOptionMandatory();
  return { part };
}

/** An option without a value: true when it is given. One that begins with `--no-` is true until it is given. */
export const flag = <const Flags extends `${string}--${string}`>(
  flags: Flags,
  description: string,
): Takes<Named<OptionName<Flags>, Flags extends `${string}--no-${string}` ? boolean : boolean | undefined>> => ({
  part: new Option(flags, description),
});

/** An argument: `<ring>` must be there, `[file]` may, `[alerts...]` are any number. @param standard what it is when left out */
export const argument = <const Usage extends string, const Standard extends string | undefined = undefined>(
  usage: Usage,
  description?: string,
  standard?: Standard,
): Takes<
  Named<
    ArgumentName<Usage>,
    Usage extends `${string}...${string}`
      ? readonly string[]
      : Usage extends `<${string}`
        ? string
        : string | (Standard extends string ? never : undefined)
  >
> => {
  const part = new Argument(usage, description);
  return { part: standard === undefined ? part : part.default(standard) };
};
