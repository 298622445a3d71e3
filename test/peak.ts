import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Runs a module's text in a process of its own. What it gives to `answer()` comes back, with the most memory the process
 * had beyond what it had when it began, in bytes.
 */
export async function peakOf(module: string): Promise<{ readonly answer: unknown; readonly bytes: number }> {
  const text = `
    const resident = () => process.resourceUsage().maxRSS * 1024;
    const begun = resident();
    const answer = (value) => process.stdout.write(JSON.stringify({ answer: value, bytes: resident() - begun }));
    ${module}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', text]);
  return JSON.parse(stdout) as { readonly answer: unknown; readonly bytes: number };
}

/** A module of src/ as an import's text. */
export const source = (path: string): string => JSON.stringify(new URL(`../src/${path}`, import.meta.url).href);
