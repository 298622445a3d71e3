import { type Family, gauge, known, oneOf } from '../exposition/family.ts';
import type { Room, State } from '../room/room.ts';
import { windowText } from '../slo/window.ts';

const STATES: readonly State[] = ['ok', 'warn', 'fail', 'unknown'];

/** Objectives and agreements; families without samples where the profile has none. */
export function sloFamilies({ slos, slas }: Room): readonly Family[] {
  return [
    gauge(
      'ringdeck_slo_state',
      'Whether the objective is in this state.',
      slos.flatMap(({ id, state }) => oneOf(STATES, state, { slo: id })),
    ),
    gauge(
      'ringdeck_slo_objective_ratio',
      'Share that must be good.',
      slos.flatMap(({ id, objective }) => known(objective, { slo: id })),
    ),
    gauge(
      'ringdeck_slo_budget_left_ratio',
      'Share of the error budget that is left; below 0 where more was spent.',
      slos.flatMap(({ id, left }) => known(left.known ? left.value : null, { slo: id })),
    ),
    gauge(
      'ringdeck_slo_window_covered_seconds',
      'For how much of its window there is data, which is all that what is left is of; absent where that is not known.',
      slos.flatMap(({ id, covered }) => known(covered, { slo: id })),
    ),
    gauge(
      'ringdeck_slo_burn_rate',
      'How many times faster than allowed errors come, over a window.',
      slos.flatMap(({ id, burns: { fast, slow } }) =>
        [fast.short, fast.long, slow.short, slow.long].flatMap(({ window, rate }) =>
          known(rate, { slo: id, window: windowText(window) }),
        ),
      ),
    ),
    gauge(
      'ringdeck_slo_budget_runs_out_seconds',
      'Time until the error budget is gone at the rate of the last hour; absent where that is not within its window.',
      slos.flatMap(({ id, runsOut }) => known(runsOut, { slo: id })),
    ),
    gauge(
      'ringdeck_sla_state',
      'Whether the agreement is in this state; `fail` until it was within its target for long enough.',
      slas.flatMap(({ id, state }) => oneOf(STATES, state, { sla: id })),
    ),
    gauge(
      'ringdeck_sla_value',
      'What is promised, in base units.',
      slas.flatMap(({ id, unit, reading }) => known(reading.known ? reading.value : null, { sla: id, unit })),
    ),
    gauge(
      'ringdeck_sla_window_covered_seconds',
      'For how much of its window there is data, which is all that its value is of; absent where that is not known.',
      slas.flatMap(({ id, covered }) => known(covered, { sla: id })),
    ),
  ];
}
