import { expect, it } from 'vitest';
import { unitOfName } from '../../src/profile/bucket-unit.ts';

it.each([
  ['http_request_duration_seconds_bucket{v="$version"}', 's'],
  ['lat_bucket{v="$version"}', 's'],
  ['istio_request_duration_milliseconds_bucket{v="$version"}', 'ms'],
  ['http_server_requests_ms_bucket{v="$version"}', 'ms'],
  ['{__name__="rpc_duration_microseconds_bucket",v="$version"}', 'us'],
  ['{"rpc.duration_nanoseconds_bucket",v="$version"}', 'ns'],
  ['items_bucket{unit="ms_or_so",v="$version"}', 's'],
  ['transforms_bucket{v="$version"}', 's'],
])('the name of %s says that its bounds are in %s', (selector, unit) => {
  expect(unitOfName(selector)).toBe(unit);
});
