/** Where a key works. `global` works everywhere but in a text field; the others when such a thing has the focus. */
export type KeyContext = 'global' | 'list' | 'chart' | 'logs' | 'tape';

export interface KeyBinding {
  readonly action: string;
  readonly keys: readonly string[];
  readonly context: KeyContext;
  /** A word or two for the footer. */
  readonly hint: string;
  readonly description: string;
  /** Weighty acts ask for a typed confirmation and are never on a lower-case key. */
  readonly danger?: true;
}

const PANEL_KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** The one table of keys: it drives dispatch, footer, help and the documentation. */
export const BINDINGS = [
  { action: 'help', keys: ['?'], context: 'global', hint: 'help', description: 'Keys that work here' },
  { action: 'palette', keys: [':'], context: 'global', hint: 'command', description: 'Run any action by name' },
  {
    action: 'filter',
    keys: ['/'],
    context: 'global',
    hint: 'filter',
    description: 'Only rows here that contain a text; !text hides them',
  },
  {
    action: 'next-hit',
    keys: ['n'],
    context: 'global',
    hint: 'next hit',
    description: 'Next row that matches the filter',
  },
  {
    action: 'previous-hit',
    keys: ['N'],
    context: 'global',
    hint: 'previous hit',
    description: 'Previous row that matches the filter',
  },
  {
    action: 'back',
    keys: ['esc'],
    context: 'global',
    hint: 'back',
    description: 'Close, clear, or go back one step; never quits',
  },
  { action: 'next-panel', keys: ['tab'], context: 'global', hint: 'next panel', description: 'Next panel' },
  {
    action: 'previous-panel',
    keys: ['shift-tab'],
    context: 'global',
    hint: 'previous panel',
    description: 'Previous panel',
  },
  {
    action: 'panel',
    keys: PANEL_KEYS,
    context: 'global',
    hint: 'panel',
    description: 'Panel with this number',
  },
  { action: 'previous-page', keys: ['<'], context: 'global', hint: 'previous page', description: 'Previous page' },
  { action: 'next-page', keys: ['>'], context: 'global', hint: 'next page', description: 'Next page' },
  {
    action: 'full-screen',
    keys: ['f'],
    context: 'global',
    hint: 'full screen',
    description: 'Panel on the full screen, and back',
  },
  {
    action: 'pause',
    keys: ['p'],
    context: 'global',
    hint: 'pause',
    description: 'Let the panels stand still, or the tape; and go on',
  },
  { action: 'refresh', keys: ['r'], context: 'global', hint: 'refresh', description: 'Ask every server again now' },
  {
    action: 'asked',
    keys: ['@'],
    context: 'global',
    hint: 'asked',
    description: 'What was asked of the servers, and their answers',
  },
  {
    action: 'silences',
    keys: ['S'],
    context: 'global',
    hint: 'silences',
    description: 'Silences of others, and what they cover',
  },
  {
    action: 'journal',
    keys: ['J'],
    context: 'global',
    hint: 'journal',
    description: 'Who did what, on which evidence',
  },
  {
    action: 'patterns',
    keys: ['D'],
    context: 'global',
    hint: 'log diff',
    description: 'What the candidate logs and the baseline does not',
  },
  {
    action: 'verdict',
    keys: ['v'],
    context: 'global',
    hint: 'verdict',
    description: 'Whether the candidate is worse, how sure, and why',
  },
  { action: 'theme', keys: ['t'], context: 'global', hint: 'theme', description: 'Next theme' },
  {
    action: 'copy',
    keys: ['y'],
    context: 'global',
    hint: 'copy',
    description: 'Copy the selected thing to the clipboard',
  },
  {
    action: 'suspend',
    keys: ['ctrl-z'],
    context: 'global',
    hint: 'suspend',
    description: 'Put ringdeck in the background of the shell',
  },
  { action: 'quit', keys: ['q', 'ctrl-c'], context: 'global', hint: 'quit', description: 'Leave ringdeck' },
  { action: 'up', keys: ['up', 'k'], context: 'list', hint: 'up', description: 'Row above' },
  { action: 'down', keys: ['down', 'j'], context: 'list', hint: 'down', description: 'Row below' },
  { action: 'left', keys: ['left', 'h'], context: 'list', hint: 'left', description: 'Panel or row to the left' },
  { action: 'right', keys: ['right'], context: 'list', hint: 'right', description: 'Panel or row to the right' },
  { action: 'first', keys: ['g', 'home'], context: 'list', hint: 'first', description: 'First row' },
  { action: 'last', keys: ['G', 'end'], context: 'list', hint: 'last', description: 'Last row' },
  { action: 'page-up', keys: ['pgup'], context: 'list', hint: 'page up', description: 'One screenful up' },
  { action: 'page-down', keys: ['pgdn'], context: 'list', hint: 'page down', description: 'One screenful down' },
  { action: 'half-page-up', keys: ['ctrl-u'], context: 'list', hint: 'half up', description: 'Half a screenful up' },
  {
    action: 'half-page-down',
    keys: ['ctrl-d'],
    context: 'list',
    hint: 'half down',
    description: 'Half a screenful down',
  },
  { action: 'open', keys: ['enter'], context: 'list', hint: 'open', description: 'Details of the selected row' },
  {
    action: 'mark',
    keys: ['space'],
    context: 'list',
    hint: 'mark',
    description: 'Mark an alert, to act on several at once',
  },
  {
    action: 'mark-all',
    keys: ['*'],
    context: 'list',
    hint: 'mark all',
    description: 'Mark all alerts the filter lets pass, or none',
  },
  {
    action: 'acknowledge',
    keys: ['a'],
    context: 'list',
    hint: 'ack',
    description: 'Acknowledge the selected or marked alerts',
  },
  {
    action: 'unacknowledge',
    keys: ['A'],
    context: 'list',
    hint: 'un-ack',
    description: 'Take acknowledgements back, selected or marked',
  },
  {
    action: 'claim',
    keys: ['c'],
    context: 'list',
    hint: 'claim',
    description: 'Claim alerts: "I am on it"; again to release',
  },
  {
    action: 'validate',
    keys: ['V'],
    context: 'list',
    hint: 'validate',
    description: 'Validate the ring, or confirm a request; typed',
    danger: true,
  },
  {
    action: 'revoke',
    keys: ['X'],
    context: 'list',
    hint: 'revoke',
    description: 'Revoke a validation, or withdraw a request; typed',
    danger: true,
  },
  {
    action: 'logs',
    keys: ['l'],
    context: 'list',
    hint: 'logs',
    description: 'Logs of the selected thing, around its time',
  },
  { action: 'query', keys: ['i'], context: 'logs', hint: 'query', description: 'Change the query, with completion' },
  { action: 'next-error', keys: ['e'], context: 'logs', hint: 'next error', description: 'Next error' },
  { action: 'previous-error', keys: ['E'], context: 'logs', hint: 'previous error', description: 'Previous error' },
  {
    action: 'context',
    keys: ['o'],
    context: 'logs',
    hint: 'all lines',
    description: 'Hits of the filter alone, or among all lines',
  },
  { action: 'wrap', keys: ['w'], context: 'logs', hint: 'wrap', description: 'Long lines over several rows, or cut' },
  { action: 'timestamps', keys: ['T'], context: 'logs', hint: 'times', description: 'Times as local, UTC, or age' },
  {
    action: 'columns',
    keys: ['C'],
    context: 'logs',
    hint: 'columns',
    description: 'Fields of JSON and logfmt in columns',
  },
  { action: 'zoom-in', keys: ['+'], context: 'chart', hint: 'zoom in', description: 'Half the time on the chart' },
  { action: 'zoom-out', keys: ['-'], context: 'chart', hint: 'zoom out', description: 'Twice the time on the chart' },
  { action: 'earlier', keys: ['['], context: 'chart', hint: 'earlier', description: 'Move the chart into the past' },
  { action: 'later', keys: [']'], context: 'chart', hint: 'later', description: 'Move the chart towards now' },
  { action: 'live', keys: ['0'], context: 'chart', hint: 'live', description: 'Chart back to now, at its usual scale' },
  { action: 'rewind', keys: ['['], context: 'tape', hint: '−1 min', description: 'One minute back on the tape' },
  { action: 'forward', keys: [']'], context: 'tape', hint: '+1 min', description: 'One minute forward on the tape' },
  { action: 'slower', keys: ['{'], context: 'tape', hint: 'slower', description: 'Tape at half the speed' },
  { action: 'faster', keys: ['}'], context: 'tape', hint: 'faster', description: 'Tape at twice the speed' },
] as const satisfies readonly KeyBinding[];

type Binding = (typeof BINDINGS)[number];
export type ActionId = Binding['action'];

/** What keys of the room do on the log page instead, in the order they are worth knowing there. */
const IN_LOGS = {
  filter: 'Look for a text here, or with tab ask Loki for it',
  'next-hit': 'Next line with that text',
  'previous-hit': 'Previous line with that text',
  open: 'Details of the line, and back',
  last: 'Newest line; follows, as ↓ does from the last line',
  first: 'Oldest line at hand; older ones are read',
  up: 'Line above; follows no more',
  down: 'Line below',
  left: 'Long lines, or details, back to their beginning',
  right: 'Long lines, or details, further on',
  pause: 'Stand still; what comes meanwhile is kept, counted',
  panel: 'Hide or show a level, from fatal (1) to none (7)',
  earlier: 'One bar of the histogram earlier',
  later: 'One bar of the histogram later',
  'zoom-in': 'Half the window',
  'zoom-out': 'Twice the window: further back',
  live: 'Back to now',
  refresh: 'Ask Loki again',
  copy: 'Copy the line to the clipboard',
  logs: 'Close the logs',
} as const satisfies Readonly<Partial<Record<ActionId, string>>>;

/** Keys of the log page with what they do there. */
export const logBindings = (keymap: Keymap): Keymap => [
  ...keymap.filter(({ context }) => context === 'logs'),
  ...(Object.keys(IN_LOGS) as (keyof typeof IN_LOGS)[]).flatMap((action) => {
    const binding = keymap.find((one) => one.action === action);
    return binding === undefined ? [] : [{ ...binding, description: IN_LOGS[action] }];
  }),
];

/** A binding with the keys in force, after the profile's own. */
export interface BoundKey extends Pick<KeyBinding, 'keys' | 'context' | 'danger'>, Pick<Binding, 'action' | 'hint'> {
  readonly description: Binding['description'] | (typeof IN_LOGS)[keyof typeof IN_LOGS];
}
export type Keymap = readonly BoundKey[];

export const DEFAULT_KEYMAP: Keymap = BINDINGS;

/**
 * The action a key stands for, in the first of `contexts` that knows it; `index` tells which of an action's keys it
 * was, for the panel numbers. Undefined when the key means nothing here.
 */
export function resolveKey(
  keymap: Keymap,
  key: string,
  contexts: readonly KeyContext[],
): { readonly action: ActionId; readonly index: number } | undefined {
  for (const context of contexts)
    for (const binding of keymap) {
      const index = binding.context === context ? binding.keys.indexOf(key) : -1;
      if (index >= 0) return { action: binding.action, index };
    }
  return undefined;
}

export const keysOf = (keymap: Keymap, action: ActionId): readonly string[] =>
  keymap.find((binding) => binding.action === action)?.keys ?? [];
