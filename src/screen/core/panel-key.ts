import { PANELS, type PanelId } from '../../profile/schema/panels.ts';

/** A panel that a profile made itself, by its page and its id, and the value it stands for where it is repeated: "api/p95", "api/p95@eu". */
export type BoardKey = `${string}/${string}`;

/** A panel wherever one is meant: by its name, or by its key on a board. */
export type PanelKey = PanelId | BoardKey;

const NAMES: ReadonlySet<string> = new Set(PANELS);

/** Whether a panel is one that the profile made itself: no name has a stroke in it. */
export const isOfBoard = (panel: string): panel is BoardKey => panel.includes('/');

/** Whether a text means a panel. */
export const isPanelKey = (text: string): text is PanelKey => isOfBoard(text) || NAMES.has(text);
