import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { answerGate, gateText } from '../../src/commands/gate/answer.ts';
import { ringReport } from '../../src/commands/ring/report.ts';
import { evidenceRecord } from '../../src/operations/rings/evidence.ts';
import { roomFamilies } from '../../src/report/metrics.ts';
import { snapshotJsonSchema } from '../../src/report/schema/snapshot.ts';
import { toSnapshot } from '../../src/report/snapshot.ts';
import { buildRoom } from '../../src/room/build.ts';
import { evidenceFor } from '../../src/room/rings/evidence.ts';
import type { Room } from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import { evidenceTable } from '../../src/screen/views/journal/evidence.ts';
import { millis } from '../../src/units.ts';
import { headline } from '../../src/wording/headline.ts';
import { limitsSentence, missedText } from '../../src/wording/limits.ts';
import { frameAt, observe, planOf } from '../room/observe.ts';
import { hands } from '../screen/hands.ts';
import { lineWith, picture } from '../screen/picture.ts';
import { sceneOf } from '../screen/rooms.ts';

/*
 * A band goes from the profile through the room to every output. Its values, one outside of it, one near its end and one
 * well inside, stand in a check, a row of infrastructure and each limit of a metric.
 */

const plan = planOf({
  refresh: '5s',
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  checks: {
    load: { label: 'load', query: 'load', unit: 'ratio', between: [0.2, 0.6], warn: [0.25, 0.55] },
    queue: { label: 'queue', query: 'queue', unit: 'count', between: [10, 20], warn: [12, 18] },
    heat: { label: 'heat', query: 'heat', unit: 'score', between: [-5, 5] },
  },
  rings: [{ id: 'ring0', name: 'Internal', deployed: 'deployed', checks: ['load', 'queue', 'heat'] }],
  comparison: [
    {
      id: 'share',
      label: 'share',
      query: 'share{version="$version"}',
      unit: 'ratio',
      better: 'higher',
      limit: { between: [0.3, 0.5] },
      delta: { between: [-0.02, 0.02], warn: [-0.01, 0.01] },
      factor: { between: [0.5, 2] },
    },
  ],
  infra: [
    {
      id: 'host',
      label: 'Host',
      items: [{ id: 'fill', label: 'fill', query: 'fill', unit: 'ratio', show: 'bar', between: [0.1, 0.8] }],
    },
  ],
});

const START = 1_767_323_000;
const USUAL = { load: 0.4, queue: 15, heat: 0, deployed: START - 600, share: 0.4, fill: 0.4 };

function roomWith(more: Partial<typeof USUAL> = {}): Room {
  const { load, queue, heat, deployed, share, fill } = { ...USUAL, ...more };
  const answers = { load, queue, heat, deployed, fill, 'share{version="v1"}': 0.4, 'share{version="v2"}': share };
  const frames = [0, 5, 10].map((after) => frameAt(START + after, answers));
  const { history } = observe(plan, frames, START + 10);
  return buildRoom(plan, history, { records: {}, error: null, journal: [] }, millis((START + 10) * 1000));
}

const statesOf = ({ rings }: Room) => rings[0]?.checks.map(({ state }) => state);

test.each([
  [{}, ['ok', 'ok', 'ok'], 'ready', 'ok'],
  [{ load: 0.61 }, ['fail', 'ok', 'ok'], 'failing', 'fail'],
  [{ load: 0.19 }, ['fail', 'ok', 'ok'], 'failing', 'fail'],
  [{ load: 0.56, queue: 11 }, ['warn', 'warn', 'ok'], 'ready', 'warn'],
  [{ heat: -5.01 }, ['ok', 'ok', 'fail'], 'failing', 'fail'],
  [{ heat: Number.NaN }, ['ok', 'ok', 'unknown'], 'unknown', 'unknown'],
])('with %j its checks are %j', (values, states, ring, room) => {
  const built = roomWith(values);
  expect(statesOf(built)).toEqual(states);
  expect(built.rings[0]?.state).toBe(ring);
  expect(built.state).toBe(room);
});

test.each([
  [0.4, 'ok', 'V2 is within its limits', ''],
  [0.415, 'warn', 'V2 is near its limits: share 41.5 % against 40.0 %', 'between −2.00 pt and +2.00 pt against V1'],
  [0.43, 'fail', 'V2 is beyond its limits: share 43.0 % against 40.0 %', 'between −2.00 pt and +2.00 pt against V1'],
  [
    0.1,
    'fail',
    'V2 is beyond its limits: share 10.0 % against 40.0 %',
    'between 30.0 % and 50.0 % and between −2.00 pt and +2.00 pt against V1 and between ×0.5 and ×2 V1',
  ],
])('limits of a metric judge a share of %d on both sides: %s', (share, state, sentence, missed) => {
  const { comparison } = roomWith({ share });
  expect(comparison?.limits).toBe(state);
  expect(comparison && limitsSentence(comparison)).toBe(sentence);
  expect(comparison?.metrics.map((metric) => missedText(metric, 'V1'))[0]).toBe(missed);
});

test.each([0.81, 0.05])('a row of infrastructure at %d is beyond its limit, and the headline says which', (fill) => {
  const room = roomWith({ fill });
  expect(room.infra[0]?.state).toBe('fail');
  expect(headline(room)).toContain('beyond its limit of 10.0 % to 80.0 %');
});

test('snapshots have both ends in place of the one limit, and keep to their schema', () => {
  const taken = toSnapshot(roomWith({ load: 0.61 }));
  expect(taken.rings[0]?.checks[0]).toEqual({
    id: 'load',
    label: 'load',
    state: 'fail',
    value: 0.61,
    unit: 'ratio',
    limits: [0.2, 0.6],
    direction: 'between',
    critical: false,
  });
  expect(taken.infra[0]).toMatchObject({ limits: [0.1, 0.8] });
  const validate = new Ajv2020({ formats: { 'date-time': true } }).compile(snapshotJsonSchema());
  expect(validate(JSON.parse(JSON.stringify(taken))), JSON.stringify(validate.errors)).toBe(true);
});

test('metrics tell the state of a check with a band', () => {
  const [family] = roomFamilies(roomWith({ queue: 11 }), { profile: 'shop', version: '1' }).filter(
    ({ name }) => name === 'ring_check_state',
  );
  const states = family?.samples.filter(({ value }) => value === 1).map(({ labels }) => [labels.check, labels.state]);
  expect(states).toEqual([
    ['load', 'ok'],
    ['queue', 'warn'],
    ['heat', 'ok'],
  ]);
});

test('the gate, the report of a ring and the pause of a soak name the band', () => {
  const room = roomWith({ load: 0.61 });
  expect(gateText(answerGate(room, 'ring0', 'validate'))).toContain(
    'load is 61.0 %, between 20.0 % and 60.0 % is allowed',
  );
  const [ring] = room.rings;
  expect(ring && ringReport(room, ring, 'alice')).toMatch(/fail +load +61\.0 % +between 20\.0 % and 60\.0 %/);
});

test('the journal keeps the band, and shows it', () => {
  const evidence = evidenceFor(roomWith({ queue: 11 }), 'ring0');
  const record: Record<string, unknown> = JSON.parse(JSON.stringify(evidence && evidenceRecord(evidence)));
  expect(record.checks).toMatchObject([
    { direction: 'between', limits: [0.2, 0.6], warn: [0.25, 0.55] },
    { direction: 'between', limits: [10, 20], warn: [12, 18] },
    { direction: 'between', limits: [-5, 5] },
  ]);
  const lines = evidenceTable(makeSafe(record), { width: 100, glyphs: glyphsFor(true) }).map((line) =>
    line.map(({ text }) => text).join(''),
  );
  expect(lines.find((line) => line.includes(' load '))).toMatch(/40\.0 % +20\.0–60\.0 % /);
  expect(lines.join('\n')).not.toContain('"direction"');
});

const SIZES = [
  [140, 44],
  [80, 24],
] as const;

test.each(SIZES)(
  'the screen of %d by %d shows the band in the room, the ring and the chart of a check',
  (columns, rows) => {
    const room = roomWith({ load: 0.61, queue: 11 });
    const size = { columns, rows };
    const scene = sceneOf(room);
    expect(picture(scene, hands(room).press('1'), size)).toContain('load 61.0 % 20.0–60.0 %');
    const ring = hands(room).press('1', 'enter');
    const text = picture(scene, ring, size).split('\n').slice(4).join('\n');
    expect(text).toMatch(/ load .*61\.0 % +20\.0–60\.0 % /);
    expect(text).toMatch(/ queue .*11 +10–20 .*warns bel/);
    expect(text).toMatch(/ heat .* −5\.00–5\.00 /);
    const chart = picture(scene, hands(room).press('1', 'enter', 'enter', 'enter'), size);
    expect(lineWith(chart, 'limit 20.0–60.0 %')).toContain('61.0 %');
    expect(chart.split('\n').filter((line) => line.includes('⠒ ⠒ ⠒'))).toHaveLength(2);
  },
);

test('without Unicode the band and both its lines are drawn all the same', () => {
  const room = roomWith({ load: 0.61 });
  const chart = picture(sceneOf(room), hands(room).press('1', 'enter', 'enter', 'enter'), { unicode: false });
  expect(lineWith(chart, 'limit 20.0..60.0 %')).toContain('61.0 %');
  expect(chart.split('\n').filter((line) => line.includes('= = ='))).toHaveLength(2);
});

test('the chart of a metric, and of a row of infrastructure, draws their bands too', () => {
  const room = roomWith({ fill: 0.81 });
  for (const [panel, words] of [
    ['2', 'between 30.0 % and 50.0 %'],
    ['5', 'limit 10.0–80.0 %'],
  ] as const) {
    const chart = picture(sceneOf(room), hands(room).press(panel, 'enter', 'enter'));
    expect(chart).toContain(words);
    expect(
      chart.split('\n').filter((line) => line.includes('⠒ ⠒ ⠒')),
      chart,
    ).toHaveLength(2);
  }
});
