import type { Report } from '../schema/report.ts';
import type { Block } from './blocks.ts';

export function rolloutBlocks({ rollout }: Report): Block[] {
  return rollout === null ? [] : [];
}
