import type { Room } from '../../../room/shown.ts';
import type { LogsNow, SavedLogs } from '../../../session/logs/scene.ts';
import { literals, type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { actionOf } from '../../actions/registry.ts';
import { type KeyContext, type Keymap, keysOf } from '../../core/keymap.ts';
import type { ActionId } from '../../core/kinds.ts';
import { isOfBoard, type PanelKey } from '../../core/panel-key.ts';
import { panelKind } from '../../panels/registry.ts';
import { pagePanels } from '../../panels/selection.ts';

/** What the palette offers: a text to type and what it does. */
export interface Command {
  readonly name: Safe;
  readonly description: Safe;
  readonly key: Safe;
  readonly does:
    | { readonly kind: 'action'; readonly action: ActionId }
    | { readonly kind: 'ring'; readonly ring: string }
    | { readonly kind: 'act'; readonly action: 'validate' | 'revoke'; readonly ring: string }
    | { readonly kind: 'logs'; readonly search: SavedLogs }
    | { readonly kind: 'page'; readonly page: number }
    | { readonly kind: 'panel'; readonly page: number; readonly panel: PanelKey }
    | { readonly kind: 'theme'; readonly theme: string };
}

/** Every command of this room. */
export function commands(
  room: Room | undefined,
  keymap: Keymap,
  themes: readonly string[],
  tape: boolean,
  logs: LogsNow | null,
): Command[] {
  const shown = (context: KeyContext) =>
    (tape || context !== 'tape') && (logs?.scene !== undefined || context !== 'logs');
  const actions = keymap
    .filter((binding) => !actionOf(binding.action).forKeysAlone && shown(binding.context))
    .map((binding) => ({
      name: safe(binding.action),
      description: safe(binding.description),
      key: sanitiseLine(keysOf(keymap, binding.action)[0] ?? ''),
      does: { kind: 'action', action: binding.action } as const,
    }));
  const rings = (room?.rings ?? []).map((ring) => ({
    name: safe(`ring ${ring.id}`),
    description: safe(`Details of ${ring.name}`),
    key: safe(''),
    does: { kind: 'ring', ring: ring.id } as const,
  }));
  const acts = (['validate', 'revoke'] as const).flatMap((action) =>
    (room?.rings ?? []).map((ring) => ({
      name: safe(`${action} ${ring.id}`),
      description: safe(
        action === 'validate' ? `Validate ${ring.name}, with its evidence` : `Take the word on ${ring.name} back`,
      ),
      key: safe(''),
      does: { kind: 'act', action, ring: ring.id } as const,
    })),
  );
  const searches = (logs?.searches ?? []).map((search) => ({
    name: safe(`logs ${search.id}`),
    description: search.label,
    key: safe(''),
    does: { kind: 'logs', search } as const,
  }));
  const pages = (room?.pages ?? []).map((page, i) => ({
    name: safe(`page ${page.id}`),
    description: safe(`Page ${page.title}`),
    key: safe(''),
    does: { kind: 'page', page: i } as const,
  }));
  const panels = (room?.pages ?? []).flatMap((page, i) =>
    room === undefined || page.rows === null
      ? []
      : pagePanels(room, i).map((panel) => ({
          name: safe(`panel ${isOfBoard(panel) ? sanitiseLine(panel) : safe(`${page.id}/${safe(panel)}`)}`),
          description: safe(`${panelKind(panel, room).title} on ${page.title}`),
          key: safe(''),
          does: { kind: 'panel', page: i, panel } as const,
        })),
  );
  const looks = themes.map((theme) => ({
    name: sanitiseLine(`theme ${theme}`),
    description: sanitiseLine(`Theme ${theme}`),
    key: safe(''),
    does: { kind: 'theme', theme } as const,
  }));
  const quit = {
    ...literals({ name: 'q', description: 'Leave ringdeck', key: '' }),
    does: { kind: 'action', action: 'quit' } as const,
  };
  return [...actions, ...rings, ...acts, ...searches, ...pages, ...panels, ...looks, quit];
}

/** The commands that fit what was typed, best first: the very name, its beginning, anywhere in it, in the description. */
export function completions(all: readonly Command[], typed: string): Command[] {
  const text = typed.trim().toLowerCase();
  const rank = (command: Command): number => {
    if (command.name === text) return 0;
    if (command.name.startsWith(text)) return 1;
    if (command.name.includes(text)) return 2;
    return command.description.toLowerCase().includes(text) ? 3 : 4;
  };
  return all.filter((command) => rank(command) < 4).sort((a, b) => rank(a) - rank(b));
}
