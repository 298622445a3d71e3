import type { Room, RoomFinding, RoomSuspect } from '../../../room/shown.ts';

/** A finding, or an error that may become one. */
export type PatternRow = RoomFinding | RoomSuspect;

export const kindOf = (row: PatternRow): RoomFinding['kind'] | 'suspect' => ('kind' in row ? row.kind : 'suspect');

/** Kinds of line have one name each, but what is found of one may be several things. */
export const patternId = (row: PatternRow): string => `${kindOf(row)} ${row.id}`;

/** Findings, worst first, then what is still too seldom to tell. */
export const patternRows = ({ patterns }: Room): readonly PatternRow[] =>
  patterns === null ? [] : [...patterns.findings, ...patterns.suspects];

/** LogQL of its lines: of the version that says it. */
export const exprOfPattern = (row: PatternRow): string =>
  kindOf(row) === 'vanished' ? row.baselineExpr : row.candidateExpr;
