import { expect, test } from 'vitest';
import { namesIn } from '../../src/text/promql.ts';

test.each([
  ['migration:error_rate_comparison > 0.02', ['migration:error_rate_comparison']],
  [
    'sum by (version) (rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(all_total[5m]))',
    ['http_requests_total', 'all_total'],
  ],
  ['histogram_quantile(0.95, sum(rate(b_bucket[5m])) by (le)) > 1e3', ['b_bucket']],
  ['up{job="a} b"} == 0 unless on(job) absent(c) or up', ['up', 'c']],
  ['a offset 5m > bool 2 and NaN != inf', ['a']],
  ['1 + 2', []],
])('%s names %j', (query, names) => {
  expect(namesIn(query)).toEqual(names);
});
