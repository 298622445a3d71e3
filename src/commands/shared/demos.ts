import { join } from 'node:path';
import { tapesFolder } from '../../assets.ts';

/** The tape that is shipped of each system; the first is shown unless another is asked for. */
const TAPES = {
  supersmartmatch: 'demo.tape',
  'usb-video-vault': 'usb-video-vault.tape',
  'deployment-system': 'deployment-system.tape',
  digitallz: 'digitallz.tape',
  'drop-craft': 'drop-craft.tape',
} as const;

export type Demo = keyof typeof TAPES;

/** Systems with a demo. */
export const DEMOS = Object.keys(TAPES) as readonly Demo[];

export const isDemo = (name: string): name is Demo => Object.hasOwn(TAPES, name);

/** The path of a demo's tape. */
export const demoTape = (demo: Demo): string => join(tapesFolder, TAPES[demo]);
