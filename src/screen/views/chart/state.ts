import type { BoardKey } from '../../core/panel-key.ts';

/** What a chart can be drawn of, by its kind. */
export interface SubjectStates {
  readonly metric: { readonly metric: string };
  readonly check: { readonly ring: string; readonly check: string };
  readonly traffic: object;
  readonly infra: { readonly row: string };
  readonly slo: { readonly slo: string };
  readonly sla: { readonly sla: string };
  /** `row`: of a panel that draws its rows together, the one that is chosen. */
  readonly panel: { readonly panel: BoardKey; readonly row: string };
}

export type SubjectKindId = keyof SubjectStates;

/** What a chart is drawn of. */
export type Subject<K extends SubjectKindId = SubjectKindId> = { [P in K]: { readonly kind: P } & SubjectStates[P] }[K];

/** One thing over time, large. */
export interface ChartView {
  readonly subject: Subject;
}

export const chartView = (subject: Subject) => ({ kind: 'chart', subject }) as const;
