import { SYSTEMS, type System } from '../profiles.ts';
import { deploymentSystem } from './deployment-system/system.ts';
import { digitallz } from './digitallz/system.ts';
import { dropCraft } from './drop-craft/system.ts';
import { supersmartmatch } from './supersmartmatch/system.ts';
import type { SimulatedSystem } from './system.ts';
import { usbVideoVault } from './usb-video-vault/system.ts';

/**
 * The world of each system. Those of the same `stream` draw from one source of numbers, in this order; a new system
 * has one of its own, so that what a seed gives the others stays as it is.
 */
export const SIMULATED: Readonly<Record<System, { readonly system: SimulatedSystem; readonly stream: number }>> = {
  supersmartmatch: { system: supersmartmatch, stream: 0 },
  'usb-video-vault': { system: usbVideoVault, stream: 0 },
  'deployment-system': { system: deploymentSystem, stream: 0 },
  digitallz: { system: digitallz, stream: 1 },
  'drop-craft': { system: dropCraft, stream: 2 },
};

/** The scenario in which all systems are well; every other one is of one system, and leaves the others well. */
export const HEALTHY = 'healthy';

export const SCRIPT_NAMES: readonly string[] = SYSTEMS.flatMap((id) => SIMULATED[id].system.scripts);

/** What can be typed or posted while these systems are played: their scenarios, and what an operator does once. */
export const commandsOf = (systems: readonly System[]): readonly string[] => [
  HEALTHY,
  ...systems.flatMap((id) => SIMULATED[id].system.scenarios),
  ...systems.flatMap((id) => SIMULATED[id].system.commands),
];
