import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { packageRoot } from '../../src/assets.ts';
import { systemClock } from '../../src/clock.ts';
import { type Demo, demoTape } from '../../src/commands/shared/demos.ts';
import { createOperations } from '../../src/commands/shared/operations.ts';
import { Reel } from '../../src/frames/tape/reel.ts';
import { buildPlan } from '../../src/profile/plan/plan.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import type { Room } from '../../src/room/shown.ts';
import { keyContexts } from '../../src/screen/actions/contexts.ts';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { Compositor } from '../../src/screen/canvas/compositor.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import type { Look } from '../../src/screen/canvas/look.ts';
import { THEME_NAMES } from '../../src/screen/canvas/shipped-themes.ts';
import type { ScreenEvent } from '../../src/screen/core/effects.ts';
import { resolveKey } from '../../src/screen/core/keymap.ts';
import { initialState, type ScreenState } from '../../src/screen/core/state.ts';
import { update } from '../../src/screen/core/update.ts';
import { takesText } from '../../src/screen/dialogs/registry.ts';
import { Drawer, type ScreenSurroundings } from '../../src/screen/draw-screen.ts';
import { layoutOf } from '../../src/screen/panels/layout-of.ts';
import { type Outside, perform } from '../../src/screen/perform.ts';
import { drawWall } from '../../src/screen/wall/draw-wall.ts';
import { worldOf } from '../../src/screen/world-of.ts';
import type { Logs } from '../../src/session/logs/scene.ts';
import { type Runbooks, runbooksIn } from '../../src/session/runbooks.ts';
import type { Scene } from '../../src/session/session.ts';
import { isFiring, TapeSession } from '../../src/session/tape-session.ts';
import type { Row } from '../../src/terminal/cells.ts';
import { Governor } from '../../src/terminal/governor.ts';
import { safe } from '../../src/text/safe.ts';
import { type Seconds, seconds, secondsBetween } from '../../src/units.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A room is shown once its first alert has been seen for so long, in seconds. */
const DELAY = 60;
/** Keys mean what they mean on a screen of this size. */
const AT: Size = { columns: 140, rows: 44 };

const governor = new Governor(systemClock, systemClock, null);

/** What a screen may do besides drawing: on a picture nothing goes on by itself. */
const NOTHING: Outside = {
  timer: { now: systemClock.now, after: () => () => {} },
  quit() {},
  suspend() {},
  draw() {},
  nextPicture: () => Promise.resolve([]),
  hurry() {},
  load: () => ({ pacing: governor.pacing(), memory: () => ({ heap: 60_000_000, resident: 140_000_000 }) }),
  onLook: () => () => {},
  copy: () => true,
  lastWords() {},
};

export interface Arrival {
  /** So many seconds before its first alert, instead of a minute after it. */
  readonly before?: number;
  /** How many operators a ring's validation takes. */
  readonly approvals?: 1 | 2;
  /** Takes what goes out of the screen. */
  readonly outside?: Partial<Outside>;
}

/** The room of a demo a minute after its first alert, and somebody who sits before it and presses keys. */
export class Sitting {
  readonly #session: TapeSession;
  readonly #outside: Outside;
  readonly #runbooks: Runbooks;
  #state: ScreenState = initialState('dark');
  /** What is read from files, and comes later. */
  #awaited: Promise<void> = Promise.resolve();

  private constructor(session: TapeSession, outside: Outside, runbooks: Runbooks) {
    this.#session = session;
    this.#outside = outside;
    this.#runbooks = runbooks;
    session.arrive();
  }

  static async at(demo: Demo, { before, approvals = 1, outside = {} }: Arrival = {}): Promise<Sitting> {
    const reel = await Reel.open(await readFile(demoTape(demo)), demo);
    const profile = profileSchema.parse(reel.profile);
    const plan = buildPlan({ ...profile, rings: profile.rings.map((ring) => ({ ...ring, approvals })) });
    let first: Seconds | null = null;
    await reel.read((frame) => {
      if (first === null && isFiring(frame, plan)) first = secondsBetween(reel.start, frame.at);
    });
    const position = seconds(Math.min((first ?? reel.length) + (before === undefined ? DELAY : -before), reel.length));
    const start = { position, speed: 1, label: 'DEMO' } as const;
    const session = new TapeSession(plan, reel, systemClock, start, ({ member, ...around }) =>
      createOperations(
        { env: {} },
        plan,
        { operator: 'alice', readOnly: false },
        { ...around, members: [member], prometheus: null },
      ),
    );
    const beside = join(packageRoot, 'profiles');
    const runbooks = runbooksIn(beside, resolve(beside, profile.runbooks?.folder ?? '.'));
    return new Sitting(session, { ...NOTHING, ...outside }, runbooks);
  }

  get room(): Room {
    return this.#scene().room;
  }

  /** Forgets every key. */
  begin(): void {
    this.#session.logs?.run({ do: 'close' });
    this.#state = initialState('dark');
  }

  /** Presses keys by their names, `"text"` is typed; resolves once what they asked for has come. */
  async press(line: string): Promise<void> {
    for (const [, text, key = ''] of line.matchAll(/"([^"]*)"|(\S+)/g))
      for (const pressed of text === undefined ? [key] : text) this.#apply(this.#eventOf(pressed));
    await this.#awaited;
    if (this.#session.logs) await arrived(this.#session.logs);
  }

  /** Has the operator's word on a ring stand, whatever is known of it. */
  async validate(id: string): Promise<void> {
    const ring = this.room.rings.find((one) => one.id === id);
    if (ring === undefined) throw new Error(`there is no ring ${id}`);
    await this.#session.operations.validate(ring, { note: '', override: 'the checks were looked at by hand' });
    const changed = new Promise<void>((resolve) => this.#session.subscribe(resolve));
    this.#session.refresh();
    await changed;
  }

  /** What the terminal shows, at any size. */
  shows(size: Size, look: Look): readonly Row[] {
    return new Compositor().compose(new Drawer().draw(this.drawnOf(size), look), look, size.columns, size.rows);
  }

  /** What a wall shows that has this room alone. */
  wall({ columns, rows }: Size, look: Look): readonly Row[] {
    const turn = { room: 0, page: 0, since: this.room.at };
    const around = { scenes: [this.#scene()], turn, timeZone: 'UTC', failure: null, kept: new Map() };
    const blocks = drawWall({ ...around, quit: safe('q quits') }, columns, rows, look);
    return new Compositor().compose(blocks, look, columns, rows);
  }

  /** Everything that is drawn, or told. */
  drawnOf(size: Size): ScreenSurroundings {
    const { scene, state, layout, keymap, themes, timeZone } = this.#around(size, glyphsFor(true));
    const drawn = { scene, state, layout, keymap, themes, timeZone, operator: 'alice', readOnly: false };
    return { ...drawn, logs: this.#logs(), load: NOTHING.load() };
  }

  /** A tape knows no files; those of a demo come with its profile. */
  async #read(file: string): Promise<void> {
    this.#apply({ type: 'runbook', file, came: await this.#runbooks.read(file) });
  }

  #scene(): Scene {
    const scene = this.#session.scene();
    if (scene === undefined) throw new Error('the tape shows nothing');
    return scene;
  }

  #logs() {
    const { logs } = this.#session;
    return logs && { scene: logs.scene(), searches: logs.searches };
  }

  #around({ columns, rows }: Size, glyphs: Look['glyphs']) {
    const scene = this.#scene();
    const layout = layoutOf(scene.room, this.#state, columns, rows);
    const state = this.#state;
    return { scene, state, layout, keymap: DEFAULT_KEYMAP, themes: THEME_NAMES, timeZone: 'UTC', glyphs };
  }

  #eventOf(key: string): ScreenEvent {
    if (takesText(this.#state.dialog)) return key.length === 1 ? { type: 'text', text: key } : { type: 'field', key };
    const found = resolveKey(DEFAULT_KEYMAP, key, keyContexts(this.#state, this.#scene()));
    return found === undefined ? { type: 'unbound', key } : { type: 'action', ...found };
  }

  #apply(event: ScreenEvent): void {
    const drawn = { ...this.#around(AT, glyphsFor(true)), unicode: true, localZone: 'UTC' };
    const step = update(this.#state, event, worldOf(this.#session, this.#outside.timer.now(), drawn));
    this.#state = step.state;
    for (const effect of step.effects) {
      if (effect.kind === 'runbook') this.#awaited = this.#read(effect.file);
      else perform(effect, this.#session, this.#outside, (answer) => this.#apply(answer));
      // A way on the tape is gone at once, however long it is.
      if (effect.kind === 'seek' || effect.kind === 'view') this.#session.arrive();
    }
  }
}

/** Resolves once logs that were asked for are there, or are not to be had. */
function arrived(logs: Logs): Promise<void> {
  const isThere = () => !['looking', 'loading'].includes(logs.scene()?.state.kind ?? '');
  if (isThere()) return Promise.resolve();
  return new Promise((resolve) => {
    const end = logs.subscribe(() => {
      if (!isThere()) return;
      end();
      resolve();
    });
  });
}
