import type { NotifySpec } from '../../profile/schema/notify.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { ReaderOptions } from '../../reader/read.ts';
import { DEFAULT_KEYMAP } from '../../screen/actions/registry.ts';
import { remapKeys } from '../../screen/actions/remap.ts';
import type { Look as ScreenLook } from '../../screen/canvas/look.ts';
import { keysOf } from '../../screen/core/keymap.ts';
import { drawWaiting } from '../../screen/draw-waiting.ts';
import { Latest } from '../../screen/latest.ts';
import { Stage, type StageOptions } from '../../screen/stage.ts';
import { drawUntouched } from '../../screen/untouched.ts';
import type { Scene, Session } from '../../session/session.ts';
import { TerminalVoice } from '../../terminal/voice.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { describeFailure } from './failure.ts';
import type { ScreenOptions } from './globals.ts';
import { keepHeapSmall } from './heap.ts';
import type * as Heralds from './heralds.ts';
import { type Look, prepareLook } from './look.ts';
import type { World } from './world.ts';

/** A session that goes on by itself between start and stop. */
export interface Running extends Session {
  start(): void;
  stop(): void;
}

/** What is shown, and what of it is known before it is there. */
export interface Showing {
  readonly profile: Profile;
  /** The room before anything has answered; null where it is there as soon as it is opened. */
  readonly unheard: Scene | null;
  /** Makes the session; what else it needs of the program is read only then. */
  open(): Promise<Running>;
  /** How whoever has it open is told of what happens; absent where nothing does, as on a tape, whose profile is another's. */
  readonly notify?: NotifySpec | undefined;
  /** Leaves it, as the operator may. */
  readonly stop?: AbortSignal;
}

/**
 * Takes the terminal and shows on it what is known, at once; then opens the session and shows it until the operator quits.
 * What opening it fails of is thrown once the terminal is as it was.
 */
export async function show(
  world: World,
  terminal: NonNullable<World['terminal']>,
  options: ScreenOptions,
  { profile, unheard, open, notify, stop }: Showing,
): Promise<void> {
  const { out } = world;
  keepHeapSmall();
  const remapped = remapKeys(profile.keys);
  const keymap = remapped.ok ? remapped.keymap : DEFAULT_KEYMAP;
  const look = await prepareLook(world, options, profile.theme);
  const { capabilities, themes, timeZone } = look;
  const staged = {
    ...terminal,
    capabilities,
    mostBytes: options.maxBps,
    tell: (words: Safe) => out.say(words),
    report: (error: unknown) => out.say(describeFailure(error).text),
  };
  if (options.screenReader)
    return readAloud(world, staged, { themes, keymap, timeZone, stop }, { profile, unheard, open, notify });
  const stage = new Stage(staged);
  try {
    const first = { keymap, timeZone, readOnly: options.readOnly ?? false };
    const drawn = drawnBy(look);
    if (unheard)
      stage.drawAtAnySize((columns, rows) => drawWaiting({ unheard, ...first }, columns, rows, drawn), drawn);
    const left = stage.left(keysOf(keymap, 'quit')).then(() => null);
    const session = await Promise.race([open(), left]);
    if (session === null) return;
    const scene = session.scene();
    const around = { ...first, operator: session.operations.operator, page: 0 };
    if (scene) stage.drawAtAnySize((columns, rows) => drawUntouched(scene, around, columns, rows, drawn), drawn);
    session.start();
    let untell = () => {};
    try {
      // What nobody needs for the first picture is read after it.
      const [screen, heralds] = await Promise.all([
        Promise.race([import('../../screen/start.tsx'), left]),
        import('./heralds.ts'),
      ]);
      const failures = new Latest<Safe>();
      untell = tellAll(heralds, world, session, { stage, look, notify, failures });
      const options = { themes, keymap, timeZone, unheard, stop, failures };
      await screen?.runScreen(session, stage, options);
    } finally {
      untell();
      session.stop();
    }
  } finally {
    stage.leave();
  }
}

/** The same for a screen reader. */
async function readAloud(
  world: World,
  stage: StageOptions,
  options: Omit<ReaderOptions, 'print' | 'failures'>,
  { profile, unheard, open, notify }: Showing,
): Promise<void> {
  const print = (lines: readonly Safe[]) => world.out.printLines(lines.map((line) => safe(`${line}\n`)));
  if (unheard) print([safe(`${sanitiseLine(profile.name)}: the servers are asked, please wait`)]);
  const [{ readRoom }, { tellLive }] = await Promise.all([import('../../reader/read.ts'), import('./heralds.ts')]);
  const failures = new Latest<Safe>();
  const voice = new TerminalVoice(stage.stdout, stage.capabilities);
  let end = () => {};
  const opened = async () => {
    const session = await open();
    session.start();
    const untell = notify && tellLive(world, session, { spec: notify, voice, failures });
    end = () => {
      untell?.();
      session.stop();
    };
    return session;
  };
  try {
    await readRoom(opened, stage, { ...options, print, failures });
  } finally {
    end();
  }
}

interface Shown {
  readonly stage: Stage;
  readonly look: Look;
  readonly notify: NotifySpec | undefined;
  readonly failures: Latest<Safe>;
}

/** Has the terminal called as the room stands, and whoever has it open told of what happens. @returns how to end that */
function tellAll(
  { tellLive, tellTitle }: typeof Heralds,
  world: World,
  session: Running,
  { stage, look, notify, failures }: Shown,
): () => void {
  const untold = [
    tellTitle([session], stage.voice, look.glyphs),
    ...(notify ? [tellLive(world, session, { spec: notify, voice: stage.voice, failures })] : []),
  ];
  return () => {
    for (const end of untold) end();
  };
}

/** How the screen draws as long as no key was pressed. */
function drawnBy({ glyphs, themes, capabilities }: Look): ScreenLook {
  const { unicode, links, chalkLevel } = capabilities;
  return { theme: themes.first, glyphs, unicode, links, level: chalkLevel };
}
