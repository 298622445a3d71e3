import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { environment, folder } from '../program.ts';

const run = promisify(execFile);

/** A command line, as its words. */
export type Words = readonly string[];

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

/** What bash's `times` says of a shell's children: user and system time, each as minutes and seconds. */
const OF_CHILDREN = /\n(\d+)m([\d.]+)s (\d+)m([\d.]+)s\n$/;

/**
 * Processor time, user's and system's, of commands that run one after the other, in seconds. Their output is dropped.
 * @throws Error when one of them fails
 */
export async function processorTime(commands: readonly Words[]): Promise<number> {
  const lines = commands.map((words) => `${words.map(quoted).join(' ')} >/dev/null || exit 1`);
  const { stdout } = await run('bash', ['-c', [...lines, 'times'].join('\n')], { cwd: folder, env: environment });
  const [, userMinutes, user, systemMinutes, system] = OF_CHILDREN.exec(`\n${stdout}`) ?? [];
  return 60 * (Number(userMinutes) + Number(systemMinutes)) + Number(user) + Number(system);
}

/**
 * How much more processor time some commands take than others: the ratio of each of so many rounds, in which they take turns, so
 * that a machine that grows slow slows both. One round before is not counted.
 */
export async function ratios(
  rounds: number,
  ours: readonly Words[],
  others: readonly Words[],
): Promise<readonly number[]> {
  const values: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const mine = await processorTime(ours);
    const theirs = await processorTime(others);
    if (round > 0) values.push(mine / theirs);
  }
  return values;
}
