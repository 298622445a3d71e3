import { expect, test } from 'vitest';
import { promql } from '../../../src/profile/query.ts';
import type { InfraItem } from '../../../src/room/infra.ts';
import { makeSafe } from '../../../src/room/safe.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { worstFirst } from '../../../src/screen/core/worst.ts';
import { infraLines } from '../../../src/screen/panels/infra-rows.ts';
import { infraDistance } from '../../../src/screen/panels/infra-tables.ts';
import { NOW } from '../rooms.ts';

const item = (id: string, value: number, more: Partial<InfraItem> = {}): InfraItem => ({
  group: 'Host',
  id,
  label: id,
  unit: 'ratio',
  show: 'value',
  reading: { known: true, value, at: NOW, aging: false },
  state: value > 0.8 ? 'fail' : 'ok',
  limit: { kind: 'at-most', most: 0.8 },
  expr: promql(`rate(${id}[5m])`),
  exactLabels: {},
  ...more,
});

const up = (id: string, value: number): InfraItem =>
  item(id, value, { show: 'up', unit: 'count', limit: null, state: value > 0 ? 'ok' : 'fail' });

function drawn(items: readonly InfraItem[], width: number, height: number) {
  const shown = worstFirst(makeSafe(items), infraDistance);
  const input = { width, glyphs: glyphsFor(true), unicode: true, cursor: undefined, past: () => [] };
  const { lines, hidden } = infraLines(shown, height, input);
  return {
    hidden,
    texts: lines.map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trimEnd(),
    ),
  };
}

const well = (count: number) => Array.from({ length: count }, (_, i) => item(`well${i}`, 0.2));

test('with room each row has its limit, how far from it, and its group', () => {
  expect(drawn([item('cpu', 0.4), item('disk', 0.9)], 60, 2).texts).toEqual([
    '✖ disk 90.0 %  ≤ 80.0 %  ████████┊▍    over  Host',
    '✔ cpu  40.0 %  ≤ 80.0 %  ━━━━    ┊           Host',
  ]);
});

test('groups have their names where there is room, and what is not well stands above them', () => {
  const items = [item('cpu', 0.4), item('pool', 0.9, { group: 'Db' }), item('hits', 0.1, { group: 'Db' })];
  expect(drawn(items, 60, 6).texts.map((text) => /^\S? ?\w+(?: \w+)?/.exec(text)?.[0].trim())).toEqual([
    'not well',
    '✖ pool 90',
    'Host',
    '✔ cpu',
    'Db',
    '✔ hits 10',
  ]);
});

test('in few rows those that are well stand beside each other, and none of the others is without its limit', () => {
  const { texts, hidden } = drawn([...well(8), item('disk', 0.9)], 70, 5);
  expect(hidden).toBe(0);
  expect(texts).toHaveLength(5);
  expect(texts[0]).toMatch(/^✖ disk +90\.0 % +≤ 80\.0 % .*over/);
  expect(texts[1]).toMatch(/✔ well0 +20\.0 % ≤ 80\.0 % +━╸ +┊ +✔ well1/);
});

test('where not all fit, what is well is out of sight', () => {
  const { texts, hidden } = drawn([...well(8), item('disk', 0.9), item('cpu', 0.85)], 70, 3);
  expect(texts.slice(0, 2).map((text) => text.slice(0, 6).trim())).toEqual(['✖ disk', '✖ cpu']);
  expect(hidden).toBe(6);
});

test('what is to be up says so in a word, without a limit, and down is the worst', () => {
  expect(drawn([item('disk', 0.9), up('v1', 1), up('v2', 0)], 60, 3).texts).toEqual([
    '✖ v2     DOWN                                Host',
    '✖ disk 90.0 %  ≤ 80.0 %  ████████┊▍    over  Host',
    '✔ v1       up                                Host',
  ]);
});

test('a number of another window than most says so', () => {
  const day = item('errors', 0.1, { expr: promql('rate(errors[30d])') });
  expect(drawn([...well(2), day], 70, 3).texts[2]).toMatch(/✔ errors · 30 d +10\.0 %/);
});

const LONG = 'requests of the enterprise segment answered well within a second';

test('a long name takes neither limits nor bars from the other rows while there are lines for it', () => {
  const others = [item('cpu', 0.4), item('disk', 0.5)];
  const without = drawn(others, 68, 8).texts;
  const { texts } = drawn([...others, item(LONG, 0.2)], 68, 8);
  const barOf = (text: string | undefined) => /≤ 80\.0 % .*┊/.exec(text ?? '')?.[0];
  expect(barOf(without[0])).toBeDefined();
  expect(texts.slice(0, 2).map(barOf)).toEqual(without.map(barOf));
  expect(texts[2]).toMatch(/≤ 80\.0 %/);
});

test.each([30, 34, 40, 52, 68, 90])('at %i cells no row is without its limit, whatever its name', (width) => {
  const { texts } = drawn([item('cpu', 0.4), item(LONG, 0.2), item('disk', 0.9)], width, 3);
  expect(texts.filter((text) => !text.includes('≤ 80.0 %'))).toEqual([]);
});

test('what has no limit gives up its line before a limit is left out', () => {
  const { texts } = drawn([...well(4), up('v1', 1), up('v2', 1), up('nginx', 1)], 60, 5);
  expect(texts.slice(0, 4).filter((text) => !/≤ 80\.0 % {2}━.*┊/.test(text))).toEqual([]);
  expect(texts[4]).toBe('✔ v1 up  ✔ v2 up  ✔ nginx up');
});

test('of two that share a line each has its limit', () => {
  const { texts, hidden } = drawn(well(8), 68, 4);
  expect(hidden).toBe(0);
  expect(texts.map((text) => text.split('≤ 80.0 %').length - 1)).toEqual([2, 2, 2, 2]);
});
