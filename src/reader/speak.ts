import type { Room } from '../room/shown.ts';
import type { Look } from '../screen/canvas/look.ts';
import { cut } from '../screen/canvas/runs.ts';
import { stepOf } from '../screen/core/axis.ts';
import { shownKey } from '../screen/core/key-names.ts';
import { keysOf } from '../screen/core/keymap.ts';
import { passing } from '../screen/core/rows.ts';
import { filterOf, type ScreenState } from '../screen/core/state.ts';
import { isBack } from '../screen/core/viewing.ts';
import { isBusy } from '../screen/dialogs/registry.ts';
import type { ScreenSurroundings } from '../screen/draw-screen.ts';
import { listsHere } from '../screen/panels/lists.ts';
import { factsOf as incidentOf } from '../screen/views/incident/facts-of.ts';
import { worstView } from '../screen/views/incident/worst.ts';
import type { Playback } from '../session/session.ts';
import { joined, type Safe, safe } from '../text/safe.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import { headline } from '../wording/headline.ts';
import { checkSentence } from '../wording/incident.ts';
import { earlierOf, type Fact, type Facts, factsOf, foundFact, newsOf } from './facts.ts';
import { type Coming, heardOf } from './heard.ts';
import { type Spoken, spokenText } from './spoken.ts';
import { type Surface, surfaceOf } from './surface.ts';

/** What was heard so far. */
export interface Heard {
  /** Of now, as far as it was heard. */
  readonly facts: Facts;
  /** Of the room of the past that is shown; null while none is. */
  readonly past: Facts | null;
  readonly state: ScreenState;
  readonly surface: Surface;
  /** What lies below it, the lowest first, as it was heard last. */
  readonly below: readonly Surface[];
  /** What was acted on from here, by the names of its facts: the answer tells what came of it. */
  readonly acted: ReadonlySet<string>;
  /** Whether the room does not show yet what was answered to an act: what it is about is not read until then. */
  readonly awaits: boolean;
  /** Of a tape, in its seconds: where it was. */
  readonly position: number | null;
}

/** Sentences to be heard, one a line, and what was heard with them. */
export interface Speech {
  readonly lines: readonly Safe[];
  readonly heard: Heard | null;
}

/** A view with fewer lines has nothing to tell yet, as logs that are asked for: what comes into it is heard by itself. */
const EMPTY = 4;
const isEmpty = ({ depth, lines }: Surface): boolean => depth > 0 && lines.length < EMPTY;

/** A demo looks for where it begins while it is read: what it passes on its way is no news. */
const isOnItsWay = (playback: Playback): boolean =>
  playback.kind === 'tape' && playback.label === 'DEMO' && playback.reading === true;

/**
 * What is to be heard of a screen after what was heard of it before: the answer to a key, what is new in the room, and what the
 * key brought before the operator. What changes by itself, as ages do, is not said again. Pure.
 */
export function speak(heard: Heard | null, around: ScreenSurroundings, look: Look): Speech {
  const { scene, state, timeZone } = around;
  if (scene.partial || isOnItsWay(scene.playback)) return { lines: [], heard };
  const facts = factsOf(scene.room, scene.playback, timeZone);
  const position = positionOf(scene.playback);
  if (heard === null) {
    const surface = surfaceOf(around, look);
    // The headline is what was said first.
    const shown = surface.id === 'headline' ? [] : heardOf(surface, { is: 'opened' });
    const lines = said([...greeting(around), ...shown.map(lineOf)]);
    return {
      lines,
      heard: { facts, past: null, state, surface, below: [], acted: new Set(), awaits: false, position },
    };
  }
  const acted = actedFrom(heard, state);
  const awaits = isAwaited(heard, around, acted, facts);
  const moved = !awaits && (heard.awaits || !isSameBut(heard.state, state) || isEmpty(heard.surface));
  const surface = moved ? surfaceOf(around, look) : heard.surface;
  const isOwn = (id: string, { by }: Fact) => by === around.operator && acted.has(id);
  const isPast = isBack(scene.playback);
  const news = first(
    isPast
      ? [...movedTo(heard, facts, around), ...earlierOf(heard.past ?? heard.facts, facts)]
      : [...wayBack(heard, scene.playback), ...newsOf(heard.facts, facts, isOwn)],
  );
  const shown = moved ? heardOf(surface, comingOf(heard, surface, state)) : [];
  const field = news.length > 0 && !shown.some(({ typed }) => typed) ? surface.lines.find(({ typed }) => typed) : null;
  return {
    lines: said([
      ...answers(heard.state, around),
      ...news,
      ...shown.map(lineOf),
      // What was said meanwhile has not touched what is being typed.
      ...(field ? [lineOf(field)] : []),
    ]),
    heard: {
      ...(isPast ? { facts: heard.facts, past: facts } : { facts, past: null }),
      ...{ state, surface, below: belowOf(heard, surface), acted, awaits, position },
    },
  };
}

/** That what is shown is of now again, and whether that stands still. */
function wayBack({ past }: Heard, { paused, kind }: Playback): readonly Safe[] {
  if (past === null) return [];
  const back = kind === 'tape' ? safe('this is where you left the tape') : safe('this is now');
  return [paused ? safe(`${back}, paused`) : back];
}

/** Where a tape was moved to, of which only playing on from there is told by itself. */
function movedTo({ past, position }: Heard, facts: Facts, { state, scene: { playback } }: ScreenSurroundings) {
  if (past === null || position === null || playback.kind !== 'tape') return [];
  const by = playback.position - position;
  const time = facts.get('time');
  return time !== undefined && (by < 0 || by >= Math.max(stepOf(state.axis), 2 * playback.speed)) ? [time.text] : [];
}

const positionOf = (playback: Playback): number | null => (playback.kind === 'tape' ? playback.position : null);

const said = (lines: readonly Safe[]): readonly Safe[] => lines.filter((text) => text.length > 0);

const lineOf = ({ text, selected, typed }: Spoken): Safe =>
  typed ? safe(`field: ${text === '' ? safe('empty') : text}`) : selected ? safe(`selected: ${text}`) : text;

/** What whoever listens must know first: the worst, then where they are, and how all else stands. */
function greeting({ scene: { room, playback }, readOnly, timeZone, keymap }: ScreenSurroundings): readonly Safe[] {
  const { name, environment } = room.profile;
  const from = playback.kind === 'tape' ? safe('a recording') : safe('live');
  const facts = [...factsOf(room, playback, timeZone)].filter(([id]) => id !== foundFact(room));
  const of = (kind: 'ring' | 'alert') => facts.flatMap(([id, { text }]) => (id.startsWith(`${kind} `) ? [text] : []));
  const [open] = keysOf(keymap, 'open');
  const more = worstView(room) === null || open === undefined ? safe('') : safe(`. ${shownKey(open, true)} tells more`);
  return [
    safe(`${worstOf(room)}${more}`),
    safe(`${name}, ${environment}, ${from}${readOnly ? safe(', read only') : safe('')}`),
    ...of('ring'),
    ...first(of('alert')),
    safe('tab goes to the next panel, ? lists the keys, colon takes commands, q leaves'),
  ].map(spokenText);
}

/** The worst thing in the room with its number and its limit. */
function worstOf(room: Room): Safe {
  const { finding, at } = room;
  if (finding.kind === 'near-limit') {
    const check = finding.ring.checks.find(({ state }) => state === 'warn');
    if (check !== undefined) return checkSentence(check, [finding.ring.id], at);
  }
  // Which alert fired, or is not listed, comes before how alerts are known.
  if (finding.kind === 'alerts-unknown' || finding.kind === 'alerts-partial') return headline(room);
  const view = worstView(room);
  const told = view?.kind === 'incident' ? incidentOf(view.about, room) : null;
  if (told === null) return headline(room);
  const isOfAlert = finding.kind === 'fires' || finding.kind === 'acknowledged';
  if (!isOfAlert) return told.sentence;
  return told.subject === null ? headline(room) : joined([headline(room), told.sentence], '. ');
}

/** So many at once; whoever wants the others finds them in their panel. */
const MOST = 12;

const first = (lines: readonly Safe[]): readonly Safe[] =>
  (lines.length <= MOST ? lines : [...lines.slice(0, MOST), safe(`and ${lines.length - MOST} more`)]).map(spokenText);

/** Characters of an answer, which may tell what was copied. */
const LONGEST = 200;

/** What was answered to a key, and which page it is, what is marked and what is filtered since. */
function answers(before: ScreenState, { state, scene }: ScreenSurroundings): readonly Safe[] {
  const { flash, marks, page } = state;
  // An error that stood before a passing word comes back with it, and was heard.
  const isAnswer = flash !== null && flash !== before.flash && flash !== before.flash?.before;
  const isPlace = state.views.length === before.views.length && page === before.page;
  const isUnfiltered = isPlace && filterOf(before) !== '' && filterOf(state) === '' && state.dialog === null;
  const { pages } = scene.room;
  // While it is typed, what it hides is seen at each key; it is in force once its line has closed.
  const isFiltered = isPlace && before.dialog?.kind === 'filter' && state.dialog === null && filterOf(state) !== '';
  return [
    ...(flash === null && before.flash?.kind === 'error' ? [safe('the error is dismissed')] : []),
    ...(isAnswer ? [cut(flash.kind === 'error' ? safe(`error: ${flash.text}`) : flash.text, LONGEST)] : []),
    ...(page === before.page ? [] : [safe(`page ${pages[page]?.title ?? safe('')}, ${page + 1} of ${pages.length}`)]),
    ...(marks.length === before.marks.length
      ? []
      : [marks.length === 0 ? safe('none marked') : safe(`${marks.length} marked`)]),
    ...(isUnfiltered ? [safe('no filter')] : []),
    ...(isFiltered ? idleFilterText(state, scene.room) : []),
  ].map(spokenText);
}

/** That a filter is in force which hides no row here; of one that hides some the titles tell. */
function idleFilterText(state: ScreenState, room: Room): readonly Safe[] {
  const filter = filterOf(state);
  const hides = listsHere(state, room).some((rows) => passing(rows, filter, room.at).length < rows.length);
  return hides ? [] : [safe(`filter ${sanitiseLine(filter)} hides nothing here`)];
}

/** What the act that was asked for last is about. */
function actedFrom({ state: before, acted }: Heard, { dialog }: ScreenState): ReadonlySet<string> {
  const asked = dialog ?? before.dialog;
  switch (asked?.kind) {
    case undefined:
      return acted;
    case 'acknowledge':
    case 'claim':
      return new Set(asked.targets.map((fingerprint) => `alert ${fingerprint}`));
    case 'validate':
      return new Set([`ring ${asked.ring}`]);
    default:
      return new Set();
  }
}

/** Whether an act was answered just now, or before with nothing pressed since, and the room is as it was before. */
function isAwaited(
  heard: Heard,
  { state, operator }: ScreenSurroundings,
  acted: ReadonlySet<string>,
  facts: Facts,
): boolean {
  const { dialog, flash } = heard.state;
  const isAnswered =
    dialog !== null && isBusy(dialog) && state.dialog === null && state.flash !== flash && state.flash?.kind === 'done';
  if (!isAnswered && !(heard.awaits && isSameBut(heard.state, state))) return false;
  return [...acted].some((id) => {
    const fact = facts.get(id);
    return fact !== undefined && fact.by !== operator && fact.data === heard.facts.get(id)?.data;
  });
}

const ANY: ScreenState['views'] = [];

function comingOf({ state: before, surface, below }: Heard, after: Surface, state: ScreenState): Coming {
  if (surface.id === after.id && surface.depth === after.depth)
    return { is: 'same', before: surface, scrolled: isSameBut({ ...before, views: ANY }, { ...state, views: ANY }) };
  const known = below.find(({ id, depth }) => id === after.id && depth === after.depth);
  return known === undefined || surface.depth <= after.depth ? { is: 'opened' } : { is: 'back', before: known };
}

/** What lies below a surface, after what was heard before it. */
const belowOf = ({ surface, below }: Heard, { depth }: Surface): readonly Surface[] =>
  [...below, surface].filter((one) => one.depth < depth);

/** Whether nothing but the answer is another one: that goes by itself. */
const isSameBut = ({ flash: _, ...a }: ScreenState, { flash: __, ...b }: ScreenState): boolean =>
  Object.entries(a).every(([name, value]) => Object.entries(b).some(([other, own]) => other === name && own === value));
