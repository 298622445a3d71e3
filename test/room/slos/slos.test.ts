import { describe, expect, test } from 'vitest';
import { answerGate, gateText } from '../../../src/commands/gate/answer.ts';
import { History } from '../../../src/frames/history.ts';
import { toSnapshot } from '../../../src/report/snapshot.ts';
import { buildRoom } from '../../../src/room/build.ts';
import { deployRefusals, isOverridable, validateRefusals } from '../../../src/room/rings/validation.ts';
import type { Room } from '../../../src/room/room.ts';
import { millis } from '../../../src/units.ts';
import { worstNumber } from '../../../src/wording/brief.ts';
import { headline } from '../../../src/wording/headline.ts';
import { refusalText } from '../../../src/wording/refusals.ts';
import { ringReason } from '../../../src/wording/rings.ts';
import { slaText } from '../../../src/wording/slos.ts';
import { hands } from '../../screen/hands.ts';
import { picture } from '../../screen/picture.ts';
import { sceneOf } from '../../screen/rooms.ts';
import { type Answer, DOWN, frameAt, planOf } from '../observe.ts';
import { covered, LEFT, room, SLO, WELL } from './slo-room.ts';

const seenWith = (answers: Record<string, Answer>) => room({ slos: [SLO] }, [[10, { ...WELL, ...answers }]]);

describe('an objective in the room', () => {
  test.each<[string, Record<string, Answer>, string, string | RegExp]>([
    ['is kept', {}, 'ok', 'All is well: every check passes and alerts are not watched'],
    [
      'fails when its budget is gone',
      { [LEFT]: -0.5 },
      'fail',
      'Availability: 150 % of its error budget of 30d is spent',
    ],
    [
      'fails when it burns fast',
      { 'bad[5m]': 0.02, 'bad[1h]': 0.015 },
      'fail',
      'Availability burns its error budget 15 times too fast over 5m and 1h, 60.0 % of it is left, gone in 1d 4h at this rate',
    ],
    [
      'warns when it burns slowly',
      { 'bad[30m]': 0.01, 'bad[6h]': 0.0065, 'bad[1h]': 0.007 },
      'warn',
      'Availability burns its error budget 6.5 times too fast over 30m and 6h, 60.0 % of it is left, gone in 2d 13h at this rate',
    ],
    [
      'warns when it begins',
      { 'bad[5m]': 0.5 },
      'warn',
      'Availability burns its error budget 500 times too fast over 5m, but not over 1h, 60.0 % of it is left',
    ],
    ['is not known where a query fails', { [LEFT]: DOWN }, 'unknown', /^no answer to .*: connection refused$/],
    [
      'is not known where there is no data',
      { [LEFT]: [] },
      'unknown',
      'it is not known how much of the error budget of Availability is left: no data: the query returns nothing',
    ],
    [
      'is not known where there was no traffic all the time',
      { [LEFT]: Number.NaN },
      'unknown',
      /is left: not a number: probably there is no traffic$/,
    ],
    ['is not known of an infinite number', { [LEFT]: Number.NEGATIVE_INFINITY }, 'unknown', /not a number/],
    [
      'is not known where a burn rate is not',
      { 'bad[6h]': [] },
      'unknown',
      'it is not known how fast the error budget of Availability burns over 6h: no data: the query returns nothing',
    ],
    ['is kept while there is no traffic for a time', { 'bad[5m]': Number.NaN }, 'ok', /^All is well/],
  ])('%s', (_, answers, state, sentence) => {
    const seen = seenWith(answers);
    expect(seen.slos[0]?.state).toBe(state);
    expect(seen.state).toBe(state);
    if (typeof sentence === 'string') expect(headline(seen)).toBe(sentence);
    else expect(headline(seen)).toMatch(sentence);
  });

  test.each<[string, Record<string, Answer>, string, string]>([
    [
      'is told of that part',
      { [LEFT]: -16.96 },
      '98.2 %',
      'Availability is 98.2 % in the 15m of 30d that there is data for, at least 99.9 % is its objective',
    ],
    [
      'burns over what there is of a window',
      { 'bad[5m]': 0.02, 'bad[1h]': 0.015 },
      '×15',
      'Availability burns its error budget 15 times too fast over 5m and the 15m there is data for',
    ],
  ])('of whose window there is data for a part %s', (_, answers, number, sentence) => {
    const seen = seenWith({ [covered(30)]: 900, ...answers });
    expect(headline(seen)).toBe(sentence);
    expect(seen.slos[0]).toMatchObject({ covered: 900, runsOut: null });
    expect(toSnapshot(seen).slos?.[0]).toMatchObject({ coveredSeconds: 900 });
    expect(worstNumber(seen)?.value).toBe(number);
  });

  test('does not speak of a whole window where it is not known how much of it there is data for', () => {
    const seen = seenWith({ [covered(30)]: [], [LEFT]: -16.96 });
    expect(headline(seen)).toBe('Availability is 98.2 % over up to 30d, at least 99.9 % is its objective');
  });

  test('has what a panel draws', () => {
    expect(seenWith({ 'bad[1h]': 0.003, 'bad[5m]': Number.NaN }).slos[0]).toMatchObject({
      objective: 0.999,
      left: { known: true, value: 0.6 },
      good: expect.closeTo(0.9996, 9),
      runsOut: expect.closeTo((0.6 * 30 * 86_400) / 3, 3),
      burns: {
        fast: { factor: 14.4, burning: 'no', short: { idle: true, rate: null }, long: { rate: expect.closeTo(3, 9) } },
      },
    });
  });

  test('is unknown once its answer is too old', () => {
    const plan = planOf({ refresh: '5s', slos: [SLO] });
    const history = new History(plan);
    history.extend(frameAt(10, WELL));
    const { slos } = buildRoom(plan, history, { records: {}, error: null, journal: [] }, millis(60_000));
    expect(slos[0]).toMatchObject({ state: 'unknown', good: null, left: { known: false, reason: 'stale' } });
  });
});

describe('a ring that asks for an error budget', () => {
  const RINGS = {
    slos: [SLO, { ...SLO, id: 'fast', label: 'Latency', errors: 'slow[$window]' }],
    checks: { errors: { label: 'errors', query: 'e', unit: 'ratio', at_most: 1 } },
  };
  const gate = (budget: object, answers: Record<string, Answer>) =>
    room({ ...RINGS, rings: [{ id: 'r0', name: 'R', deployed: 'd', checks: ['errors'], budget }] }, [
      [10_000, { ...WELL, e: 0, d: 5000, '1 - (slow[30d]) / 0.001': 0.1, ...answers }],
    ]);
  const told = (seen: Room, refusals: typeof deployRefusals) =>
    refusals(seen, 'r0').map((refusal) => `${refusal.kind}: ${refusalText(refusal, seen)}`);

  test.each<[string, object, Record<string, Answer>, readonly string[]]>([
    ['is let pass where enough is left', { at_least: 0.1 }, {}, []],
    [
      'is refused with number and limit, of all objectives unless some are named',
      { at_least: 0.2 },
      {},
      ['fail: r0: Latency: budget left is 10.0 %, at least 20.0 % is required'],
    ],
    ['is asked of those alone that are named', { at_least: 0.2, of: ['up'] }, {}, []],
    [
      'is not let pass where a budget is not known',
      { at_least: 0.2, of: ['up'] },
      { [LEFT]: DOWN },
      ['missing: r0: Availability: budget left is not known: connection refused'],
    ],
    [
      'is undecided where there was no traffic',
      { at_least: 0.2, of: ['up'] },
      { [LEFT]: Number.NaN },
      ['undecided: r0: Availability: budget left is not known: not a number: probably there is no traffic'],
    ],
  ])('%s', (_, budget, answers, refusals) => {
    const seen = gate(budget, answers);
    expect(told(seen, deployRefusals)).toEqual(refusals);
    expect(told(seen, validateRefusals)).toEqual(refusals);
    expect(validateRefusals(seen, 'r0').every(isOverridable)).toBe(true);
  });

  test('is answered for by the gate, with number and limit', () => {
    const seen = gate({ at_least: 0.2 }, {});
    const answer = answerGate(seen, 'r0', 'deploy');
    expect(answer).toMatchObject({
      answer: 'fail',
      exit: 1,
      reasons: [{ kind: 'fail', text: 'r0: Latency: budget left is 10.0 %, at least 20.0 % is required' }],
    });
    expect(gateText(answer)).toContain('FAIL  r0 may not be deployed to');
  });

  test('says so in its details, and to whoever would validate it', () => {
    const h = hands(gate({ at_least: 0.2 }, {}));
    const draw = () => picture(sceneOf(gate({ at_least: 0.2 }, {})), h.state());
    h.press('1', 'enter');
    expect(draw()).toContain('✖ Latency: budget left 10.0 %, at least 20.0 % to be deployed to');
    expect(draw()).toContain('✔ Availability: budget left 60.0 %');
    h.press('V');
    expect(draw()).toContain('Latency: budget left is 10.0 %, at least 20.0 % is required');
  });

  test('says so where all else is ready', () => {
    const seen = gate({ at_least: 0.2 }, {});
    const [ring] = seen.rings;
    expect(ring?.state).toBe('ready');
    expect(ring && ringReason(ring, seen)).toMatch(/^Latency: budget left is too low; otherwise /);
  });

  test('does not call too low what is not known', () => {
    const seen = gate({ at_least: 0.2, of: ['up'] }, { [LEFT]: DOWN });
    const [ring] = seen.rings;
    expect(ring && ringReason(ring, seen)).toMatch(/^Availability: budget left is not known; otherwise /);
  });

  test('is not failing by it: it may be deployed well', () => {
    expect(gate({ at_least: 0.99 }, {}).rings[0]?.state).toBe('ready');
  });
});

test('a check of a budget is a check as any other', () => {
  const seen = room(
    {
      slos: [SLO],
      checks: { budget: { slo: 'up', budget: { at_least: 0.2 } } },
      rings: [{ id: 'r0', name: 'R', deployed: 'd', checks: ['budget'] }],
    },
    [[10_000, { ...WELL, [LEFT]: 0.15, d: 5000 }]],
  );
  expect(seen.rings[0]?.state).toBe('failing');
  expect(headline(seen)).toBe('ring r0: Availability: budget left is 15.0 %, at least 20.0 % is required');
});

describe('an agreement in the room', () => {
  const SLA = { id: 'p95', label: 'p95', query: 'p95[$window]', unit: 'seconds', at_most: 0.1, window: '1d' };
  const minutes = (...values: readonly Answer[]) =>
    room(
      { refresh: '1m', slas: [SLA] },
      values.map((value, i) => [60 * (i + 1), { 'p95[1d]': value, [covered(1)]: 86_400 }]),
    );
  const times = (count: number, value: Answer): Answer[] => Array.from({ length: count }, () => value);

  test.each<[string, readonly Answer[], string, string, string]>([
    ['is kept', [0.05], 'ok', 'kept', 'p95 is 50 ms over 24 h, at most 100 ms is promised'],
    [
      'is near at 90 % of its target',
      [0.05, 0.095],
      'warn',
      'near',
      'p95 is 95 ms over 24 h, near its target of 100 ms',
    ],
    ['is broken', [0.05, 0.12], 'fail', 'breached', 'p95 is 120 ms over 24 h, at most 100 ms is promised'],
    [
      'fails until it was within its target for long enough',
      [0.12, ...times(15, 0.05)],
      'fail',
      'recovering',
      'p95 is 50 ms over 24 h, back within its target for 14m; it counts as kept again after 15m',
    ],
    ['is kept then', [0.12, ...times(16, 0.05)], 'ok', 'kept', 'p95 is 50 ms over 24 h, at most 100 ms is promised'],
    ['is not known', [[]], 'unknown', 'unknown', 'p95 is not known: no data: the query returns nothing'],
    [
      'stays broken while nothing is known',
      [0.12, 0.05, ...times(4, DOWN)],
      'fail',
      'breached',
      'p95 broke its promise, and is not known: last known 4m ago: connection refused',
    ],
  ])('%s', (_, values, state, kind, sentence) => {
    const seen = minutes(...values);
    const [sla] = seen.slas;
    expect(sla).toMatchObject({ state, standing: { kind } });
    expect(sla && slaText(sla, seen.at)).toBe(sentence);
  });
});
