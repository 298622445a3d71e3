import { own } from '../own.ts';
import type { Profile } from '../profile/schema/profile.ts';
import type { Alert } from '../sources/alertmanager/types.ts';

/** Whether an alert is one of the room's: it carries the labels the profile asks for. */
export const inScope = ({ labels }: Pick<Alert, 'labels'>, where: Profile['alerts']['where']): boolean =>
  Object.entries(where).every(([name, value]) => (own(labels, name) ?? '') === value);
