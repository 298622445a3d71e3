import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a process has used so far. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly residentBytes: number;
}

/** Null on systems without /proc. */
export function usageOf(pid: number): Usage | null {
  if (process.platform !== 'linux') return null;
  // The program's name, in parentheses, may hold spaces; fields are counted from behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return { cpuSeconds: ticks / clockTicks(), residentBytes: Number(fields[21]) * pageSize() };
}

const setting = (name: string) => Number(execFileSync('getconf', [name], { encoding: 'utf8' }));
const clockTicks = () => setting('CLK_TCK');
const pageSize = () => setting('PAGESIZE');
