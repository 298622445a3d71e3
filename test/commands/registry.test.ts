import { EventEmitter } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { runProgram } from '../../src/commands/main.ts';
import { COMMANDS, STANDARD } from '../../src/commands/registry.ts';
import type { Entries } from '../../src/commands/shared/command.ts';
import type { GlobalOptions } from '../../src/commands/shared/globals.ts';
import { Output } from '../../src/commands/shared/print.ts';
import { createProgram } from '../../src/commands/shared/program.ts';
import { argument, flag, option, type ValuesOf } from '../../src/commands/shared/takes.ts';
import type { World } from '../../src/commands/shared/world.ts';
import { Printed, type Run } from '../desk.ts';
import { refusals } from '../refusals.ts';
import { repository } from '../repository/repository.ts';
import { weigh } from './fixtures/weigh.ts';

const worldOf = (stdout: Printed, stderr: Printed): World => ({
  env: {},
  folder: '/',
  out: new Output(stdout, stderr),
  signals: new EventEmitter(),
  terminal: null,
});

async function run(commands: Entries, ...args: readonly string[]): Promise<Run> {
  const [stdout, stderr] = [new Printed(undefined), new Printed(undefined)];
  const code = await runProgram(args, worldOf(stdout, stderr), commands, STANDARD);
  return { code, out: stdout.text, err: stderr.text };
}

describe('a command that is one more line of the registry', () => {
  const commands = { ...COMMANDS, weigh };

  it('is listed with what it takes, and changes nothing else', async () => {
    const words = (text: string) => text.split(/\s+/).join(' ');
    const [before, after] = [await run(COMMANDS, '--help'), await run(commands, '--help')];
    const line = ' weigh [options] <ring> [others...] weighs a ring and whatever lies on it';
    expect(words(after.out)).toContain(line);
    expect(words(after.out).replace(line, '')).toBe(words(before.out));
  });

  it('explains itself', async () => {
    const { code, out } = await run(commands, 'weigh', '--help');
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: ringdeck weigh \[options\] <ring> \[others\.\.\.\]\n\nweighs a ring/);
    expect(out).toMatch(/^ {2}ring +what is weighed$/m);
    expect(out).toMatch(/^ {2}-u, --up-to <number> +no more than so many \(default: 3\)$/m);
    expect(out).toMatch(/^ {2}--scale <scale> +by which scale \(choices: "kitchen", "letter"\)$/m);
    expect(out).toMatch(/^ {2}--no-tare +with all that is around it$/m);
  });

  it('is meant by a slip of the pen', async () => {
    const { code, err } = await run(commands, 'wiegh');
    expect([code, err]).toEqual([4, 'ringdeck: There is no command "wiegh"; did you mean "weigh"?\n']);
  });

  it('runs, is given everything by its name, and says how to exit', async () => {
    const { code, out } = await run(
      commands,
      ...['--operator', 'alice', 'weigh', 'ring1', 'a', 'b', '-u', '5', '--scale', 'letter', '--seal', 'bob'],
      ...['--counter-weight', '1', '--counter-weight', '2', '--twice', '--no-tare', '--format', 'json'],
    );
    expect(code).toBe(7);
    expect(JSON.parse(out)).toEqual({
      ...{ ring: 'ring1', others: ['a', 'b'], upTo: 5, scale: 'letter', counterWeight: [1, 2], seal: 'bob' },
      ...{ twice: true, tare: false, format: 'json', operator: 'alice' },
    });
  });

  it('has its defaults where nothing is given, and nothing more', async () => {
    const { out } = await run(commands, 'weigh', 'ring1', '--seal', 'bob');
    expect(JSON.parse(out)).toEqual({ ring: 'ring1', others: [], upTo: 3, seal: 'bob', tare: true, format: 'text' });
  });

  it.each([
    [['weigh', '--seal', 'bob'], "missing required argument 'ring'"],
    [['weigh', 'ring1'], "required option '--seal <name>' not specified"],
    [['weigh', 'ring1', '--seal', 'bob', '--up-to', '0'], 'expected a whole number, at least 1.'],
    [['weigh', 'ring1', '--seal', 'bob', '--scale', 'truck'], 'Allowed choices are kitchen, letter.'],
  ])('%j is a mistake: exit 4', async (args, words) => {
    expect(await run(commands, ...args)).toEqual({ code: 4, out: '', err: expect.stringContaining(words) });
  });
});

it('no command takes two things by one name, nor one by the name of an option of all commands', () => {
  const world = worldOf(new Printed(undefined), new Printed(undefined));
  const namesOf = (command: Command): readonly string[] => [
    ...command.options.map((taken) => taken.attributeName()),
    ...command.registeredArguments.map((taken) => taken.name()),
  ];
  const program = createProgram(COMMANDS, STANDARD, { world, ended: () => {} });
  const check = (command: Command) => {
    const names = [...namesOf(program), ...namesOf(command)];
    expect([command.name(), names.filter((name, i) => names.indexOf(name) !== i)]).toEqual([command.name(), []]);
    command.commands.forEach(check);
  };
  expect(program.commands.length).toBeGreaterThan(10);
  program.commands.forEach(check);
});

it('what a handler is given has the types of its declarations', () => {
  const takes = [
    argument('<ring>'),
    argument('[file]'),
    argument('[what]', 'either', 'profile'),
    argument('[alerts...]'),
    option('-o, --output-file <file>', '', { required: true }),
    option('--wait <seconds>', '', { read: Number }),
    option('--limit <lines>', '', { read: Number, standard: 5 }),
    option('--for <purpose>', '', { choices: ['deploy', 'validate'], standard: 'deploy' }),
    option('--dir <folder>', '', { repeated: true }),
    flag('-f, --follow', ''),
    flag('--no-logs', ''),
  ] as const;
  interface Expected {
    readonly ring: string;
    readonly file: string | undefined;
    readonly what: string;
    readonly alerts: readonly string[];
    readonly outputFile: string;
    readonly wait: number | undefined;
    readonly limit: number;
    readonly for: 'deploy' | 'validate';
    readonly dir: readonly string[] | undefined;
    readonly follow: boolean | undefined;
    readonly logs: boolean;
  }
  expectTypeOf<{ [Key in keyof ValuesOf<typeof takes>]: ValuesOf<typeof takes>[Key] }>().toEqualTypeOf<Expected>();
  expectTypeOf<GlobalOptions['alertmanager']>().toEqualTypeOf<readonly string[] | undefined>();
  expectTypeOf<GlobalOptions['color']>().toEqualTypeOf<boolean>();
  expect(takes.map(({ part }) => part.name())).toContain('output-file');
});

const source = (file: string) => `${repository}src/commands/${file}`;
const HEAD = `import { COMMANDS } from '${source('registry.ts')}';
import { command, type Entries } from '${source('shared/command.ts')}';
import { createProgram } from '${source('shared/program.ts')}';
import { argument, flag, option } from '${source('shared/takes.ts')}';
declare const around: Parameters<typeof createProgram>[2];
const description = 'd';
const nothing = async () => 0;
const wait = option('--wait-for <seconds>', 'w', { read: Number });
`;

const withHead = (line: string) => `${HEAD}${line}`;

const WRONG = [
  'command({ description, takes: [wait], run: async (_, given) => given.wait ?? 0 });',
  'command({ description, takes: [wait], run: async (_, { waitFor, until }) => waitFor ?? until });',
  "command({ description, takes: [flag('--no-logs', 'l')], run: async (_, given) => Number(given.noLogs) });",
  "command({ description, takes: [argument('[files...]')], run: async (_, given) => given.file.length });",
  'command({ description, takes: [wait], run: async (_, given) => given.waitFor.valueOf() });',
  "command({ description, takes: [wait], run: async (_, given) => (given.waitFor === '1' ? 1 : 0) });",
  'command({ description, takes: [wait], run: async (_, given) => void given.waitFor });',
  'command({ takes: [wait], run: nothing });',
  'command({ description, run: nothing });',
  'command({ description, takes: [wait] });',
  "option('--by <who>', 'b', { choices: ['a', 'b'], standard: 'c' });",
  "option('--limit <lines>', 'l', { read: Number, standard: '5' });",
  "option('--post', 'an option has a value');",
  "option('post <value>', 'a flag begins with two dashes');",
  '({ ...COMMANDS, other: { description } }) satisfies Entries;',
  "createProgram(COMMANDS, 'wacht', around);",
];
const RIGHT = [
  'command({ description, takes: [], run: nothing });',
  'command({ description, takes: [wait], run: async (_, given) => given.waitFor ?? 0 });',
  '({ ...COMMANDS, other: command({ description, takes: [wait], run: nothing }) }) satisfies Entries;',
  "createProgram(COMMANDS, 'watch', around);",
];

/** The modules of commands as they are, but each with one flag or argument that is called otherwise. */
const renamed = globSync('**/*.ts', { cwd: source('') }).flatMap((file) => {
  const text = readFileSync(source(file), 'utf8');
  if (!text.includes('= command({')) return [];
  const elsewhere = text.replaceAll(/'(\.{1,2}\/[^']+)'/g, (_, path) => `'${join(source(dirname(file)), path)}'`);
  return [...elsewhere.matchAll(/\b(?:option|flag|lasting|argument)\(\s*'(?:-\w, )?(?:--(?:no-)?|<|\[)/g)].map(
    ({ index, 0: { length } }) => `${elsewhere.slice(0, index + length)}other-${elsewhere.slice(index + length)}`,
  );
});

describe('the compiler', () => {
  let refused: ReadonlyMap<string, string>;
  beforeAll(() => {
    refused = refusals('', [...WRONG.map(withHead), ...RIGHT.map(withHead), ...renamed]);
  });

  it.each(WRONG)('refuses %s', (line) => {
    expect(refused.get(withHead(line))).toMatch(/^TS/);
  });

  it.each(RIGHT)('takes %s', (line) => {
    expect(refused.get(withHead(line))).toBeUndefined();
  });

  it(`refuses each of ${renamed.length} flags and arguments of commands that is renamed where it is declared alone`, () => {
    expect(renamed.length).toBeGreaterThan(50);
    expect(renamed.filter((text) => !/^TS(2339|2551)/m.test(refused.get(text) ?? ''))).toEqual([]);
  });
});
