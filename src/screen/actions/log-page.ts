import { safe } from '../../text/safe.ts';
import { changeLook, editQuery, toBar, toError, toggleColumns, toggleContext } from '../views/logs/act-in-logs.ts';
import type { LogLook } from '../views/logs/state.ts';
import type { Action } from './action.ts';

const STAMPS: readonly LogLook['stamps'][] = ['local', 'utc', 'relative'];

export const query: Action = {
  keys: ['i'],
  context: 'logs',
  hint: safe('query'),
  description: safe('Change the query, with completion'),
  run: editQuery,
};

export const previousBar: Action = {
  keys: ['('],
  context: 'logs',
  hint: safe('bar back'),
  description: safe('One bar of the histogram earlier'),
  run: toBar(-1),
};

export const nextBar: Action = {
  keys: [')'],
  context: 'logs',
  hint: safe('bar on'),
  description: safe('One bar of the histogram later'),
  run: toBar(1),
};

export const nextError: Action = {
  keys: ['e'],
  context: 'logs',
  hint: safe('next error'),
  description: safe('Next error'),
  run: toError(1),
};

export const previousError: Action = {
  keys: ['E'],
  context: 'logs',
  hint: safe('previous error'),
  description: safe('Previous error'),
  run: toError(-1),
};

export const context: Action = {
  keys: ['o'],
  context: 'logs',
  hint: safe('all lines'),
  description: safe('Only lines that match the filter, or all lines'),
  run: toggleContext,
};

export const wrap: Action = {
  keys: ['w'],
  context: 'logs',
  hint: safe('wrap'),
  description: safe('Long lines over several rows, or cut'),
  run: changeLook((look) => ({ wrap: !look.wrap })),
};

export const timestamps: Action = {
  keys: ['T'],
  context: 'logs',
  hint: safe('times'),
  description: safe('Times as local, UTC, or age'),
  run: changeLook(({ stamps }) => ({ stamps: STAMPS[(STAMPS.indexOf(stamps) + 1) % STAMPS.length] ?? 'local' })),
};

export const columns: Action = {
  keys: ['C'],
  context: 'logs',
  hint: safe('columns'),
  description: safe('Fields of JSON and logfmt in columns'),
  run: toggleColumns,
};
