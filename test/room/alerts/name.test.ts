import { expect, test } from 'vitest';
import { alertName } from '../../../src/room/alerts/name.ts';

test.each([
  [{ alertname: 'DiskFull', ring: 'a' }, 'DiskFull'],
  [{ ring: 'ring0', instance: 'a', empty: '' }, '{instance="a", ring="ring0"}'],
  [{ alertname: '', région: 'k"' }, '{"région"="k\\""}'],
])('%j is called %s', (labels, name) => {
  expect(alertName(labels)).toBe(name);
});
