import { Document } from 'yaml';
import type { Profile } from '../../profile/schema/profile.ts';
import { sanitiseText } from '../../text/sanitise.ts';
import { EXIT, UsageError } from '../shared/failure.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import { openProfile } from '../shared/profile.ts';
import type { World } from '../shared/world.ts';
import { askedOf, sloRules } from './slo-rules.ts';

/** Prints the file of rules for the SLOs and SLAs of a profile, of one Prometheus alone where it is named. @throws Error when it has none, or they cannot be printed as they are */
export async function printSloRules(world: World, options: GlobalOptions, server?: string): Promise<number> {
  const { plan } = await openProfile(world, options);
  const profile = server === undefined ? plan.profile : askedOf(plan.profile, serverOf(plan.profile, server));
  if (profile.slos.length + profile.slas.length === 0)
    throw new Error(
      `The profile "${profile.id}" has neither slos nor slas${server === undefined ? '' : ` of ${server}`}.`,
    );
  const text = sloRulesText(profile);
  const printed = sanitiseText(text);
  if (printed !== text)
    throw new Error('A query holds characters that cannot be printed: remove them from the profile.');
  world.out.print(printed);
  return EXIT.ok;
}

/** The id of a Prometheus of the profile. @throws UsageError where there is none of it */
function serverOf({ datasources }: Profile, wanted: string): string {
  const ids = datasources.prometheus.map(({ id }) => id);
  if (ids.includes(wanted)) return wanted;
  throw new UsageError(`There is no Prometheus "${wanted}"; there are ${ids.join(', ')}.`);
}

/** The file as YAML. */
export function sloRulesText(profile: Profile): string {
  const file = new Document(sloRules(profile), { aliasDuplicateObjects: false });
  file.commentBefore = ` Made by "ringdeck rules slo" of the profile ${profile.id}: docs/slo.md tells what it is.`;
  return file.toString({ lineWidth: 0 });
}
