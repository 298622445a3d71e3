import fc from 'fast-check';
import type { Room } from '../../src/room/room.ts';
import { makeSafe, type Shown } from '../../src/room/safe.ts';
import { initialState, type ScreenState } from '../../src/screen/core/state.ts';
import type { LogsNow } from '../../src/session/logs/scene.ts';
import type { Scene } from '../../src/session/session.ts';
import { millis, seconds } from '../../src/units.ts';
import { world } from '../room/worlds.ts';
import { crowded, differing, JUDGED, LOGS, machines, paired, ready } from './golden-rooms.ts';
import { hands } from './hands.ts';
import { hostile, live, ROOMS, sceneOf, tape } from './rooms.ts';

/*
 * What may come to a screen, in any order: rooms as servers, operators and time make them, with texts as strange as
 * servers may have them, keys, and sizes of the terminal.
 */

/** Of characters whose width the emulator and we agree about: of clusters and emoji terminals have opinions of their own. */
const text = fc.oneof(
  fc.constantFrom('中文字', '日本', 'e\u0301te\u0301', 'a\u0000b', '\u001b[31mred', '', '─█⣿', '\u200b', '·'),
  fc.string({ unit: fc.constantFrom('a', 'B', ' ', 'é', '中', 'ü', '→', '№', '\u0007'), maxLength: 12 }),
);

const fixtures: fc.Arbitrary<Room> = fc.constantFrom<Room>(
  ...Object.values(ROOMS).filter((room) => room !== hostile),
  ...Object.values(JUDGED),
  ...[crowded, differing, machines, paired, ready],
);

/** A room with other names in it. */
const renamed = fc.tuple(fixtures, fc.array(text, { minLength: 4, maxLength: 4 })).map(([room, words]): Room => {
  const [name = '', summary = '', label = '', note = ''] = words;
  return {
    ...room,
    alerts: {
      ...room.alerts,
      list: room.alerts.list.map((alert, i) => (i % 2 === 0 ? { ...alert, name, summary } : alert)),
    },
    infra: room.infra.map((item, i) => (i % 3 === 0 ? { ...item, label: `${label}${i}` } : item)),
    journal: room.journal.map((entry, i) => (i % 2 === 1 ? { ...entry, by: name, detail: note } : entry)),
    profile: { ...room.profile, name: summary },
  };
});

const room = fc
  .oneof(
    renamed,
    fixtures,
    world.map((made): Room => made.room),
  )
  .map((made): Shown<Room> => makeSafe(made));

const PARTS = ['alerts', 'rings', 'comparison', 'traffic', 'infra', 'journal', 'sources', 'incidents', 'at'] as const;
const part = fc.tuple(fc.constantFrom(...PARTS), room);

const key = fc.constantFrom(
  ...[
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    'j',
    'k',
    'down',
    'up',
    'left',
    'right',
    'tab',
    '>',
    '<',
    'f',
    'enter',
    'enter',
    'esc',
    'esc',
  ],
  ...[
    'a',
    'c',
    'V',
    'X',
    '*',
    'space',
    'v',
    'S',
    'J',
    'D',
    '@',
    '?',
    ':',
    '/',
    'l',
    'p',
    't',
    'pgdn',
    '+',
    '-',
    ',',
    '.',
    '0',
    '[',
    'G',
    'g',
    'm',
    'w',
  ],
);
/** The emulator has two columns at least. */
const size = fc.tuple(
  fc.oneof(fc.constantFrom(200, 140, 100, 80), fc.integer({ min: 2, max: 210 })),
  fc.oneof(fc.constantFrom(60, 44, 30, 24), fc.integer({ min: 1, max: 61 })),
);

export type Step =
  | { readonly keys: readonly string[] }
  | { readonly size: readonly [columns: number, rows: number] }
  | { readonly room: Shown<Room> }
  | { readonly part: readonly [(typeof PARTS)[number], Shown<Room>] }
  | { readonly seconds: number };

export const walk: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ keys: fc.array(key, { minLength: 1, maxLength: 3 }) }) },
    { weight: 3, arbitrary: fc.record({ seconds: fc.constantFrom(1, 1, 1, 59, 4000) }) },
    { weight: 2, arbitrary: fc.record({ part }) },
    { weight: 1, arbitrary: fc.record({ room }) },
    { weight: 1, arbitrary: fc.record({ size }) },
  ),
  { minLength: 3, maxLength: 12 },
);

/** What is to be drawn after each step. */
export interface Seen {
  readonly scene: Scene;
  readonly state: ScreenState;
  readonly columns: number;
  readonly rows: number;
  readonly logs: LogsNow | null;
}

const SEARCHES = makeSafe([{ id: 'errors', label: 'Errors', query: '{job="api"} |= "error"' }]);

/** @param first the room it begins with */
export function* walked(steps: readonly Step[], first: Shown<Room>, isTape = false): Generator<Seen> {
  const playback = isTape ? tape : live;
  const logs = LOGS.structured === undefined ? null : { scene: LOGS.structured, searches: SEARCHES };
  const operator = hands(first, { playback, ...(logs !== null && { logs }) });
  let seen: Seen = {
    scene: { ...sceneOf(first, playback), room: first },
    state: initialState('dark'),
    columns: 140,
    rows: 44,
    logs,
  };
  yield seen;
  for (const step of steps) {
    if ('keys' in step) seen = { ...seen, state: operator.press(...step.keys) };
    else if ('size' in step) {
      const [columns, rows] = step.size;
      operator.change({ dialogsFit: columns >= 24 && rows >= 6 });
      seen = { ...seen, columns, rows };
    } else {
      const room = nextRoom(step, seen.scene.room);
      operator.change({ room });
      seen = { ...seen, scene: { ...seen.scene, room } };
    }
    yield seen;
  }
}

/** What is not named stays the very same object, as it does in a room that goes on. */
function nextRoom(step: Exclude<Step, { keys: unknown } | { size: unknown }>, before: Shown<Room>): Shown<Room> {
  if ('room' in step) return step.room;
  if ('seconds' in step) return { ...before, at: millis(before.at + seconds(step.seconds) * 1000) };
  const [name, other] = step.part;
  return { ...before, [name]: other[name] };
}
