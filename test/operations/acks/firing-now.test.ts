import { expect, test } from 'vitest';
import { firingIn } from '../../../src/operations/acks/firing-now.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../../../src/sources/error.ts';
import type { ActiveAlerts, InstantResult, Labels } from '../../../src/sources/prometheus/types.ts';
import { millis } from '../../../src/units.ts';

const held = (...labels: readonly Labels[]) => succeeded({ ruled: new Set(['Load']), labels });
const recorded = (labels: readonly Labels[], warnings: readonly string[] = []) =>
  succeeded({ samples: labels.map((one) => ({ labels: { __name__: 'ALERTS', ...one }, value: 1 })), warnings });
const fault = (kind: SourceError['kind'], httpStatus?: number) =>
  failed({ kind, message: 'x', ...(httpStatus !== undefined && { httpStatus }) });

const LOAD = { alertname: 'Load', id: '1' };
const OTHER = { alertname: 'Other', id: '2' };

const ask = (active: Outcome<ActiveAlerts>, alerts: Outcome<InstantResult>) =>
  firingIn({ activeAlerts: async () => active, instant: async () => alerts }, { now: () => millis(0) })();

test.each<[string, Outcome<ActiveAlerts>, Outcome<InstantResult>, readonly Labels[]]>([
  ['what the rules hold', held(LOAD), recorded([]), [LOAD]],
  ['nothing', held(), recorded([]), []],
  [
    'of what there are rules for, not the record, which a server that was killed left behind',
    held(),
    recorded([LOAD]),
    [],
  ],
  ['of other rules the record', held(), recorded([OTHER]), [OTHER]],
  ['the record, where no rules are shown', fault('server', 404), recorded([LOAD]), [LOAD]],
  ['the record, where the rules are forbidden', fault('unauthorized', 403), recorded([LOAD]), [LOAD]],
])('what fires is %s', async (_, active, alerts, labels) => {
  expect(await ask(active, alerts)).toEqual({ ok: true, value: labels });
});

test.each<[string, Outcome<ActiveAlerts>, Outcome<InstantResult>]>([
  ['the record lacks some', held(), recorded([], ['a store did not answer'])],
  ['the record lacks some, and no rules are shown', fault('server', 404), recorded([], ['a store did not answer'])],
  ['the record is not answered', held(), fault('server', 500)],
  ['the rules are answered in part', fault('server'), recorded([])],
  ['the rules are not answered', fault('server', 500), recorded([])],
  ['the rules are not answered in time', fault('timeout'), recorded([])],
  ['the rules are asked for too often', fault('rate-limited', 429), recorded([])],
])('what fires is not known where %s', async (_, active, alerts) => {
  expect(await ask(active, alerts)).toMatchObject({ ok: false });
});
