import { z } from 'zod';
import { period } from './scalars.ts';

/** What counts as incident, and over which time. */
export const incidents = z
  .strictObject({
    window: period.prefault('1d').describe('Time over which incidents are counted and their means taken.'),
    pause: period.prefault('5m').describe('An alert that fires again within this time is the same incident.'),
  })
  .prefault({});
