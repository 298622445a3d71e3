import { safe } from '../../../../text/safe.ts';
import { sanitiseLine } from '../../../../text/sanitise.ts';
import { runAction } from '../../../actions/run.ts';
import { only } from '../../../core/effects.ts';
import { isOfBoard, type PanelKey } from '../../../core/panel-key.ts';
import { toPage } from '../../../core/state.ts';
import { panelKind } from '../../../panels/registry.ts';
import { pagePanels } from '../../../panels/selection.ts';
import { openQuery } from '../../../views/logs/open-logs.ts';
import { type Command, type Known, oneOf, optional } from '../command.ts';

export const page: Command = {
  name: safe('page'),
  description: safe('Another page'),
  takes: [oneOf('PAGE', ({ scene }) => (scene?.room.pages ?? []).map(({ id, title }) => ({ word: id, about: title })))],
  run({ state, world }, [id = '']) {
    const at = world.scene?.room.pages.findIndex((one) => one.id === id) ?? -1;
    return only(at < 0 ? state : toPage(state, at));
  },
};

/** Every panel of a board by the word for it. */
function panelsOf({ scene }: Known) {
  if (scene === undefined) return [];
  const { room } = scene;
  return room.pages.flatMap(({ id, title, rows }, at) =>
    rows === null
      ? []
      : pagePanels(room, at).map((key: PanelKey) => ({
          word: isOfBoard(key) ? sanitiseLine(key) : sanitiseLine(`${id}/${key}`),
          about: safe(`${panelKind(key, room).title} on ${title}`),
          page: at,
          key,
        })),
  );
}

export const panel: Command = {
  name: safe('panel'),
  description: safe('A panel of any page'),
  takes: [oneOf('PANEL', panelsOf)],
  offered: (known) => panelsOf(known).length > 0,
  run({ state, world }, [word = '']) {
    const meant = panelsOf(world).find((one) => one.word === word);
    return only(meant === undefined ? state : { ...toPage(state, meant.page), focus: meant.key });
  },
};

export const logs: Command = {
  name: safe('logs'),
  description: safe('Logs of the selected thing, or of a search'),
  action: 'logs',
  takes: [
    optional(
      oneOf('SEARCH', ({ logs }) => (logs?.searches ?? []).map(({ id, label }) => ({ word: id, about: label }))),
    ),
  ],
  run(here, [id = '']) {
    const search = here.world.logs?.searches.find((one) => one.id === id);
    return search === undefined ? runAction('logs', 0, here) : openQuery(here.state, search, here.world);
  },
};
