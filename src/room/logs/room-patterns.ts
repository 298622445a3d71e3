import type { Level } from '../../logs/level.ts';
import type { Millis, Ratio } from '../../units.ts';
import type { State } from '../room.ts';

/** One kind of line, in both versions. */
export interface RoomPattern {
  readonly id: string;
  /** The line with what differs from one to the next masked: "login of <*> failed after <dur>". */
  readonly template: string;
  readonly level: Level;
  /** Since the stage began. */
  readonly lines: { readonly baseline: number; readonly candidate: number };
  /** Lines per request, or by what `per` of the whole says; null without any. */
  readonly rates: { readonly baseline: number | null; readonly candidate: number | null };
  /** One line of it, cut when it is long, without what looks like a secret. */
  readonly example: string;
  readonly firstSeen: Millis;
  readonly lastSeen: Millis;
  /** LogQL that opens its lines, and few others, byte for byte. */
  readonly baselineExpr: string;
  readonly candidateExpr: string;
}

/** Beyond chance: what only the candidate says, what it says more often, what it does not say any more. */
export interface RoomFinding extends RoomPattern {
  readonly kind: 'new' | 'grown' | 'vanished';
  /** `warn` for an error that is new or has grown and was said of late; anything else is told, and no more. */
  readonly state: State;
  /** One line anyone understands, without the template. */
  readonly text: string;
  readonly foundAt: Millis;
  /** How many times the baseline's rate; null unless it has grown, once that is over, and where the baseline is silent. */
  readonly factor: number | null;
  /** The highest chance of finding that, in any kind of line at any time, in versions that are alike. */
  readonly p: number;
}

/** An error that only the candidate has said so far, too seldom to rule out chance. */
export interface RoomSuspect extends RoomPattern {
  readonly text: string;
  readonly moments: number;
  /** Moments that would rule out chance at today's split; null when that is not known. */
  readonly needed: number | null;
}

/** What the logs of the two versions say differently. */
export interface RoomPatterns {
  readonly state: State;
  /** One line: the worst finding, that there is none, or why that is not known. */
  readonly sentence: string;
  /** Why lines cannot be read; null while they can, or could of late. */
  readonly problem: string | null;
  /** When the stage began; null where that is not known. */
  readonly since: Millis | null;
  /** From when on lines of it are compared, and up to where; null before the first. */
  readonly from: Millis | null;
  readonly until: Millis | null;
  /** Worst first. */
  readonly findings: readonly RoomFinding[];
  readonly suspects: readonly RoomSuspect[];
  readonly lines: { readonly baseline: number; readonly candidate: number };
  readonly per: 'request' | 'line' | 'second';
  /** Kinds of line known. */
  readonly templates: number;
  /** Lines of kinds that had to be forgotten before they were counted. */
  readonly overflow: number;
  /** Share of the time whose lines were read: below 1 where there are more than the profile allows; null before any. */
  readonly read: Ratio | null;
}
