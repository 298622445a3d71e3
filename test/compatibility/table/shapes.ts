/** An answer of the query API as another server gives it, and what ringdeck makes of it, in words. */
export interface ShapeRow {
  readonly server: string;
  readonly what: string;
  readonly status: number;
  readonly body: unknown;
  readonly answer: string;
}

const vector = (more: object = {}) => ({
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: {}, value: [1_700_000_000, '1'] }] },
  ...more,
});

/** Thanos and Mimir are in no suite of Debian: they are known by what their documentation and sources say they answer. */
export const SHAPES: readonly ShapeRow[] = [
  { server: 'Thanos', what: 'an answer', status: 200, body: vector(), answer: 'read: 1' },
  {
    server: 'Thanos',
    what: 'a partial response, `warnings` beside it',
    status: 200,
    body: vector({ warnings: ['receive series from store-1: context deadline exceeded'] }),
    answer: 'partial, decides nothing: receive series from store-1: context deadline exceeded',
  },
  {
    server: 'Thanos',
    what: 'stores that are gone, partial responses disabled',
    status: 422,
    body: { status: 'error', errorType: 'execution', error: 'expanding series: no store matched' },
    answer: 'unknown (bad-query): expanding series: no store matched',
  },
  { server: 'Mimir', what: 'an answer, with `infos`', status: 200, body: vector({ infos: [] }), answer: 'read: 1' },
  {
    server: 'Mimir',
    what: 'a tenant that is missing, as text',
    status: 401,
    body: 'no org id\n',
    answer: 'unknown (unauthorized): no org id',
  },
  {
    server: 'Mimir',
    what: 'too many requests',
    status: 429,
    body: { status: 'error', errorType: 'too_many_requests', error: 'too many outstanding requests' },
    answer: 'unknown (rate-limited): too many outstanding requests',
  },
  {
    server: 'Mimir',
    what: 'a limit of the tenant',
    status: 422,
    body: {
      status: 'error',
      errorType: 'execution',
      error: 'the query hit the maximum number of series (err-mimir-max-series-per-query)',
    },
    answer: 'unknown (bad-query): the query hit the maximum number of series (err-mimir-max-series-per-query)',
  },
];

/** Lines as Loki 2.9 gives them: without categories and without metadata of their own. */
export const LOKI_2 = {
  status: 'success',
  data: {
    resultType: 'streams',
    result: [{ stream: { app: 'shop' }, values: [['1700000000000000000', 'level=error no stock']] }],
    stats: {},
  },
};
