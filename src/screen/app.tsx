import { type Key, useInput, usePaste, useWindowSize } from 'ink';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { Scene, Session } from '../session/session.ts';
import type { Background } from '../terminal/background.ts';
import type { Safe } from '../text/safe.ts';
import { keyContexts } from './actions/contexts.ts';
import type { Look } from './canvas/look.ts';
import type { Themes } from './canvas/themes.ts';
import type { ScreenEvent } from './core/effects.ts';
import { isControl, keyName, PASTE } from './core/key-names.ts';
import { type Keymap, resolveKey } from './core/keymap.ts';
import { initialState, type ScreenState, zoneOf } from './core/state.ts';
import { update } from './core/update.ts';
import { isBack } from './core/viewing.ts';
import { lastWords } from './dialogs/last-words.ts';
import { takesText } from './dialogs/registry.ts';
import { Drawer, type ScreenSurroundings } from './draw-screen.ts';
import { drawWaiting } from './draw-waiting.ts';
import type { Latest } from './latest.ts';
import { PacedView } from './paced.ts';
import { layoutOf } from './panels/layout-of.ts';
import { type Outside, perform } from './perform.ts';
import { worldOf } from './world-of.ts';

export interface AppProps extends Omit<Look, 'theme'> {
  readonly session: Session;
  readonly outside: Outside;
  readonly themes: Themes;
  /** The room before anything has answered; null where that is not known. */
  readonly unheard: Scene | null;
  /** Tells what the terminal draws on, whenever it says so; absent where nobody asks it, or nothing is drawn in colours. */
  readonly background?: Pick<Latest<Background>, 'listen'>;
  /** Tells what went wrong beside the room, whenever it does. */
  readonly failures?: Pick<Latest<Safe>, 'listen'>;
  readonly keymap: Keymap;
  /** IANA name. */
  readonly timeZone: string;
  /** Takes what would be drawn, for those who do not look at it. */
  readonly hear?: (around: ScreenSurroundings, look: Look) => void;
}

/** Named keys a text field understands; every other key is text or nothing. */
const FIELD_KEYS =
  /^(esc|enter|tab|shift-tab|backspace|delete|up|down|left|right|home|end|pgup|pgdn|ctrl-(left|right|[acekuw])|alt-([bdf]|backspace))$/;

/** The screen's state, where it is drawn, and what changes it. */
function useScreenState(props: AppProps, view: PacedView) {
  const { session, outside, themes, background, failures, glyphs, unicode, keymap, timeZone } = props;
  const { scene } = useSyncExternalStore(view.subscribe, view.shown);
  const { columns, rows } = useWindowSize();
  const [state, setState] = useState(() => initialState(themes.asked, themes.background));
  // Several keys may arrive before the next drawing; each must see what the one before it did.
  const current = useRef(state);
  const layout = useMemo(
    () => layoutOf(scene?.room, state, columns, rows, scene !== undefined && isBack(scene.playback)),
    [scene, state, columns, rows],
  );
  // An answer may come much later; it must meet the terminal as it is then.
  const newest = useRef((_: ScreenEvent) => {});
  const dispatch = useCallback(
    (event: ScreenEvent) => {
      const drawn = {
        layout,
        timeZone: zoneOf(current.current, timeZone),
        glyphs,
        unicode,
        keymap,
        themes: themes.names,
      };
      const world = worldOf(session, outside.timer.now(), { ...drawn, localZone: timeZone });
      const step = update(current.current, event, world);
      current.current = step.state;
      outside.lastWords(lastWords(step.state.dialog));
      setState(step.state);
      for (const effect of step.effects) perform(effect, session, outside, (answer) => newest.current(answer));
      if (step.effects.some(({ kind }) => kind === 'logs')) view.catchUp();
    },
    [session, outside, view, keymap, themes, layout, timeZone, glyphs, unicode],
  );
  useEffect(() => {
    newest.current = dispatch;
  }, [dispatch]);
  useEffect(() => background?.listen((told) => newest.current({ type: 'background', background: told })), [background]);
  useEffect(() => failures?.listen((message) => newest.current({ type: 'failed', message })), [failures]);
  return { state, current, layout, dispatch };
}

/** The live room: draws the newest scene, and turns key presses into what they mean. */
export function App(props: AppProps): null {
  const { session, outside, unheard, themes, glyphs, unicode, links, level, keymap, timeZone, hear } = props;
  const view = useMemo(() => new PacedView(session, outside.timer), [session, outside]);
  const { scene, logs } = useSyncExternalStore(view.subscribe, view.shown);
  useEffect(() => outside.onLook(view.catchUp), [outside, view]);
  const { state, current, layout, dispatch } = useScreenState(props, view);

  useInput((input, key) => {
    outside.hurry();
    // What a key means is told by the room as it stands: that is what must be looked at.
    view.catchUp();
    // Fast typing comes in one piece, "jjj"; each key must find the screen as the one before it left it.
    const pieces = key.ctrl || key.meta || input === '' ? [input] : [...input];
    for (const piece of pieces) {
      const event = eventOf(piece, key, current.current, keymap, session.scene());
      dispatch(event);
    }
  });
  usePaste((text) => {
    dispatch(takesText(current.current.dialog) ? { type: 'text', text } : { type: 'unbound', key: PASTE });
  });

  const look = useMemo((): Look => {
    return { theme: themes.named(state.theme, state.background), glyphs, unicode, links, level };
  }, [themes, state.theme, state.background, glyphs, unicode, links, level]);
  const drawer = useMemo(() => new Drawer(), []);
  // Ink reads keys and draws nothing: the picture goes to the terminal cell by cell.
  useLayoutEffect(() => {
    const { operator, readOnly } = session.operations;
    const around = { keymap, timeZone: zoneOf(state, timeZone), readOnly: readOnly !== null };
    const searched = session.logs && { scene: logs, searches: session.logs.searches };
    const { columns, rows } = layout;
    const drawn = scene && {
      ...{ ...around, scene, state, layout, themes: themes.names, operator, logs: searched },
      load: outside.load(),
    };
    if (drawn) hear?.(drawn, look);
    const blocks = drawn ? drawer.draw(drawn, look) : drawWaiting({ ...around, unheard }, columns, rows, look);
    outside.draw(blocks, look);
  }, [session, outside, drawer, scene, unheard, logs, state, layout, look, keymap, themes, timeZone, hear]);
  return null;
}

/** What a key press means on this screen: text for the open field, an action, or nothing here. */
function eventOf(input: string, key: Key, state: ScreenState, keymap: Keymap, scene: Scene | undefined): ScreenEvent {
  const name = keyName(input, key);
  if (takesText(state.dialog)) {
    if (name !== null && FIELD_KEYS.test(name)) return { type: 'field', key: name };
    if (!key.ctrl && !key.meta && input !== '' && !isControl(input)) return { type: 'text', text: input };
    return { type: 'unbound', key: name ?? '' };
  }
  // Words are those of a text: elsewhere the arrow alone is meant.
  const bound = name?.replace(/^ctrl-(left|right)$/, '$1');
  const found = bound === undefined ? undefined : resolveKey(keymap, bound, keyContexts(state, scene));
  if (found !== undefined) return { type: 'action', ...found };
  return { type: 'unbound', key: name ?? '' };
}
