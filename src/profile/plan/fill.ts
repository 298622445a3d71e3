/** Fills variables into a query. @throws PlanError when it names an unknown one; `path` says where the query stands */
export type Fill = (query: string, path: readonly PropertyKey[]) => string;

/** A selector of each version. */
export interface PlannedPair {
  readonly baseline: string;
  readonly candidate: string;
}
