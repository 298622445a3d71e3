import type { ActResult, AlertResult } from '../../src/operations/operations.ts';
import type { Room } from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { keyContexts } from '../../src/screen/actions/contexts.ts';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import { THEME_NAMES } from '../../src/screen/canvas/shipped-themes.ts';
import type { Act, Effect, ScreenEvent } from '../../src/screen/core/effects.ts';
import { resolveKey } from '../../src/screen/core/keymap.ts';
import { initialState, type ScreenState, zoneOf } from '../../src/screen/core/state.ts';
import { update } from '../../src/screen/core/update.ts';
import { isBack } from '../../src/screen/core/viewing.ts';
import type { World } from '../../src/screen/core/world.ts';
import { takesText } from '../../src/screen/dialogs/registry.ts';
import { layoutOf } from '../../src/screen/panels/layout-of.ts';
import { FADES_AFTER } from '../../src/screen/perform.ts';
import { scrollEnd } from '../../src/screen/scroll-end.ts';
import type { LogsNow } from '../../src/session/logs/scene.ts';
import type { Playback } from '../../src/session/session.ts';
import { millis } from '../../src/units.ts';
import { live, NOW, sceneOf } from './rooms.ts';

interface HandsOptions {
  readonly readOnly?: string;
  readonly dialogsFit?: boolean;
  readonly playback?: Playback;
  readonly operator?: string;
  readonly localZone?: string;
  readonly logs?: LogsNow;
  /** What the screen is like before the first key. */
  readonly from?: ScreenState;
  /** Columns and rows. */
  readonly size?: readonly [number, number];
}

/** What is drawn, and on a terminal of what size. */
function aroundOf(world: World, state: ScreenState, [columns, rows]: readonly [number, number]) {
  const { scene, keymap, themes, operator, logs, readOnly } = world;
  if (scene === undefined) throw new Error('nothing is drawn yet');
  const layout = layoutOf(scene.room, state, columns, rows, isBack(scene.playback));
  const look = { timeZone: zoneOf(state, world.localZone), glyphs: glyphsFor(true), unicode: true };
  return { scene, keymap, themes, operator, logs, layout, readOnly: readOnly !== null, ...look };
}

/** A pair of hands on the keyboard: presses keys in turn and remembers what they asked for. */
export function hands(room: Room, options: HandsOptions = {}) {
  let world: World = {
    scene: sceneOf(room, options.playback ?? live),
    keymap: DEFAULT_KEYMAP,
    themes: THEME_NAMES,
    readOnly: options.readOnly ?? null,
    operator: options.operator ?? 'alice',
    localZone: options.localZone ?? 'UTC',
    now: NOW,
    screenful: 10,
    scrollEnd: (shown) => scrollEnd(shown, aroundOf(world, shown, options.size ?? [100, 30])),
    pageWidth: 100,
    dialogsFit: options.dialogsFit ?? true,
    logs: options.logs ?? null,
  };
  let state: ScreenState = options.from ?? initialState('dark');
  const effects: Effect[] = [];
  /** The answer that goes by itself. */
  let fading: (Effect & { readonly kind: 'fade' }) | undefined;
  const apply = (event: ScreenEvent) => {
    const step = update(state, event, world);
    state = step.state;
    effects.push(...step.effects.filter(({ kind }) => kind !== 'fade'));
    fading = step.effects.find((effect) => effect.kind === 'fade') ?? fading;
  };
  const press = (...keys: string[]) => {
    for (const key of keys) {
      if (takesText(state.dialog)) apply(key.length === 1 ? { type: 'text', text: key } : { type: 'field', key });
      else {
        const found = resolveKey(DEFAULT_KEYMAP, key, keyContexts(state, world.scene));
        apply(found === undefined ? { type: 'unbound', key } : { type: 'action', ...found });
      }
    }
    return state;
  };
  /** Lets so many seconds go by; the tick that was asked for last comes at their end. */
  const pass = (by: number) => {
    world = { ...world, now: millis(world.now + by * 1000) };
    const asked = effects.findLast((effect) => effect.kind === 'tick');
    if (asked !== undefined) apply({ type: 'tick', until: asked.until });
    if (fading !== undefined && by >= FADES_AFTER / 1000) apply({ type: 'faded', flash: fading.flash });
    return state;
  };
  return {
    press,
    type: (text: string) => press(...text),
    answer: apply,
    pass,
    /** The room, or the size of the terminal, is another one from now on. */
    change: (more: { readonly room?: Room; readonly dialogsFit?: boolean }) => {
      if (more.room !== undefined) world = { ...world, scene: sceneOf(more.room, options.playback ?? live) };
      world = { ...world, dialogsFit: more.dialogsFit ?? world.dialogsFit };
    },
    effects,
    acts: () => effects.filter((effect) => effect.kind !== 'tick'),
    state: () => state,
    world: () => world,
    scene: () => {
      if (world.scene === undefined) throw new Error('nothing has come yet');
      return world.scene;
    },
  };
}

/** @param each what came of each alert, by its name */
export const result = (
  act: Act['kind'],
  result: ActResult['result'],
  message: string,
  each: Readonly<Record<string, AlertResult['result']>> = {},
): ScreenEvent => {
  const alerts = Object.entries(each).map(([name, result]) => ({ fingerprint: `fp-${name}`, name, result, message }));
  return { type: 'result', act, came: makeSafe({ result, message, alerts }) };
};
