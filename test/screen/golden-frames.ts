import {
  type ActResult,
  hands,
  healthy,
  hostile,
  type LogScene,
  type LogsNow,
  live,
  loadTheme,
  makeSafe,
  nothingKnown,
  type Playback,
  painted,
  paintedWaiting,
  type Room,
  result,
  safe,
  sceneOf,
  spike,
  stalePrometheus,
  type Theme,
  team,
} from './golden-kit.ts';
import {
  alike,
  bare,
  crowded,
  deaf,
  differing,
  failing,
  JUDGED,
  LOGS,
  machines,
  paired,
  ready,
  TIMES,
  undecided,
  waiting,
} from './golden-rooms.ts';

type Hands = ReturnType<typeof hands>;

/** What an operator does in a room before the screen is drawn. */
interface Scenario {
  readonly room: Room;
  readonly does?: (operator: Hands) => void;
  readonly playback?: Playback;
  readonly operator?: string;
  readonly readOnly?: string;
  readonly logs?: LogScene;
}

type Scenarios = Readonly<Record<string, Scenario>>;

/** Keys by their names, text as `"text"`. */
const keys =
  (line: string) =>
  ({ press, type }: Hands): void => {
    for (const [, text, key = ''] of line.matchAll(/"([^"]*)"?|(\S+)/g)) text === undefined ? press(key) : type(text);
  };

/** One scenario for each line of keys. */
const after = (name: string, room: Room, lines: readonly string[], more: Omit<Scenario, 'room' | 'does'> = {}) =>
  Object.fromEntries(
    lines.map((line): [string, Scenario] => [`${name}: ${line || 'as it is'}`, { ...more, room, does: keys(line) }]),
  );

/** What comes of an act on two alerts, of which one fails. */
const PARTLY = makeSafe<ActResult>({
  result: 'failed',
  message: '1 of 2 acknowledged',
  alerts: [
    { name: 'V2ErrorSpike', fingerprint: 'fp-V2ErrorSpike', result: 'done', message: 'acknowledged' },
    { name: 'DiskFills', fingerprint: 'fp-DiskFills', result: 'failed', message: 'no member answered' },
  ],
});

const PANELS = ['1', '2', '3', '4', '5', '6'];
const FULL = PANELS.map((panel) => `${panel} f`);

const demo = { playback: TIMES.demo ?? live };
const bob = { operator: 'bob' };
const logged = { logs: LOGS.quiet as LogScene };
const structured = { logs: LOGS.structured as LogScene };
const readOnly = { readOnly: 'Acts are disabled: ringdeck runs with --read-only.' };
const each = <T>(values: Readonly<Record<string, T>>, scenarioOf: (value: T) => Scenario) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, scenarioOf(value)]));

/** Every page, panel, view, list and dialog: drawn at every size. */
const VIEWS: Scenarios = {
  ...after('healthy', healthy, ['', '>', '1 right enter', 'v']),
  ...after('spike', spike, ['', '>', ...PANELS.slice(1), ...FULL]),
  ...after('spike', spike, [
    '1 right enter',
    '1 right enter enter',
    '2 enter',
    '3 enter',
    '5 enter',
    '4 enter',
    'v',
    '/ "mem',
  ]),
  ...after('team', team, ['', '1 f', '4 f', '> f', '1 right enter', '4 enter', '4 space j *', 'S', 'J', 'D']),
  ...after('stale', stalePrometheus, ['', '2 f', 'enter']),
  ...after('unknown', nothingKnown, ['', '2 enter']),
  ...after('hostile', hostile, ['', '4 enter', 'J']),
  ...after('crowded', crowded, ['4 f pgdn', 'S', 'J pgdn']),
  ...after('differing', differing, ['D', 'D j j']),
  ...after('bare', bare, ['']),
  ...after('machines', machines, ['']),
  ...after('waiting', waiting, ['']),
  ...after('read-only', team, ['4 a'], readOnly),
  ...after('demo', spike, ['', '?'], demo),
  ...after('judged worse', JUDGED.worse ?? spike, ['', 'v', 'enter']),
  ...after('judged origins', JUDGED.origins ?? spike, ['v']),
  ...after('judged no traffic', JUDGED['no traffic'] ?? spike, ['v']),
  ...after('dialogs', spike, ['4 a "on it"', '?', '@', ':', ': "the" down']),
  ...after('dialogs', team, ['4 * a', '4 j c "mine"', '1 right X']),
  ...after('dialogs', ready, ['1 right V "ri', '1 right V "ring1" enter', 'X "ring0" tab "too early"']),
  ...after('dialogs', failing, ['1 right V', '1 right V "override" enter']),
  ...after('logs', spike, ['1 l', '1 l k k enter', '1 l ?', '1 l i ctrl-u "{job=" tab', '1 l / "served'], logged),
  ...after('logs structured', spike, ['1 l C'], structured),
  ...after('logs with a chart', spike, ['1 l'], { logs: LOGS.live as LogScene }),
  done: { room: spike, does: ({ answer }) => answer(result('acknowledge', 'done', 'V2ErrorSpike acknowledged')) },
  failed: { room: spike, does: ({ answer }) => answer(result('acknowledge', 'failed', 'Alertmanager is down')) },
};

const about = (answer: (operator: Hands) => void, line = ''): ((operator: Hands) => void) => {
  const first = keys(line);
  return (operator) => {
    first(operator);
    answer(operator);
  };
};

/** Further states of them: drawn at one size. */
const rooms: Scenarios = {
  ...after('healthy', healthy, FULL),
  ...after('spike', spike, ['> 2']),
  ...after('team', team, ['>', ...PANELS, ...FULL.slice(1, 3), ...FULL.slice(4)]),
  ...after('team for bob', team, ['', '1 f'], bob),
  ...after('stale', stalePrometheus, ['1 f', ...FULL.slice(2)]),
  ...after('unknown', nothingKnown, ['>', ...FULL]),
  ...after('hostile', hostile, ['>', '1 f', '2 f', '4 f', '4 G', '5 f', '6 f']),
  ...after('crowded', crowded, [
    '',
    '4 G',
    '6 f pgdn pgdn',
    '4 ctrl-d ctrl-d ctrl-u',
    '4 j j g',
    '4 f end',
    '4 f home',
  ]),
  ...after('bare', bare, ['1 f']),
  ...after('machines', machines, ['2 f']),
  ...after('deaf', deaf, ['', '4', '4 f', '@']),
  ...after('ready', ready, ['', '1 right']),
  ...after('failing', failing, ['']),
  ...after('read-only', team, ['', '4', '1 V'], readOnly),
  ...each(TIMES, (playback) => ({ room: spike, playback })),
  ...after('past', spike, ['4 enter', '4 a'], { playback: TIMES.past ?? live }),
};

const details: Scenarios = {
  ...after('spike', spike, ['enter', '1 right enter j j', '1 right enter enter + [', '1 right enter [ +']),
  ...after('spike', spike, [
    '1 right right enter',
    '2 j enter',
    '2 enter + [',
    '2 enter - ]',
    '5 j j j enter',
    '4 j enter',
  ]),
  ...after('spike', spike, ['4 j j enter', '4 enter j j j', 'v j j', '6 enter']),
  ...after('team', team, ['enter', '1 right right enter', '4 j enter', '4 j j enter', '4 G enter']),
  ...after('stale', stalePrometheus, ['enter enter', '2 enter', '3 enter', '4 enter', '5 enter', 'v']),
  ...after('unknown', nothingKnown, ['enter', '3 enter', '5 enter', 'v']),
  ...after('hostile', hostile, ['enter', 'enter enter', '2 enter', '4 enter pgdn', '5 enter', 'v']),
  ...after('healthy', healthy, ['2 enter', 'enter']),
  ...after('bare', bare, ['v', '4 enter']),
  ...Object.assign(
    {},
    ...Object.entries(JUDGED).map(([name, room]) =>
      after(`judged ${name}`, room, ['', 'v', 'v pgdn', 'v pgdn pgdn', 'enter']),
    ),
  ),
};

const lists: Scenarios = {
  ...after('team', team, ['S j', 'S / "karma" enter', 'J j', 'J / "ring1"']),
  ...after('crowded', crowded, ['S G', 'S pgdn right', 'S / "OPS-11" enter n', 'J', 'J G', 'J / "!bob" enter', 'S /']),
  ...after('crowded', crowded, ['J / "nothing like it" enter', 'S / "zzz" enter', 'J k', 'S j j enter']),
  ...after('healthy', healthy, ['S', 'J', 'D']),
  ...after('bare', bare, ['S', 'J', 'D']),
  ...after('unknown', nothingKnown, ['S', 'D']),
  ...after('hostile', hostile, ['S']),
  ...after('differing', differing, ['D j', 'D G', 'D right', 'D / "worker 1" enter', 'D / "none" enter', 'D enter']),
  ...after('alike', alike, ['D']),
  ...after('undecided', undecided, ['D']),
};

const filters: Scenarios = {
  ...after('spike', spike, [
    '/',
    '/ "mem" enter',
    '/ "mem" enter n',
    '/ "mem" enter N',
    '/ "!spike" enter',
    '/ "zzz" enter',
  ]),
  ...after('spike', spike, []),
  ...after('team', team, ['4 space j space', '4 *', '4 / "!Cache" enter *', '4 f space j j space']),
};

const flashes: Scenarios = {
  pending: { room: team, does: ({ answer }) => answer(result('validate', 'pending', 'asked for; bob may confirm')) },
  refused: { room: healthy, does: ({ answer }) => answer(result('revoke', 'refused', 'ring1 depends on it')) },
  'failed, then a silent key': {
    room: spike,
    does: ({ answer, press }) => {
      answer(result('acknowledge', 'failed', 'Alertmanager is down'));
      press('x');
    },
  },
  'failed in a list': { room: team, does: about(({ answer }) => answer(result('claim', 'failed', 'no answer')), 'S') },
  'failed behind a dialog': {
    room: team,
    does: about(({ answer }) => answer(result('claim', 'failed', 'no answer')), '?'),
  },
  copied: { room: spike, does: ({ answer }) => answer({ type: 'copied', ok: true, message: safe('Copied') }) },
  'not copied': {
    room: spike,
    does: ({ answer }) => answer({ type: 'copied', ok: false, message: safe('Not copied') }),
  },
  'light terminal': { room: spike, does: ({ answer }) => answer({ type: 'background', background: 'light' }) },
  ...after('spike', spike, ['n', 'k', '9', 'esc', 'space', 't', 't t', 'r', 'enter f', 'l', '4 A', '4 j a', '4 j A']),
  ...after('spike', spike, [
    '1 right X',
    '+',
    '[',

    '2 a',
    '5 V',
    '4 V',
    'S x',
    'v x',
    '? x',

    '0',
  ]),
  ...after('healthy', healthy, ['a', 'A', 'c', '4 enter', '4 *', '*']),
  ...after('bare', bare, ['V', 'X', 'tab', '>', '/', 'y', '1 l']),
  ...after('tape', spike, ['r', 'l', '4 a'], demo),
};

const acks: Scenarios = {
  ...after('spike', spike, ['4 a', '4 a tab right', '4 a tab "soon" enter', '4 a "on it" enter', '4 a enter x']),
  ...after('spike', spike, ['4 a tab right right right', '4 a tab "45m" tab', '4 a "ab" left left "x"']),
  ...after('team', team, ['4 j c', '4 * c', '4 c "on it" enter', '4 enter a', 'a', '4 space j space a', '4 j j c']),
  ...after('team for bob', team, ['4 j c', '4 c', '4 * c'], bob),
  ...after('hostile', hostile, ['4 a', '4 * a', '4 c']),
  ...after('crowded', crowded, ['4 * a', '4 * c']),
  ...after('deaf', deaf, ['4 a', '4 c']),
  'acknowledge refused': {
    room: spike,
    does: about(({ answer }) => answer(result('acknowledge', 'refused', 'the alert is over')), '4 a "on it" enter'),
  },
  'acknowledge partly done': {
    room: team,
    does: about(({ answer }) => answer({ type: 'result', act: 'acknowledge', came: PARTLY }), '4 * a "on it" enter'),
  },
  'claim failed': {
    room: team,
    does: about(({ answer }) => answer(result('claim', 'failed', 'no member answered')), '4 c "mine" enter'),
  },
};

const CONFIRMED = '1 right V "ring1" enter';
const rings: Scenarios = {
  ...after('ready', ready, ['1 right V', '1 right V "ring0" enter', '1 right V tab "quiet"', '1 right V "ring1" tab']),
  ...after('healthy', healthy, ['V', 'X', 'X "no" enter', 'X "ring0" enter', '1 right V', '1 right right V', 'X "ri"']),
  ...after('failing', failing, [
    '1 right V "ring1" enter',
    '1 right V "over',
    '1 right V "override" enter "because" enter',
    '1 right V "override" enter "the gauge is wrong" tab "ring1" enter',
    '1 right V "override" enter esc',
  ]),
  ...after('spike', spike, ['1 right V', '1 right enter V']),
  ...after('team', team, ['1 right V', '1 right X "ring1" enter', '1 right right X', '1 right X "ring1"']),
  ...after('team for bob', team, ['V', 'V "ring1" enter'], bob),
  ...after('paired', paired, ['1 right V', '1 right V "ring1" enter']),
  ...after('deaf', deaf, ['1 right V']),
  ...after('unknown', nothingKnown, ['V', 'X']),
  ...after('stale', stalePrometheus, ['1 right V']),
  ...after('hostile', hostile, ['V', '1 right V', 'X']),
  ...each(JUDGED, (room) => ({ room, does: keys('V') })),
  'countdown of which 2 seconds are left': { room: ready, does: about(({ pass }) => pass(3), CONFIRMED) },
  'countdown over': { room: ready, does: about(({ pass }) => pass(5), CONFIRMED) },
  'countdown taken back': { room: ready, does: keys(`${CONFIRMED} esc`) },
  'countdown stopped by a check': {
    room: ready,
    does: about(({ change, pass }) => {
      change({ room: failing });
      pass(1);
    }, CONFIRMED),
  },
  'countdown slept through': { room: ready, does: about(({ pass }) => pass(60), CONFIRMED) },
  'validation refused': {
    room: ready,
    does: about(({ pass, answer }) => {
      pass(5);
      answer(result('validate', 'refused', 'bob revoked ring0 1s ago'));
    }, CONFIRMED),
  },
  'revocation failed': {
    room: healthy,
    does: about(({ answer }) => answer(result('revoke', 'failed', 'the store is locked')), 'X "ring0" enter'),
  },
};

const reading: Scenarios = {
  ...after('spike', spike, [
    '? j j j',
    '? G',
    '? pgdn',

    '@ j',

    ': "val"',
    ': "zzz"',
    ': "logs"',
    ': "a"',
  ]),
  ...after('spike', spike, [
    ': down down',
    ': "panel"',
    ': "theme"',
    ': "page"',
    ': "ring"',
    ': "ack" enter',
    ': "verd" tab',
  ]),
  ...after('team', team, [
    'S ?',
    'v ?',
    'J :',
    '1 right enter ?',
    '1 right enter ? G',
    '2 enter ?',
    '2 enter ? G',
    '4 enter ?',
    'D ?',
  ]),
  ...after('tape', spike, ['? G', ': "tape"', '2 enter ? G'], demo),
  ...after('read-only', spike, ['?', ': "ack"'], readOnly),
};

const logs: Scenarios = {
  ...each(LOGS, (scene) => ({ room: spike, logs: scene, does: keys('1 l') })),
  ...after(
    'logs',
    spike,
    ['1 l k k k', '1 l pgup', '1 l g', '1 l right right', '1 l w', '1 l T', '1 l T T', '1 l enter'],
    logged,
  ),
  ...after(
    'logs',
    spike,
    ['1 l k k enter right', '1 l k k k k enter', '1 l E', '1 l E E enter', '1 l e', '1 l i'],
    logged,
  ),
  ...after('logs', spike, ['1 l i ctrl-u "{j', '1 l i ctrl-u "{job=" enter'], logged),
  ...after('logs', spike, ['1 l /', '1 l ? G', '1 l @', '1 l :', '1 l n', '4 l', '1 l w k k k k'], logged),
  ...after('logs', spike, ['1 l z', '1 l C'], logged),
  ...after('logs with a chart', spike, ['1 l [ [', '1 l [ ]', '1 l k k k'], { logs: LOGS.live as LogScene }),
  ...after('logs structured', spike, ['1 l C k k', '1 l C right', '1 l enter', '1 l E enter'], structured),
  ...after('logs filtered', spike, ['1 l N', '1 l N N', '1 l /'], { logs: LOGS.filtered as LogScene }),
  ...after('palette of logs', spike, [': "logs"', ': "errors"'], logged),
  ...after('logs of a pattern', differing, [], logged),
};

const STATES: Scenarios = Object.fromEntries(
  Object.entries({ rooms, details, lists, filters, flashes, acks, rings, reading, logs }).flatMap(([part, scenarios]) =>
    Object.entries(scenarios).map(([name, scenario]) => [`${part} / ${name}`, scenario]),
  ),
);

interface Look {
  readonly theme: Theme;
  readonly unicode: boolean;
}
export type Size = readonly [columns: number, rows: number];

/** From a wall to one status line, each laid out in its own way. */
export const SIZES: readonly Size[] = [
  [200, 60],
  [140, 44],
  [100, 30],
  [80, 24],
  [60, 16],
  [20, 5],
];
const look = async (theme: string, unicode: boolean): Promise<Look> => ({ theme: await loadTheme(theme, 3), unicode });
const USUAL = await look('dark', true);
const ASCII = await look('light', false);
const CONTRAST = await look('high-contrast', true);

const CONTRASTED = ['spike: as it is', 'team: J', 'judged worse: v', 'dialogs: ?', 'unknown: as it is'];

const searches = makeSafe([{ id: 'errors', label: 'Errors of the API', query: '{job="api"} |= "error"' }]);

function draw(scenario: Scenario, [columns, rows]: Size, { theme, unicode }: Look): string {
  const { room, does = () => {}, playback = live, operator = 'alice', readOnly } = scenario;
  const logs: { logs?: LogsNow } = scenario.logs ? { logs: { scene: scenario.logs, searches } } : {};
  // On a single line there is no room for any dialog.
  const dialogsFit = columns >= 24 && rows >= 6;
  const around = { playback, operator, dialogsFit, ...logs, size: [columns, rows] as const };
  let shown = room;
  const given = hands(room, { ...around, ...(readOnly !== undefined && { readOnly }) });
  does({
    ...given,
    change: (more) => {
      shown = more.room ?? shown;
      given.change(more);
    },
  });
  const themes = ['dark', 'light'];
  const options = {
    columns,
    rows,
    theme,
    level: 3 as const,
    unicode,
    operator,
    ...logs,
    themes,
    readOnly: readOnly !== undefined,
  };
  return painted(sceneOf(shown, playback), given.state(), options);
}

/** Where further states are drawn. */
const STATES_AT: readonly number[] = [80];
/** Where other looks are drawn as well. */
const LOOKS_AT: readonly number[] = [80];

/** Every frame at a size by its name, with the bytes a terminal would be given. */
export function framesAt(size: Size): ReadonlyMap<string, string> {
  const frames = new Map<string, string>();
  const [columns, rows] = size;
  const add = (scenarios: Scenarios, look: Look, of = '') => {
    for (const [name, scenario] of Object.entries(scenarios)) frames.set(`${name}${of}`, draw(scenario, size, look));
  };
  frames.set('before the first answer', paintedWaiting({ columns, rows, level: 3, ...USUAL }));
  add(VIEWS, USUAL);
  if (STATES_AT.includes(columns)) add(STATES, USUAL);
  if (LOOKS_AT.includes(columns)) {
    add(VIEWS, ASCII, ' (ASCII, light)');
    add(Object.fromEntries(CONTRASTED.map((name) => [name, VIEWS[name] as Scenario])), CONTRAST, ' (high contrast)');
  }
  return frames;
}
