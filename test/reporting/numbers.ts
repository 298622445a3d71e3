import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, expect, it } from 'vitest';
import { type Figure, type Report, reportJsonSchema } from '../../src/reporting/schema/report.ts';
import { EVALUATION } from './past-shop.ts';
import { promtoolInstant, promtoolRange, promtoolSamples } from './promtool.ts';
import { REPORTS, type Shop } from './shop.ts';

const KINDS = Object.keys(REPORTS) as (keyof typeof REPORTS)[];
const HOUR = 3600;

/** The numbers of every report, held against what Prometheus' own tool says. */
export const numbersOf = (opened: () => Shop) => () => {
  const reports = new Map<string, Report>();
  const reportOf = (kind: keyof typeof REPORTS): Report => {
    const found = reports.get(kind);
    if (!found) throw new Error(`no report ${kind}`);
    return found;
  };
  const url = () => opened().prometheus.url;
  const figuresOf = ({ figures, slas, deployments }: Report): readonly Figure[] => [
    ...figures,
    ...slas,
    ...(deployments.counted ? [deployments.counted] : []),
  ];
  const named = (kind: keyof typeof REPORTS, id: string): Figure => {
    const found = figuresOf(reportOf(kind)).find((figure) => figure.id === id);
    if (!found) throw new Error(`no figure ${id}`);
    return found;
  };

  beforeAll(async () => {
    for (const kind of KINDS) reports.set(kind, await opened().report(kind));
  });

  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(reportJsonSchema());

  it.each(KINDS)('%s is what its published schema says', (kind) => {
    expect(validate(reportOf(kind)), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each(KINDS)('each number of %s is what promtool answers to its query', async (kind) => {
    const numbers = figuresOf(reportOf(kind)).flatMap(({ value, asked, before }) => [
      { value, asked },
      // The period before is asked in the same way in every report.
      ...(before && kind === 'daily' ? [before] : []),
    ]);
    const known = [
      ...numbers,
      ...(reportOf(kind).rollout?.comparison.flatMap(({ baseline, candidate }) => [
        ...Object.values(baseline),
        ...Object.values(candidate),
      ]) ?? []),
    ].filter(({ value }) => value !== null);
    expect(known.length).toBeGreaterThan(0);
    for (const { value, asked } of known) expect(await promtoolInstant(url(), asked), asked.query).toContain(value);
  });

  it.each(['daily', 'monthly'] as const)(
    'each trend and each coverage of %s is what promtool answers over its steps',
    async (kind) => {
      const report = reportOf(kind);
      const ends = Date.parse(report.period.to) / 1000;
      for (const { trend, covered, each, id } of figuresOf(report).map((one) => ({
        ...one,
        each: one.id.includes(':'),
      }))) {
        if (covered && !each) {
          const points = (await promtoolRange(url(), covered.asked)).flat();
          const steps = new Set(points.map(([at]) => at)).size;
          const wanted = 1 + (ends - Date.parse(covered.asked.from) / 1000) / covered.asked.stepSeconds;
          expect(covered.seconds, id).toBe(steps === wanted ? covered.ofSeconds : steps * covered.asked.stepSeconds);
        }
        if (!trend) continue;
        const told = (await promtoolRange(url(), trend.asked)).flat();
        const from = Date.parse(report.period.from) / 1000;
        expect(trend.points, id).toEqual(
          told.filter(([at]) => at > from).map(([at, value]) => [at, Number.isFinite(value) ? value : null]),
        );
        const { peak } = trend;
        if (peak) expect(peak.value).toBe(Math.max(...trend.points.flatMap(([, value]) => value ?? [])));
      }
    },
  );

  it.each(KINDS)('incidents of %s are what is stored of ALERTS', async (kind) => {
    const { incidents, period } = reportOf(kind);
    const series = await promtoolSamples(url(), incidents.asked);
    const stored = series.flatMap((points) => spellsIn(points.map(([at]) => at)));
    expect(incidents.list).toHaveLength(stored.length);
    expect(incidents.levels.reduce((sum, { count }) => sum + count, 0)).toBe(stored.length);
    const from = Date.parse(period.from) / 1000;
    const lengths = (tier: string) =>
      incidents.list
        .filter((one) => one.tier === tier && one.to !== null)
        .map((one) => (Date.parse(one.to ?? '') - Date.parse(one.from)) / 1000);
    for (const { tier, mttr, count } of incidents.levels)
      if (mttr.seconds !== null) {
        expect(mttr.seconds).toBeCloseTo(lengths(tier).reduce((sum, one) => sum + one, 0) / lengths(tier).length, 6);
        expect(count).toBeGreaterThan(0);
      }
    // What began within the period has its first and last sample where promtool has them.
    const begun = stored.filter(({ first }) => first > from + EVALUATION);
    for (const { first, last } of begun)
      expect(incidents.list).toContainEqual(
        expect.objectContaining({
          from: new Date(first * 1000).toISOString(),
          to:
            last + 1.5 * EVALUATION < Date.parse(period.to) / 1000
              ? new Date((last + EVALUATION) * 1000).toISOString()
              : null,
        }),
      );
  });

  it('a day has as many hours as its clocks showed', () => {
    const { period } = reportOf('daily');
    expect(period).toMatchObject({ title: '2024-10-27', from: '2024-10-26T22:00:00.000Z', seconds: 25 * HOUR });
    expect(reportOf('weekly').period).toMatchObject({ from: '2024-10-27T23:00:00.000Z', seconds: 7 * 24 * HOUR });
    expect(reportOf('monthly').period).toMatchObject({ title: '2024-10', seconds: (31 * 24 + 1) * HOUR });
  });

  it('what is not known is null, with the reason of each', () => {
    const reasons = Object.fromEntries(
      ['nothing', 'refused', 'several', 'nan'].map((id) => {
        const { value, unknown, result, change } = named('daily', id);
        return [id, { value, reason: unknown?.reason, result, change }];
      }),
    );
    const is = (reason: string, result: string | null = null) => ({ value: null, reason, result, change: null });
    expect(reasons).toEqual({
      nothing: is('no-data', 'UNKNOWN'),
      refused: is('refused'),
      several: is('several'),
      nan: is('not-a-number', 'UNKNOWN'),
    });
  });

  it('a target is kept, missed, or not known; one of them missed is told for all', () => {
    const results = ['uptime', 'p95', 'errors'].map((id) => named('daily', id).result);
    expect(results).toEqual(['FAIL', 'PASS', 'PASS']);
    expect(reportOf('daily').result).toBe('FAIL');
    expect(reportOf('sla').slas.map(({ id, result }) => [id, result])).toEqual([
      ['available', 'PASS'],
      ['served', 'PASS'],
      // A quarter of an hour and ten minutes of thirty days.
      ['uptime', 'PASS'],
      ['p95', 'PASS'],
      ['errors', 'PASS'],
    ]);
  });

  it('what is promised is held against its query over the period of the report', () => {
    expect(named('daily', 'available')).toMatchObject({
      result: 'FAIL',
      target: { direction: 'at-least', limit: 0.995 },
      asked: { query: 'avg_over_time(up{job="web"}[25h])' },
    });
    expect(named('sla', 'available')).toMatchObject({ result: 'PASS', isNear: false });
  });

  it('a change to a period that is known in part is not told', () => {
    const { before, change } = named('monthly', 'uptime');
    expect(before?.covered).toMatchObject({ ofSeconds: 30 * 24 * HOUR });
    expect(before?.covered?.seconds).toBeLessThan(12 * 24 * HOUR);
    expect(change).toBeNull();
    expect(named('daily', 'uptime').change).not.toBeNull();
  });

  it('incidents have their level, their answer by the journal, and who was on call', () => {
    const { levels, list } = reportOf('daily').incidents;
    expect(levels).toMatchObject([
      { name: 'critical', count: 1, answered: 1, mtta: { seconds: 360 }, mttr: { seconds: 25 * 60 } },
      { name: 'major', count: 2, answered: 0, mtta: { seconds: null, unknown: { reason: 'nothing-to-count' } } },
      { name: 'minor', count: 1, open: 1, mttr: { seconds: null } },
    ]);
    expect(levels[0]?.mtbf.seconds).toBe(25 * HOUR - 25 * 60);
    expect(list.find(({ name }) => name === 'SiteDown')).toMatchObject({
      answeredAt: '2024-10-27T09:06:00.000Z',
      answeredBy: 'bob',
      onCall: 'Alice',
    });
    // It began on the day before, and its length is the whole.
    expect(list[0]).toMatchObject({ name: 'SiteSlow', from: '2024-10-26T20:00:00.000Z', seconds: 3.5 * HOUR + 60 });
  });

  it('deployments are those of the query, of the rings and of the journal', () => {
    const { rings, acts } = reportOf('daily').deployments;
    expect(rings).toMatchObject([{ ring: 'canary', at: ['2024-10-27T08:00:00.000Z'], unknown: null }]);
    expect(acts?.map(({ act }) => act)).toEqual(['validate', 'revoke']);
  });

  it('a rollout is told with its acts and their hashes, its verdicts, and what is open', () => {
    const { rollout } = reportOf('rollout');
    expect(rollout?.chain).toMatchObject({ state: 'whole', problems: [] });
    expect(rollout?.acts?.map(({ act, hash }) => [act, /^[0-9a-f]{64}$/.test(hash ?? '')])).toEqual([
      ['claim', true],
      ['validate', true],
      ['revoke', true],
    ]);
    expect(rollout?.verdicts).toContainEqual(
      expect.objectContaining({ from: 'journal', state: 'worse', act: expect.objectContaining({ by: 'alice' }) }),
    );
    expect(rollout?.verdicts.filter(({ from }) => from === 'judged').length).toBeGreaterThan(0);
    expect(rollout?.timeline.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['deployed', 'act', 'alert-fired', 'alert-answered', 'alert-over']),
    );
    expect(rollout?.helped.join()).toContain('SiteDown was over 5m after: bob: revoke canary');
    expect(rollout?.questions.join()).toContain('“the dashboard is late”');
    expect(rollout?.logs.unknown?.reason).toBe('not-watched');
  });

  it('a rollout is found by itself, from half an hour before its first ring', async () => {
    const { period } = await opened().desk.json<Report>(['report', 'rollout', '--at', '2024-10-28']);
    expect(period.from).toBe('2024-10-27T07:30:00.000Z');
  });

  it.each([
    ['before the first sample', ['daily', '--at', '2024-01-10']],
    ['after the last', ['daily', '--at', '2025-01-10']],
  ])('nothing of a period %s is zero, or kept', async (_, args) => {
    const { figures, result, incidents, coverage } = await opened().desk.json<Report>(['report', ...args]);
    // Also what would always have an answer.
    expect(new Set(figures.filter(({ id }) => id !== 'refused').map(({ unknown }) => unknown?.reason))).toEqual(
      new Set(['no-samples']),
    );
    expect(figures.map(({ value }) => value)).toEqual(figures.map(() => null));
    expect(result).toBe('UNKNOWN');
    expect(coverage.unknown?.reason).toBe('no-samples');
    expect(incidents).toMatchObject({ levels: [], list: [], unknown: { reason: 'no-samples' } });
  });

  it('of a week that the server has in part it is said how much, and nothing passes', async () => {
    const args = ['report', 'weekly', '--at', '2024-09-23'];
    const { figures, coverage } = await opened().desk.json<Report>(args);
    expect(coverage.covered).toMatchObject({ ofSeconds: 7 * 24 * HOUR });
    const passed = figures.filter(({ result }) => result === 'PASS');
    expect(passed).toEqual([]);
    const { out } = await opened().desk.ringdeck(args);
    expect(out).toContain('covers 2.9 of 7 days');
  });

  it('of two servers the one that is gone is unknown, and the other is not', async () => {
    opened().desk.write(
      'two.yaml',
      `
id: two
name: Two
datasources: { prometheus: [{ id: here, url: "${url()}" }, { id: gone, url: "http://127.0.0.1:9" }] }
reports:
  time_zone: Europe/Paris
  metrics:
    - { id: here, label: Here, section: uptime, query: 'avg_over_time(up{job="web"}[$period])', unit: ratio, at_least: 0.9 }
    - { id: gone, label: Gone, section: uptime, server: gone, query: 'avg_over_time(up{job="web"}[$period])', unit: ratio, at_least: 0.9 }
`,
    );
    const { figures } = await opened().desk.json<Report>(['-c', 'two.yaml', 'report', ...REPORTS.daily]);
    expect(figures.map(({ id, result, asked, unknown }) => [id, result, asked.server, unknown?.reason])).toEqual([
      ['here', 'PASS', undefined, undefined],
      ['gone', 'UNKNOWN', 'gone', 'unanswered'],
    ]);
  });

  it('a server that is not there is one reason for all, and exit 3', async () => {
    const { code, out } = await opened().desk.ringdeck([
      ...['report', 'sla', '--at', '2024-11-01', '--format', 'json'],
      ...['--prometheus', 'http://127.0.0.1:9'],
    ]);
    const { slas, incidents, result } = JSON.parse(out) as Report;
    expect(code).toBe(3);
    expect(result).toBe('UNKNOWN');
    expect(slas.map(({ value, unknown }) => [value, unknown?.reason])).toEqual(slas.map(() => [null, 'unanswered']));
    expect(incidents.unknown?.reason).toBe('unanswered');
  });
};

/** Stretches of samples, by their times: a pause of more than five minutes parts two. */
function spellsIn(times: readonly number[]): { first: number; last: number }[] {
  const spells: { first: number; last: number }[] = [];
  for (const at of times) {
    const open = spells.at(-1);
    if (open && at - open.last <= 300) open.last = at;
    else spells.push({ first: at, last: at });
  }
  return spells;
}
