import type { Switch } from '../../stack/switchboard.ts';
import { Random, seedOf } from '../verdict/random.ts';

/** The rooms of a stage: one operator has two of them. */
export const ROOMS = [
  { name: 'first', operator: 'alice' },
  { name: 'second', operator: 'alice' },
  { name: 'third', operator: 'bob' },
] as const;

/** Milliseconds after the beginning of a run. */
type Offset = number;

export type Step =
  | { readonly at: Offset; readonly do: 'fire' | 'resolve' }
  /** By a room, by its place in `ROOMS`. */
  | { readonly at: Offset; readonly do: 'ack' | 'unack'; readonly room: number };

/** The life of one alert, in order of time. */
export interface Schedule extends Switch {
  readonly steps: readonly Step[];
}

/** Something that happens to everybody, and ends. */
export interface Disturbance {
  readonly at: Offset;
  readonly until: Offset;
  readonly what: 'room' | 'member' | 'prometheus';
  /** Which room or member. */
  readonly which: number;
}

export interface RunPlan {
  readonly schedules: readonly Schedule[];
  readonly disturbances: readonly Disturbance[];
  readonly length: Offset;
}

const SHARE_IN_GROUPS = 0.3;
const GROUP = 3;
/** The first alerts fire within this time, and the last are resolved so long before the end. */
const EDGE = 4000;

export interface RunWish {
  readonly seed: number;
  /** How many schedules. */
  readonly count: number;
  /** How long they last. */
  readonly seconds: number;
  /** Members of the cluster. */
  readonly size: number;
  /** Prometheus restarts on the way: then ends are told only after a minute, when rooms notice. */
  readonly restart: boolean;
}

/** The lives of some alerts, and what befalls the stage meanwhile; the same wish gives the same. */
export function planRun({ seed, count, seconds, size, restart }: RunWish): RunPlan {
  const length = seconds * 1000;
  const grouped = Math.floor((count * SHARE_IN_GROUPS) / GROUP) * GROUP;
  const schedules = Array.from({ length: count }, (_, i): Schedule => {
    const id = `alert-${i}`;
    const team = i < grouped ? `team-${Math.floor(i / GROUP)}` : id;
    return { id, team, steps: stepsOf(new Random(seedOf(seed, i)), length) };
  });
  const all = disturbancesOf(new Random(seedOf(seed, -1)), length, size);
  return { schedules, disturbances: all.filter(({ what }) => restart || what !== 'prometheus'), length };
}

function stepsOf(random: Random, length: Offset): readonly Step[] {
  const steps: Step[] = [];
  for (let at = between(random, 0, EDGE); at < length - 2 * EDGE; ) {
    const end = Math.min(length - EDGE, at + draw(random, FIRING));
    steps.push({ at, do: 'fire' }, ...actsOf(random, at, end), { at: end, do: 'resolve' });
    at = end + draw(random, QUIET);
  }
  return steps.sort((a, b) => a.at - b.at);
}

/** What operators do about one incident: some acknowledge it late, some twice, some take it back, some of them after its end. */
function actsOf(random: Random, from: Offset, to: Offset): readonly Step[] {
  if (random.uniform() > 0.8) return [];
  const at = between(random, from, from + 0.8 * (to - from));
  const room = Math.floor(random.uniform() * ROOMS.length);
  const acts: Step[] = [{ at, do: 'ack', room }];
  const other = (room + 1 + Math.floor(random.uniform() * (ROOMS.length - 1))) % ROOMS.length;
  if (random.uniform() < 0.15) acts.push({ at: at + between(random, 0, 400), do: 'ack', room: other });
  if (random.uniform() < 0.2) acts.push({ at: between(random, at + 1000, to + 4000), do: 'unack', room: other });
  return acts;
}

/** Each room is killed and opened again, all at once for a while; one member crashes, Prometheus restarts. */
function disturbancesOf(random: Random, length: Offset, size: number): readonly Disturbance[] {
  const once = (what: Disturbance['what'], which: number, from: number, to: number, shortest: number): Disturbance => {
    const at = between(random, from * length, to * length);
    return { at, until: at + between(random, shortest, 2 * shortest), what, which };
  };
  const dark = between(random, 0.35 * length, 0.4 * length);
  return [
    ...ROOMS.map((_, which) => once('room', which, 0.1, 0.3, 2000)),
    ...ROOMS.map((_, which) => ({ at: dark, until: dark + between(random, 3000, 8000), what: 'room', which }) as const),
    once('member', Math.floor(random.uniform() * size), 0.55, 0.6, 500),
    once('prometheus', 0, 0.7, 0.75, 100),
  ].sort((a, b) => a.at - b.at);
}

/** Shares, and the seconds from which to which they last. */
type Mix = readonly (readonly [share: number, from: number, to: number])[];

const FIRING: Mix = [
  [0.3, 2, 6],
  [0.5, 6, 14],
  [0.2, 14, 40],
];
/** Short ones flap: Alertmanager has not told of the end yet when it fires again. */
const QUIET: Mix = [
  [0.2, 1, 3],
  [0.4, 3, 10],
  [0.4, 10, 25],
];

function draw(random: Random, mix: Mix): Offset {
  let left = random.uniform();
  const found = mix.find(([share]) => {
    left -= share;
    return left < 0;
  });
  const [, from, to] = found ?? mix[0] ?? [1, 0, 0];
  return between(random, from * 1000, to * 1000);
}

const between = (random: Random, from: Offset, to: Offset): Offset => Math.round(from + random.uniform() * (to - from));
