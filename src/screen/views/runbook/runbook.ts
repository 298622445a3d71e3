import { safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { lineWidth, run, selected } from '../../canvas/runs.ts';
import { flash, only, type Step } from '../../core/effects.ts';
import type { ActionId, View } from '../../core/kinds.ts';
import { withTop } from '../../core/state.ts';
import type { Here } from '../../core/world.ts';
import { withHiding } from '../../panels/filtered.ts';
import { hiddenRun } from '../../panels/panel.ts';
import type { ViewInput, ViewKind } from '../kind.ts';
import { alertLogs } from '../logs/jumps.ts';
import type { DetailDrawing } from '../shared/detail.ts';
import { commandsOf, commandsText, hitsOf, isHit, lineOfCommand, type Page, pageOf, selectedCommand } from './page.ts';

/** The runbook of an alert: its text, of whose commands one is selected. */
export const runbook: ViewKind<View<'runbook'>> = {
  contexts: [],
  draw,
  move: (view, by) => ({ ...view, scroll: Math.max(0, view.scroll + by), hit: null }),
  copy(view) {
    const commands = commandsOf(view);
    return (commands.find(({ number }) => number === view.command) ?? commands[0])?.text ?? view.link;
  },
  logs: (view, { room }) => alertLogs(view.fingerprint, room),
  about: ({ fingerprint }) => ({ alert: fingerprint }),
  act,
  hints: (view) => ({
    first: commandsOf(view).length > 0 ? ['copy', 'right', 'filter'] : ['copy', 'filter'],
    besides: [],
  }),
  hintWords: { copy: safe('copy command'), right: safe('next command') },
};

function draw(view: View<'runbook'>, { width, height, glyphs, unicode }: ViewInput): DetailDrawing {
  const page = pageOf(view, { width, unicode });
  const { lines, hidden } = page;
  const command = selectedCommand(view, page);
  const end = Math.max(0, lines.length - height);
  const from = Math.min(view.scroll, end);
  const badge = [
    run(commandsText(page, command), 'accent'),
    run(view.file === null ? safe('') : sanitiseLine(` ${view.file}`), 'dim'),
    hiddenRun(lines.length - from - height, glyphs),
  ];
  const drawing = {
    title: safe(`runbook of ${view.name}`),
    badge,
    lines: lines.slice(from, from + height).map((line) => {
      if (line.command !== null && line.command === command) return selected(line.line);
      return isHit(line, view.filter)
        ? line.line.map((one) => ({ ...one, tone: 'warn' as const, bold: true }))
        : line.line;
    }),
    end,
  };
  return withHiding(drawing, { filter: view.filter, hidden }, width - lineWidth(badge), glyphs);
}

/** What keys of everywhere do in a text: to its next command, to its next hit. */
function act(view: View<'runbook'>, action: ActionId, _: number, { state, world }: Here): Step | undefined {
  const page = pageOf(view, { width: world.pageWidth, unicode: true });
  const show = (more: Partial<View<'runbook'>>) => only(withTop(state, { ...view, ...more }));
  switch (action) {
    case 'left':
    case 'right': {
      const { shown } = page;
      if (shown.length === 0)
        return flash(
          state,
          'info',
          page.commands.length > 0
            ? 'The filter hides every command: esc clears it'
            : 'There is no command in this runbook',
        );
      const at = shown.indexOf(selectedCommand(view, page)) + (action === 'right' ? 1 : -1);
      const command = shown[Math.max(0, Math.min(shown.length - 1, at))] ?? 0;
      return show({ command, scroll: inSight(lineOfCommand(page, command), view.scroll, world.screenful) });
    }
    case 'next-hit':
    case 'previous-hit':
      return jump(view, page, action === 'next-hit', { state, world });
    default:
      return undefined;
  }
}

/** The nearest scroll at which a line is in sight, with room around it where it was not. */
function inSight(line: number, scroll: number, height: number): number {
  if (line >= scroll && line < scroll + height) return scroll;
  return Math.max(0, line - Math.floor(height / 3));
}

function jump(view: View<'runbook'>, page: Page, forwards: boolean, { state, world }: Here): Step | undefined {
  if (view.filter === '') return undefined;
  const hits = hitsOf(page, view.filter);
  if (hits.length === 0) return flash(state, 'info', 'No line holds that text');
  const from = view.hit ?? (forwards ? view.scroll - 1 : view.scroll);
  const next = forwards
    ? (hits.find((line) => line > from) ?? hits[0])
    : (hits.findLast((line) => line < from) ?? hits.at(-1));
  const hit = next ?? 0;
  return only(withTop(state, { ...view, hit, scroll: inSight(hit, view.scroll, world.screenful) }));
}
