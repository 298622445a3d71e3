import type { BandPlace, Bordered, PlacedPanel } from './placing.ts';

/** How many steps each of some panels has made towards its title. */
type Steps = readonly number[];

/** A panel that says what it can in its title. */
export const folded = (panel: PlacedPanel): PlacedPanel => ({ ...panel, quiet: true });

/**
 * The places of panels after as few steps as it takes: in each a panel gives rows away that others need for what they must
 * tell, first those that stay shortest. Whatever is given for nothing is taken back, so that a page on which nobody lacks
 * anything shows all there is.
 * @param placesOf where some panels stand; what is left out has no room
 */
export function givingWay(
  panels: readonly PlacedPanel[],
  size: Bordered,
  placesOf: (panels: readonly PlacedPanel[]) => readonly BandPlace[],
): readonly BandPlace[] {
  const after = (steps: Steps) => {
    const places = placesOf(panels.map((panel, i) => stepped(panel, steps[i] ?? 0, size)));
    return { steps, places, lacks: lacksOf(panels, places, size) };
  };
  const none = after(panels.map(() => 0));
  if (none.lacks.every((rows) => rows === 0)) return none.places;
  let best = none;
  for (const steps of stepsOf(panels, size)) {
    const next = after(steps);
    if (isLess(next.lacks, best.lacks)) best = next;
  }
  for (const i of byStaying(panels))
    while ((best.steps[i] ?? 0) > 0) {
      const next = after(best.steps.with(i, (best.steps[i] ?? 0) - 1));
      if (isLess(best.lacks, next.lacks)) break;
      best = next;
    }
  return best.places;
}

/** A panel after some steps. */
function stepped(panel: PlacedPanel, steps: number, size: Bordered): PlacedPanel {
  const height = steps === 0 ? undefined : panel.gives(size)[steps - 1];
  if (panel.quiet || height === undefined) return panel;
  if (height === 1) return folded(panel);
  return {
    ...panel,
    need: (...of) => {
      const { min } = panel.need(...of);
      return { min: Math.min(min, height), want: height, grow: 0 };
    },
  };
}

/** All steps in their order, each with those before it: the first of each panel, then the second ones. */
function stepsOf(panels: readonly PlacedPanel[], size: Bordered): readonly Steps[] {
  const most = panels.map((panel) => (panel.quiet ? 0 : panel.gives(size).length));
  const order = byStaying(panels).toReversed();
  const all: Steps[] = [];
  let steps: Steps = panels.map(() => 0);
  for (let round = 1; round <= Math.max(0, ...most); round += 1)
    for (const i of order)
      if (round <= (most[i] ?? 0)) {
        steps = steps.with(i, round);
        all.push(steps);
      }
  return all;
}

/** Panels by their numbers, what matters most first. */
const byStaying = (panels: readonly PlacedPanel[]): readonly number[] =>
  [...panels.keys()].sort((a, b) => (panels[b]?.place.stays ?? 0) - (panels[a]?.place.stays ?? 0));

/** Rows that each panel lacks for what it must tell, what matters most first. */
const lacksOf = (panels: readonly PlacedPanel[], places: readonly BandPlace[], size: Bordered): readonly number[] =>
  byStaying(panels).map((i) => {
    const one = panels[i];
    if (one === undefined || one.quiet) return 0;
    const place = places.find(({ panel }) => panel === one.panel);
    const { want, tells = want } = one.need(size, place?.width ?? Math.max(0, ...places.map(({ width }) => width)));
    return Math.max(0, tells - (place?.height ?? 0));
  });

/** Whether what matters most lacks less. */
function isLess(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((rows, i) => rows !== b[i]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
}
