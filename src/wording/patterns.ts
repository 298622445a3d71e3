import type { PatternSides, RoomFinding, RoomPatterns, RoomSuspect } from '../room/logs/patterns.ts';
import { formatAge, formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';

/** What the logs of the two sides say differently, in one line: the worst of it, that it is nothing, or why that is not known. */
export function patternsSentence(patterns: RoomPatterns, now: Millis): Sentence {
  const { because, sides, problem } = patterns;
  const [finding] = patterns.findings;
  const [suspect] = patterns.suspects;
  switch (because) {
    case 'found':
      return finding ? say`${findingText(finding, sides, now)}: ${finding.template}` : say``;
    case 'suspect':
      return suspect ? say`${suspectText(suspect, sides)}: ${suspect.template}` : say``;
    case 'alike':
      return say`${words(sides).alike}`;
    case 'unreadable':
      return say`logs are not compared: ${problem ?? 'they cannot be read'}`;
    case 'not-compared-yet':
      return say`logs are not compared yet`;
    case 'not-known-of-late':
      return say`logs could not be read recently`;
    case 'nothing-to-compare':
      return say`${words(sides).nothing}`;
  }
}

/** An error that only one side has said, and how far that is from ruling out chance. */
export function suspectText({ moments, needed }: RoomSuspect, sides: PatternSides): Sentence {
  const of = needed === null ? '' : `; about ${needed} are needed to rule out chance`;
  return say`${words(sides).only}, at ${moments} ${moments === 1 ? 'moment' : 'moments'}${of}`;
}

const count = (n: number) => `${formatValue(n, 'count')} ${n === 1 ? 'line' : 'lines'}`;

/** What was found, in one line anyone understands, without the template. */
export function findingText(finding: RoomFinding, sides: PatternSides, now: Millis): Sentence {
  const { kind, level, lines, factor, over, firstSeen } = finding;
  const says = words(sides);
  const what = level === 'error' || level === 'fatal' ? 'an error' : 'lines';
  switch (kind) {
    case 'new':
      return say`${says.new(what)}, ${count(lines.candidate)}${says.since(firstSeen, now)}`;
    case 'grown': {
      const often = factor === null ? 'more often than' : `${formatValue(factor, 'count')} times as often as`;
      return say`${over ? says.over(what) : says.grown(what, often)}, ${count(lines.candidate)} to ${lines.baseline}`;
    }
    case 'vanished':
      return say`${says.vanished}, ${count(lines.baseline)}`;
  }
}

function words(sides: PatternSides) {
  if (sides.kind === 'times') {
    return {
      nothing: 'there is no earlier time to compare with',
      alike: 'nothing new is logged',
      only: 'this error has not been logged before',
      new: (what: string) => `${what} that ${what === 'lines' ? 'were' : 'was'} never logged before`,
      grown: (what: string, often: string) => `${what} ${often} before`,
      over: (what: string) => `${what} more often than before for a while`,
      vanished: 'no longer logged',
      since: () => '',
    };
  }
  const { baselineName, candidateName } = sides;
  return {
    nothing: `${candidateName} has no requests to compare`,
    alike: `${candidateName} logs nothing new`,
    only: `only ${candidateName} has logged this error so far`,
    new: (what: string) => `${candidateName} logs ${what} that ${baselineName} never logged`,
    grown: (what: string, often: string) => `${candidateName} logs ${what} ${often} ${baselineName}`,
    over: (what: string) => `${candidateName} logged ${what} more often than ${baselineName} for a while`,
    vanished: `${candidateName} does not log what ${baselineName} logs`,
    since: (first: Millis, now: Millis) => `, first ${formatAge(secondsBetween(first, now))} ago`,
  };
}
