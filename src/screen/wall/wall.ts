import { Pace } from '../../pace.ts';
import type { Scene, Session } from '../../session/session.ts';
import { newestOf } from '../../session/session.ts';
import type { Background } from '../../terminal/background.ts';
import type { Safe } from '../../text/safe.ts';
import type { Seconds } from '../../units.ts';
import type { Look } from '../canvas/look.ts';
import type { Themes } from '../canvas/themes.ts';
import type { KeptPanels } from '../draw-room.ts';
import type { Latest } from '../latest.ts';
import type { Stage } from '../stage.ts';
import { drawWall } from './draw-wall.ts';
import { type Turn, turned } from './rotation.ts';
import { slidesOf } from './slides.ts';

/** A room on the wall. */
export interface WallRoom {
  readonly session: Pick<Session, 'scene' | 'subscribe'>;
  /** What is shown of it until its first answers come. */
  readonly unheard: Scene;
}

export interface WallOptions {
  readonly rooms: readonly WallRoom[];
  /** How long a page is shown. */
  readonly every: Seconds;
  /** The first one is drawn first. */
  readonly themes: Themes;
  /** The theme is light or dark as the terminal is, once that says so. */
  readonly followsBackground: boolean;
  readonly look: Omit<Look, 'theme'>;
  /** IANA name. */
  readonly timeZone: string;
  readonly quit: Safe;
  /** Tells what went wrong beside the rooms, whenever it does. */
  readonly failures: Pick<Latest<Safe>, 'listen'>;
}

/** Between two changes of the wall that come by themselves, in milliseconds. */
const PACE = 250;
/** The time goes on even where no room does, in milliseconds. */
const BEAT = 1000;

/** Shows rooms on a stage in turns until it is told to end. Nothing is read but what ends it. */
export class Wall {
  readonly #stage: Pick<Stage, 'drawAtAnySize' | 'timer' | 'background'>;
  readonly #options: WallOptions;
  readonly #pace: Pace;
  readonly #kept = new Map<string, KeptPanels>();
  readonly #subscriptions: readonly (() => void)[];
  #look: Look;
  #turn: Turn | null = null;
  #failure: Safe | null = null;
  #cancelBeat = () => {};

  constructor(stage: Pick<Stage, 'drawAtAnySize' | 'timer' | 'background'>, options: WallOptions) {
    const { rooms, look, themes, followsBackground, failures } = options;
    this.#stage = stage;
    this.#options = options;
    this.#look = { ...look, theme: themes.first };
    this.#pace = new Pace(stage.timer, PACE, () => this.#draw());
    this.#subscriptions = [
      ...rooms.map(({ session }) => session.subscribe(() => this.#pace.promptly())),
      failures.listen((failure) => {
        this.#failure = failure;
        this.#pace.promptly();
      }),
      ...(stage.background && followsBackground
        ? [stage.background.listen((background) => this.#follow(background))]
        : []),
    ];
    this.#beat();
  }

  /** No more is drawn. */
  end(): void {
    this.#cancelBeat();
    this.#pace.stop();
    for (const unsubscribe of this.#subscriptions) unsubscribe();
  }

  #follow(background: Background): void {
    const theme = this.#options.themes.named(this.#options.themes.asked, background);
    this.#look = { ...this.#look, theme };
    this.#pace.promptly();
  }

  #beat(): void {
    this.#pace.promptly();
    this.#cancelBeat = this.#stage.timer.after(BEAT, () => this.#beat());
  }

  #draw(): boolean {
    const { rooms, every, timeZone, quit } = this.#options;
    const scenes = rooms.map(({ session, unheard }) => session.scene() ?? unheard);
    const newest = scenes.map(({ room, playback }) => newestOf(room, playback));
    this.#turn = turned(this.#turn, slidesOf(newest), this.#stage.timer.now(), every);
    const turn = this.#turn;
    if (turn === null) return false;
    const around = { scenes, turn, timeZone, quit, failure: this.#failure, kept: this.#kept };
    const look = this.#look;
    this.#stage.drawAtAnySize((columns, rows) => drawWall(around, columns, rows, look), look);
    return true;
  }
}
