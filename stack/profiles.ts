import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The systems the stack plays; each has profiles/<id>.yaml and its rules and routing in profiles/<id>/. */
export const SYSTEMS = ['supersmartmatch', 'usb-video-vault', 'deployment-system', 'digitallz', 'drop-craft'] as const;
export type System = (typeof SYSTEMS)[number];

/** Absolute path of a file below `profiles/`. */
export const profilePath = (file: string): string => fileURLToPath(new URL(`../profiles/${file}`, import.meta.url));

/** Absolute paths of the rule files of some systems. */
export const ruleFiles = (systems: readonly System[] = SYSTEMS): string[] =>
  systems.flatMap((id) => [profilePath(`${id}/recording.rules.yml`), profilePath(`${id}/alerting.rules.yml`)]);

/** The text of each system's alertmanager.yml. */
export async function alertmanagerConfigs(systems: readonly System[] = SYSTEMS): Promise<Map<System, string>> {
  const entries = systems.map(
    async (id) => [id, await readFile(profilePath(`${id}/alertmanager.yml`), 'utf8')] as const,
  );
  return new Map(await Promise.all(entries));
}
