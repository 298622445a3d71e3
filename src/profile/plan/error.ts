/** A query that cannot be filled in; `path` says where in the profile it stands. */
export class PlanError extends Error {
  readonly path: readonly PropertyKey[];
  constructor(message: string, path: readonly PropertyKey[]) {
    super(message);
    this.path = path;
  }
}
