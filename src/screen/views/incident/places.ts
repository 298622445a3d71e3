import { own } from '../../../own.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';

/** Labels that say where a thing is, the nearest first. */
const PLACES = ['instance', 'host', 'hostname', 'node', 'pod', 'service', 'job', 'zone', 'region'] as const;

/** More of them would say no more. */
const MOST = 3;

/** "instance db-3, service matcher": on which machine and in which part a thing is, as its labels say. */
export const placesOf = (labels: Labels): readonly Safe[] =>
  PLACES.flatMap((name): Safe[] => {
    const value = own(labels, name) ?? '';
    return value === '' ? [] : [safe(`${name} ${sanitiseLine(value)}`)];
  }).slice(0, MOST);
