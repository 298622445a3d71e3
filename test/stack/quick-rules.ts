import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ruleFiles, type System } from '../../stack/profiles.ts';

interface Rules {
  readonly folder: string;
  readonly files: readonly string[];
}

/**
 * Copies of the shipped rules, of one system or of all, of which every group is evaluated at the server's own interval:
 * nobody waits for the slow ones. The folder is the caller's to remove.
 */
export const shippedRules = (system?: System): Rules => copied(system, (text) => text);

/**
 * The same with windows and offsets of five seconds and a one-second wait, so that their alerts fire while a test waits. The
 * expressions are otherwise the shipped ones.
 */
export const quickRules = (system?: System): Rules =>
  copied(system, (text) =>
    text
      .replaceAll('[5m]', '[5s]')
      .replaceAll('offset 5m', 'offset 5s')
      .replace(/^( +for): \w+$/gm, '$1: 1s'),
  );

function copied(system: System | undefined, changed: (text: string) => string): Rules {
  const folder = mkdtempSync(join(tmpdir(), 'ringdeck-rules-'));
  const systemOf = (file: string) => basename(dirname(file));
  const wanted = ruleFiles().filter((file) => system === undefined || systemOf(file) === system);
  const files = wanted.map((file) => {
    const copy = join(folder, `${systemOf(file)}-${basename(file)}`);
    const text = readFileSync(file, 'utf8');
    writeFileSync(copy, changed(text.replace(/^ +interval: \w+\n/gm, '')));
    return copy;
  });
  return { folder, files };
}
