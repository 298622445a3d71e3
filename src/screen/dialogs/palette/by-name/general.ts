import { safe } from '../../../../text/safe.ts';
import { runAction } from '../../../actions/run.ts';
import { only } from '../../../core/effects.ts';
import { kept } from '../../filter/filter.ts';
import { helpDialog } from '../../help/state.ts';
import { keptInLogs } from '../../log-filter/log-filter.ts';
import { aboutTheme } from '../../theme/about.ts';
import { taken } from '../../theme/keys.ts';
import { type Command, oneOf, optional, text } from '../command.ts';

export const theme: Command = {
  name: safe('theme'),
  description: safe('Another theme'),
  action: 'theme',
  takes: [optional(oneOf('THEME', ({ themes }) => themes.map((name) => ({ word: name, about: aboutTheme(name) }))))],
  run: (here, [name = '']) => (name === '' ? runAction('theme', 0, here) : taken({ ...here.state, theme: name })),
};

export const filter: Command = {
  name: safe('filter'),
  description: safe('Only rows that fit, as severity=critical age>5m !text'),
  action: 'filter',
  takes: [text('FILTER', 'severity=critical age>5m')],
  run(here, [typed = '']) {
    const { state, world } = here;
    if (typed === '') return runAction('filter', 0, here);
    const view = state.views.at(-1);
    if (view?.kind === 'logs' && world.logs?.scene) return keptInLogs(state, typed, world.logs.scene);
    return view === undefined || 'filter' in view ? kept(state, typed, world.scene?.room) : only(state);
  },
};

export const help: Command = {
  name: safe('help'),
  description: safe('Keys and commands, by what they do'),
  action: 'help',
  takes: [text('WORDS', 'who did')],
  run: ({ state }, [words = '']) => only({ ...state, dialog: helpDialog(words) }),
};

export const quit: Command = {
  name: safe('q'),
  description: safe('Leave ringdeck'),
  takes: [],
  run: (here) => runAction('quit', 0, here),
};
