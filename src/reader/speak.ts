import type { Look } from '../screen/canvas/look.ts';
import type { ScreenState } from '../screen/core/state.ts';
import type { ScreenSurroundings } from '../screen/draw-screen.ts';
import { type Safe, safe } from '../text/safe.ts';
import { headline } from '../wording/headline.ts';
import { type Facts, factsOf, newsOf } from './facts.ts';
import { spokenText } from './spoken.ts';
import { heardOf, type Surface, surfaceOf } from './surface.ts';

/** What was heard so far. */
export interface Heard {
  readonly facts: Facts;
  readonly state: ScreenState;
  readonly surface: Surface;
}

/** Sentences to be heard, one a line, and what was heard with them. */
export interface Speech {
  readonly lines: readonly Safe[];
  readonly heard: Heard | null;
}

/** A surface with fewer lines has nothing to tell yet: what comes into it is heard by itself. */
const EMPTY = 4;

/**
 * What is to be heard of a screen after what was heard of it before: what is new in the room, the answer to a key, and what that
 * brought before the operator. What changes by itself, as ages do, is not said again. Pure.
 */
export function speak(heard: Heard | null, around: ScreenSurroundings, look: Look): Speech {
  const { scene, state } = around;
  if (scene.partial) return { lines: [], heard };
  const facts = factsOf(scene.room, scene.playback, around.timeZone);
  const moved = heard === null || !isSameBut(heard.state, state) || heard.surface.lines.length < EMPTY;
  const surface = moved ? surfaceOf(around, look) : heard.surface;
  const before = [
    ...(heard === null ? greeting(around) : first(newsOf(heard.facts, facts))),
    ...(heard === null ? [] : answers(heard.state, state)),
  ].map(spokenText);
  const shown = moved ? heardOf(heard?.surface ?? null, surface) : [];
  return {
    lines: [
      ...before.filter((text) => text.length > 0),
      ...shown.map(({ text, selected, typed }) =>
        typed ? safe(`field: ${text}`) : selected ? safe(`selected: ${text}`) : text,
      ),
    ],
    heard: { facts, state, surface },
  };
}

/** What whoever listens must know first. */
function greeting({ scene: { room, playback }, readOnly, timeZone }: ScreenSurroundings): readonly Safe[] {
  const { name, environment } = room.profile;
  const from = playback.kind === 'tape' ? safe('a recording') : safe('live');
  const facts = [...factsOf(room, playback, timeZone)];
  const of = (kind: 'ring' | 'alert') => facts.flatMap(([id, { text }]) => (id.startsWith(`${kind} `) ? [text] : []));
  return [
    safe(`${name}, ${environment}, ${from}${readOnly ? safe(', read only') : safe('')}`),
    headline(room),
    ...of('ring'),
    ...first(of('alert')),
    safe('tab goes to the next panel, ? lists the keys, colon takes commands, q leaves'),
  ];
}

/** So many at once; whoever wants the others finds them in their panel. */
const MOST = 12;

const first = (lines: readonly Safe[]): readonly Safe[] =>
  lines.length <= MOST ? lines : [...lines.slice(0, MOST), safe(`and ${lines.length - MOST} more`)];

/** What was answered to a key, and what is marked or filtered since. */
function answers(before: ScreenState, { flash, marks }: ScreenState): readonly Safe[] {
  const answer =
    flash !== null && flash !== before.flash
      ? [flash.kind === 'error' ? safe(`error: ${flash.text}`) : flash.text]
      : [];
  return marks.length === before.marks.length ? answer : [...answer, safe(`${marks.length} marked`)];
}

/** Whether nothing but the answer is another one: that goes by itself. */
const isSameBut = ({ flash: _, ...a }: ScreenState, { flash: __, ...b }: ScreenState): boolean =>
  Object.entries(a).every(([name, value]) => Object.entries(b).some(([other, own]) => other === name && own === value));
