import { Document } from 'yaml';
import type { Profile } from '../../profile/schema/profile.ts';
import { sanitiseText } from '../../text/sanitise.ts';
import { EXIT } from '../shared/failure.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import { openProfile } from '../shared/profile.ts';
import type { World } from '../shared/world.ts';
import { sloRules } from './slo-rules.ts';

/** Prints the file of rules for the SLOs and SLAs of a profile. @throws Error when it has none, or they cannot be printed as they are */
export async function printSloRules(world: World, options: GlobalOptions): Promise<number> {
  const { plan } = await openProfile(world, options);
  const { profile } = plan;
  if (profile.slos.length + profile.slas.length === 0)
    throw new Error(`The profile "${profile.id}" has neither slos nor slas.`);
  const text = sloRulesText(profile);
  const printed = sanitiseText(text);
  if (printed !== text) throw new Error('A query holds signs that cannot be printed: take them out of the profile.');
  world.out.print(printed);
  return EXIT.ok;
}

/** The file as YAML. */
export function sloRulesText(profile: Profile): string {
  const file = new Document(sloRules(profile), { aliasDuplicateObjects: false });
  file.commentBefore = ` Made by "ringdeck rules slo" of the profile ${profile.id}: docs/slo.md tells what it is.`;
  return file.toString({ lineWidth: 0 });
}
