import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { DOTS_ACROSS, dotSample } from './dots.ts';
import { BEYOND, MEETING } from './signs.ts';
import { bandSample, SAMPLE, type StrokeName, strokeOf } from './strokes.ts';

/** What curves are drawn with, as the terminal's font has it. */
export type Ink = 'braille' | 'ascii';

/** How many samples of a curve stand in a cell. */
export const samplesPerCell = (ink: Ink): number => (ink === 'braille' ? DOTS_ACROSS : 1);

/** A piece of a line, two cells long, for a legend. */
export function lineSample(name: StrokeName, ink: Ink): Safe {
  if (ink === 'braille') return sanitiseLine(dotSample([name], SAMPLE));
  return sanitiseLine(strokeOf(name).ascii[4].repeat(SAMPLE));
}

/** The same where the curves of both versions meet. */
export function meetingSample(ink: Ink): Safe {
  if (ink === 'braille') return sanitiseLine(dotSample(['candidate', 'baseline'], SAMPLE));
  return safe(MEETING).repeat(SAMPLE);
}

/** The same of a curve where it is beyond its limit. */
export function beyondSample(name: StrokeName, ink: Ink): Safe {
  if (ink === 'braille') return sanitiseLine(dotSample([name], SAMPLE, true));
  return safe(BEYOND).repeat(SAMPLE);
}

/** How a curve of a panel is drawn: as a line, or by what fills its band. */
export const curveSample = (name: StrokeName, banded: boolean, ink: Ink): Safe =>
  banded ? bandSample(name, ink !== 'ascii') : lineSample(name, ink);
