import type { Level } from '../logs/level.ts';
import type { Query } from '../profile/query.ts';
import type { AlertmanagerView } from '../sources/alertmanager/types.ts';
import type { CalendarId, CalendarReading } from '../sources/calendar/types.ts';
import type { Outcome } from '../sources/error.ts';
import type { SourceKind } from '../sources/kinds.ts';
import type { AlertSender, InstantResult, Labels, RangeResult, RangeWindow } from '../sources/prometheus/types.ts';
import type { Millis, Seconds } from '../units.ts';
import type { PatternReport } from './patterns/pattern-watch.ts';
import type { RawAnswer } from './raw/raw.ts';
import type { SourceSpent } from './spending.ts';
import type { Standing } from './standing.ts';

/** How one server answered in this frame. */
export interface SourceReport {
  readonly id: string;
  readonly kind: SourceKind;
  readonly outcome: Outcome<{ readonly latency: Seconds } & Standing>;
  /** Present when the answer came late: the earlier instant at which it was asked, which all of it is about. */
  readonly askedAt?: Millis;
}

/** The answer to one query. */
export interface QueryAnswer {
  readonly expr: Query;
  readonly outcome: Outcome<InstantResult>;
}

/** The answer to one range query, with the window asked for. */
export interface Backfill {
  readonly expr: Query;
  readonly window: RangeWindow;
  readonly outcome: Outcome<RangeResult>;
}

/** A log line as boards show it: nothing in it looks like a secret. */
export interface LoggedLine {
  readonly at: Millis;
  readonly text: string;
  readonly level: Level;
  readonly labels: Labels;
}

/** The newest lines of a query, newest first. */
export interface LineAnswer {
  readonly expr: Query;
  readonly outcome: Outcome<readonly LoggedLine[]>;
}

/**
 * Everything observed at one instant; plain data, the only thing that crosses from I/O into the rest.
 * Variables in queries are filled in, so equal ones are asked once.
 */
export interface Frame {
  readonly at: Millis;
  readonly queries: readonly QueryAnswer[];
  /** Present on the first frame and after a gap: the range queries that fill the history. */
  readonly backfills: readonly Backfill[];
  /** Stored samples, of each selector in order of time. Absent where none are asked for, and on tapes from before. */
  readonly raw?: readonly RawAnswer[];
  /** What the logs of both versions said, in order of time. Absent where they are not compared. */
  readonly patterns?: Outcome<readonly PatternReport[]>;
  /** Present where boards show lines of logs. */
  readonly lines?: readonly LineAnswer[];
  /** By member id. */
  readonly alertmanagers: Readonly<Record<string, Outcome<AlertmanagerView>>>;
  readonly sources: readonly SourceReport[];
  /** How Prometheus sends alerts, in the frames in which that was asked. */
  readonly sender?: Outcome<AlertSender>;
  /** What was asked of servers since the frame before. No tape keeps it: it is about who asked, and not about what was observed. */
  readonly spent?: readonly SourceSpent[];
  /** Calendars of who is on call, in the frames in which they were read. */
  readonly calendars?: Readonly<Partial<Record<CalendarId, Outcome<CalendarReading>>>>;
}

/** The instant that one server's answer in this frame is about. */
export const instantOf = ({ at, sources }: Frame, id: string): Millis =>
  sources.find((source) => source.id === id)?.askedAt ?? at;

/** The id of the server that a query was asked of in this frame: where none is named, the first of its source that is told of. */
export const askedServer = ({ sources }: Pick<Frame, 'sources'>, { source, server }: Omit<Query, 'text'>): string =>
  server ?? sources.find(({ kind }) => kind === source)?.id ?? source;

/** The instant that the answer to one query is about. */
export const evaluatedAt = (frame: Frame, query: Omit<Query, 'text'>): Millis =>
  instantOf(frame, askedServer(frame, query));
