import { describe, expect, it } from 'vitest';
import { isModern } from '../../scripts/node.mjs';

describe('a Node', () => {
  it.each(['22.13.0', '22.20.1', '23.4.0', '24.0.0', '26.1.0'])('%s locks files without a flag', (version) => {
    expect(isModern(version)).toBe(true);
  });

  it.each(['18.20.0', '20.19.5', '22.12.0', '23.0.0', '23.3.0'])('%s is too old', (version) => {
    expect(isModern(version)).toBe(false);
  });
});
