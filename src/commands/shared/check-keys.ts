import type { ProfileCheck } from '../../profile/parse.ts';
import { remapKeys } from '../../screen/actions/remap.ts';

/** What only the screen knows of a profile: which keys there are, and for what. */
export const checkKeys: ProfileCheck = ({ keys }) => {
  const remapped = remapKeys(keys);
  return remapped.ok ? [] : remapped.errors.map(({ action, message }) => ({ path: ['keys', action], message }));
};
