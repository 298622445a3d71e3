/** A query that is refused, in the words Loki has for it where it has any. */
export class BadQuery extends Error {}

/** LogQL that is not evaluated here. */
export class BeyondQuery extends BadQuery {
  /** The part of the query, and where it begins. */
  readonly part: string;
  readonly offset: number;

  constructor(part: string, offset: number) {
    super(`parse error : ${JSON.stringify(part)} is none of ${EVALUATED}`);
    this.part = part;
    this.offset = offset;
  }
}

/** All that is evaluated: each as Loki does it, and what is not among it is refused. */
export const EVALUATED = 'selectors, line filters, json, logfmt, label filters and drop, and counts of such lines';
