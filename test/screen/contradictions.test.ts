import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Frame } from '../../src/frames/frame.ts';
import { History } from '../../src/frames/history.ts';
import type { Snapshot } from '../../src/report/schema/snapshot.ts';
import { toSnapshot } from '../../src/report/snapshot.ts';
import { buildRoom } from '../../src/room/build.ts';
import type { RingState, Room } from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { ringWord } from '../../src/screen/panels/parts.ts';
import type { Alert } from '../../src/sources/alertmanager/types.ts';
import { failed, succeeded } from '../../src/sources/error.ts';
import { formatClock, formatValue } from '../../src/text/format.ts';
import { addSeconds, millis, seconds } from '../../src/units.ts';
import { alert, silence } from '../room/fixtures.ts';
import { type Answer, DOWN, frameAt, planOf } from '../room/observe.ts';
import { hands } from './hands.ts';
import { lineWith, picture } from './picture.ts';
import { sceneOf } from './rooms.ts';

/*
 * Whatever stands twice on the screens of one room must say the same: each state, count and number is read off the
 * pictures, as a person would, and held against its twins and against the snapshot.
 */

const RINGS = ['canary', 'half', 'full'] as const;
const HOSTS = ['api', 'db', 'cache', 'queue', 'edge', 'mail'];
const CHECKS = ['errors', 'slow', 'memory', 'crashes', 'starts', 'queue'];
const plan = planOf({
  refresh: '5s',
  versions: { baseline: { id: 'v1', label: 'V1' }, candidate: { id: 'v2', label: 'V2' } },
  datasources: { prometheus: { url: 'http://127.0.0.1:1' }, alertmanagers: [{ url: 'http://127.0.0.1:2' }] },
  traffic: { requests: 'requests{version="$version"}', planned: 0.3, tolerance: 0.1 },
  comparison: ['errors', 'slow'].map((id) => ({
    id,
    label: id,
    query: `${id}{version="$version"}`,
    unit: 'ratio',
    better: 'lower',
    limit: { at_most: 0.05 },
    delta: { at_most: 0.02, warn: 0.01 },
  })),
  checks: Object.fromEntries(
    CHECKS.map((id) => [id, { label: id, query: `${id}{version="v2"}`, unit: 'ratio', at_most: 0.1, warn: 0.05 }]),
  ),
  rings: RINGS.map((id, i) => ({
    id,
    name: `Ring ${i}`,
    after: RINGS.slice(0, i),
    soak: '40s',
    deployed: 'deployed{ring="$ring"}',
    checks: CHECKS,
  })),
  infra: ['near', 'far'].map((group) => ({
    id: group,
    label: group,
    items: HOSTS.map((id) => ({
      id: `${group}-${id}`,
      label: `${group} ${id}`,
      query: `load{host="${group}-${id}"}`,
      unit: 'ratio',
      at_most: 0.8,
    })),
  })),
  pages: [
    {
      id: 'all',
      title: 'All',
      panels: ['rings', 'comparison', 'traffic', 'alerts', 'infra', 'journal'],
      infra: ['near'],
    },
    { id: 'far', title: 'Far', panels: ['infra'], infra: ['far'] },
  ],
});

const mostly = (good: Answer, ...bad: Answer[]): fc.Arbitrary<Answer> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(good) }, { weight: 3, arbitrary: fc.constantFrom(...bad) });
const answers = fc.record<Record<string, Answer>>({
  ...Object.fromEntries(CHECKS.map((id) => [`${id}{version="v2"}`, mostly(0.01, 0.06, 0.2, Number.NaN, DOWN, [])])),
  ...Object.fromEntries(['errors', 'slow'].map((id) => [`${id}{version="v1"}`, mostly(0.012, 0.3, [])])),
  ...Object.fromEntries(RINGS.map((id) => [`deployed{ring="${id}"}`, mostly(1000, 0, [], DOWN)])),
  ...Object.fromEntries(
    ['near', 'far'].flatMap((group) => HOSTS.map((id) => [`load{host="${group}-${id}"}`, mostly(0.2, 0.95, [])])),
  ),
  'requests{version="v1"}': mostly(58.2, 0, DOWN),
  'requests{version="v2"}': mostly(41.8, 0, 3),
});
const severity = fc.constantFrom('critical', 'warning', 'info');
const alerts = fc.array(fc.record({ severity, host: fc.constantFrom(...HOSTS), acked: fc.boolean() }), {
  maxLength: 9,
});
const validated = fc.subarray([...RINGS]);

const world = fc
  .record({
    stretches: fc.array(fc.record({ answers, frames: fc.integer({ min: 1, max: 7 }) }), { minLength: 1, maxLength: 3 }),
    alerts,
    validated,
    heard: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  })
  .map(({ stretches, alerts, validated, heard }) => {
    const records = Object.fromEntries(validated.map((id) => [id, { by: 'alice', at: millis(1_000_000) }]));
    const history = new History(plan);
    let at = 1000;
    let now = millis(0);
    const look = () => buildRoom(plan, history, { records, journal: [], error: null }, now);
    let before: Room | undefined;
    for (const { answers, frames } of stretches) {
      for (let i = 0; i < frames; i += 1, at += 5) {
        const frame = frameAt(at, answers);
        now = frame.at;
        const listed = alerts.map(
          ({ severity, host, acked }, n): Alert =>
            alert({
              fingerprint: `f${n}`,
              labels: { alertname: `Alert${n}`, severity, instance: `${host}:9100` },
              annotations: { summary: `number ${n} is up` },
              startsAt: addSeconds(now, seconds(-30 - n)),
              updatedAt: now,
              silencedBy: acked ? ['s1'] : [],
            }),
        );
        const silences = [silence({ startsAt: addSeconds(now, seconds(-20)), endsAt: addSeconds(now, seconds(900)) })];
        const whole: Frame = {
          ...frame,
          sources: [
            { id: 'prometheus', kind: 'prometheus', outcome: succeeded({ latency: seconds(0.01) }) },
            {
              id: 'am-0',
              kind: 'alertmanager',
              outcome: heard ? succeeded({ latency: seconds(0.01) }) : failed(DOWN),
            },
          ],
          alertmanagers: { 'am-0': heard ? succeeded({ alerts: listed, silences, clockOffset: 0 }) : failed(DOWN) },
        };
        history.extend(whole);
      }
      before ??= look();
    }
    return { room: look(), before: before ?? look() };
  });

const SIZES = [
  [140, 44],
  [100, 30],
  [80, 24],
] as const;
type Size = (typeof SIZES)[number];

const numbers = (text: string, pattern: RegExp): readonly number[] =>
  (pattern.exec(text) ?? []).slice(1).map((part) => Number(part));
const badIn = (items: readonly { readonly state: string }[]): number =>
  items.filter(({ state }) => state !== 'ok').length;

/** The word for a ring's state and the count of its checks, wherever its panel draws them at this size. */
function ringInRoom(text: string, id: string): { readonly word: string; readonly checks: readonly number[] } {
  const lines = text.slice(text.indexOf('1 Rings')).split('\n');
  const at = lines.findIndex((line) => line.includes(` ${id} `));
  const line = lines[at] ?? '';
  const row = /(waiting|deploying|soaking|ready|validated|failing|unknown|rolled back) /.exec(
    line.slice(line.indexOf(` ${id} `)),
  );
  if (row) return { word: (row[1] ?? '').toUpperCase(), checks: numbers(line, /(\d+)\/(\d+) [✔▲✖?]/) };
  const column = line.indexOf(` ${id} `);
  const block = lines.slice(at + 1, at + 6).map((below) => below.slice(column, column + 46));
  const word = /[A-Z]+(?: BACK)?/.exec(block[0] ?? '')?.[0] ?? '';
  return { word, checks: numbers(block.join('\n'), /checks (\d+)\/(\d+)/) };
}

/** The states of all rings and the counts of their checks. */
function checkRings(published: Snapshot, text: string): void {
  for (const ring of published.rings) {
    const told = ringInRoom(text, ring.id);
    expect(told.word, text).toBe(ringWord(ring.state as RingState));
    const passing = ring.checks.filter(({ state }) => state === 'ok' || state === 'warn').length;
    if (told.checks.length > 0) expect(told.checks).toEqual([passing, ring.checks.length]);
  }
}

/** One ring in full: state, every check or how many are hidden, and what fails among those in view. */
function checkRing(room: Room, published: Snapshot, text: string, at: number, [columns, rows]: Size): void {
  const ring = published.rings[at];
  const own = room.rings[at];
  if (ring === undefined) throw new Error('no such ring');
  const shown = hands(room).press('1', 'g', ...Array.from({ length: at }, () => 'down'), 'enter');
  const body = picture(sceneOf(room), shown, { columns, rows }).split('\n').slice(2);
  expect(body[0]).toContain(ringWord(ring.state as RingState));
  // Sentences above the rows begin as these do.
  const isRow = (line: string, label: string) => new RegExp(`^│ [✔▲✖?] ${label} (?!is )`).test(line);
  const drawn = ring.checks.filter(({ label }) => body.some((line) => isRow(line, label)));
  const [hidden = 0] = numbers(body[0] ?? '', /(\d+) more/);
  expect(drawn.length + hidden).toBe(ring.checks.length);
  checkValues(ring, body);
  // A clock that is said to stand still does not fill, and one of a ring that fails stands still.
  if (own?.state === 'failing' && own.soak && own.soak.elapsed < own.soak.required)
    expect(own.soak.paused).toBeDefined();
  const soaked = soakIn(body.join('\n'));
  if (soaked !== undefined && columns === 140) expect(text).toContain(soaked);
}

const soakIn = (text: string): string | undefined => /soak \S+ (\S+ of \S+)/.exec(text)?.[1];

/** Each check that is in view, with its state and its value. */
function checkValues(ring: Snapshot['rings'][number], body: readonly string[]): void {
  for (const { label, state, value } of ring.checks) {
    const line = body.find((one) => new RegExp(`│ [✔▲✖?] ${label} `).test(one));
    if (line && state === 'fail') expect(line).toMatch(/✖/);
    if (line && value !== null && state !== 'unknown') expect(line).toContain(` ${formatValue(value, 'ratio')}`);
  }
}

const verdictIn = (line: string): string | undefined =>
  /(BETTER|WITHIN LIMITS|BEYOND LIMITS|NEAR LIMITS|UNKNOWN)/.exec(line)?.[1];

/** What stands in a box over the room, by its title. */
function boxIn(text: string, title: string): string {
  const lines = text.split('\n');
  const top = lines.findIndex((line) => line.includes(`╭─ ${title} `));
  const from = lines[top]?.indexOf(`╭─ ${title} `) ?? 0;
  const to = lines[top]?.indexOf('╮', from) ?? 0;
  expect(top, text).toBeGreaterThan(0);
  const height = lines.slice(top).findIndex((line) => line[from] === '╰');
  return lines
    .slice(top, top + height)
    .map((line) => line.slice(from, to))
    .join('\n');
}

/** What the validation of a ring rests on is what the room says of it. */
function checkEvidence(room: Room, published: Snapshot, text: string, at: number, [columns, rows]: Size): void {
  const ring = published.rings[at];
  if (ring === undefined) throw new Error('no such ring');
  const h = hands(room);
  const state = h.press('1', 'g', ...Array.from({ length: at }, () => 'down'), 'V');
  if (state.dialog === null) return;
  const dialog = boxIn(picture(sceneOf(room), state, { columns, rows }), 'Validate ring');
  const bad = ring.state === 'failing' || ring.state === 'unknown' || ring.state === 'rolled-back';
  if (bad) expect(dialog).toContain('REFUSED');
  checkValues(ring, dialog.split('\n'));
  const soaked = soakIn(dialog);
  // The room tells no more of a soak that was validated.
  const waits = room.rings[at]?.validated === null;
  if (soaked !== undefined && waits && columns === 140) expect(text).toContain(soaked);
  const verdict = lineWith(dialog, ' verdict  ');
  if (verdict !== '') expect(verdictIn(verdict)).toBe(verdictIn(lineWith(text, ' V1 ▸ V2 ')));
  const [elsewhere = 0] = numbers(dialog, /(\d+) P0 not about it/);
  const urgent = published.alerts.filter(({ tier, state }) => tier === 'P0' && state === 'firing').length;
  if (dialog.includes('no unanswered P0 or P1')) expect(urgent).toBeLessThanOrEqual(elsewhere);
}

/** The verdict in full says what its panel says. */
function checkVerdict(room: Room, published: Snapshot, text: string, [columns, rows]: Size): void {
  const body = picture(sceneOf(room), hands(room).press('v'), { columns, rows }).split('\n').slice(2);
  expect(verdictIn(body[0] ?? '')).toBe(verdictIn(lineWith(text, ' V1 ▸ V2 ')));
  expect(body.slice(1, 8).join('\n')).toContain(published.comparison?.verdict.sentence.slice(0, 30));
}

/** A room that stands still: its panels are of then, line 2 is of now and says so. */
function checkPaused(before: Room, room: Room, [columns, rows]: Size): void {
  const now = makeSafe(room);
  const still = picture(sceneOf(before, { kind: 'live', paused: true, newest: now }), undefined, { columns, rows });
  const then = picture(sceneOf(before), undefined, { columns, rows });
  expect(still.split('\n').slice(2, -1)).toEqual(then.split('\n').slice(2, -1));
  expect(still.split('\n')[0]).toContain('PAUSED');
  const said = lineWith(still, 'AS OF ');
  expect(said).toContain(formatClock(before.at, 'UTC'));
  expect(said).toContain(
    `NOW ${{ ok: '✔', warn: '▲', fail: '✖', unknown: '?' }[room.state]} ${toSnapshot(room).headline.slice(0, 20)}`,
  );
}

function checkAlerts(published: Snapshot, text: string): void {
  const line = lineWith(text, ' Alerts ');
  const all = published.alerts.length;
  // A panel without any has folded; that none is listed is no number where others may fire.
  const isCounted = all > 0 || published.alertsFreshness.state === 'ok';
  expect(line.includes('Alerts ✔ none') ? [0] : numbers(line, /Alerts (\d+)/)).toEqual(isCounted ? [all] : []);
  if (published.alertsFreshness.state !== 'ok') return;
  const firing = published.alerts.filter(({ state }) => state === 'firing').length;
  const acked = published.alerts.filter(({ state }) => state === 'acknowledged').length;
  expect(numbers(line, /(\d+) firing/)[0] ?? 0).toBe(firing);
  expect(numbers(line, /(\d+) acked/)[0] ?? 0).toBe(acked);
  const rows = published.alerts.filter(({ name }) =>
    new RegExp(`P\\d ${name} `).test(text.split('\n').slice(2).join('\n')),
  );
  const [hidden = 0] = numbers(line, /(\d+) more/);
  expect(rows.length + hidden, text).toBe(all);
  // Somebody who is woken sees where, and what: at least of one.
  if (all > 0) expect(text.split('\n').slice(2).join('\n'), text).toMatch(/:9100[^\n]*number \d/);
}

/** Whether a row is in a picture: where its name has no room it is cut, or its last word stands below. */
function isNamed(text: string, label: string): boolean {
  const cut = Array.from({ length: label.length }, (_, i) => ` ${label.slice(0, i)}… `);
  const last = label.split(' ').at(-1);
  return text.includes(` ${label} `) || cut.slice(6).some((one) => text.includes(one)) || text.includes(`│   ${last} `);
}

function checkInfra(published: Snapshot, text: string, group: 'near' | 'far'): void {
  const line = lineWith(text, ' Infra ');
  if (line === '') return;
  const here = published.infra.filter((item) => item.group === group);
  const elsewhere = published.infra.filter((item) => item.group !== group);
  const badge = numbers(line, /[✖?▲] (\d+)(?: of |\/)(\d+)/);
  expect(badge).toEqual(badIn(here) === 0 ? [] : [badIn(here), here.length]);
  expect(/✔ (?:all )?(?:\d+ )?well/.test(line)).toBe(badIn(here) === 0);
  if (badIn(elsewhere) > 0 && line.includes('all well')) expect(line).toContain(`${badIn(elsewhere)} on other pages`);
  // Folded into its title it tells how many there are.
  const [folded] = numbers(line, /✔ all (\d+) well/);
  if (folded !== undefined) {
    expect(folded).toBe(here.length);
    return;
  }
  const drawn = here.filter(({ label }) => isNamed(text, label));
  const [hidden = 0] = numbers(line, /(\d+) more/);
  expect(drawn.length + hidden, text).toBe(here.length);
  // What is not well goes before what is, whatever has the focus.
  if (hidden > 0 && drawn.some(({ state }) => state === 'ok'))
    expect(badIn(here.filter((item) => !drawn.includes(item)))).toBeLessThanOrEqual(
      badIn(here) > drawn.length - 1 ? 1 : 0,
    );
}

function checkNumbers(room: Room, published: Snapshot, text: string): void {
  expect(text.split('\n')[1]).toContain(published.headline.slice(0, 30));
  if (published.headline.startsWith('All is well')) expect(text.split('\n').slice(2).join('\n')).not.toMatch(/✖/);
  for (const metric of published.comparison?.metrics ?? []) {
    const line = text.split('\n').find((one) => new RegExp(`^│ [✔▲✖?] ${metric.id} +\\S+ %`).test(one)) ?? '';
    const shown = numbers(line, /[✔▲✖?] \w+ +([\d.]+) % +([\d.]+) %/);
    if (shown.length < 2) continue;
    const check = room.rings[0]?.checks.find(({ id }) => id === metric.id);
    expect(shown[1]).toBeCloseTo((metric.candidate ?? 0) * 100, 1);
    // One query, one number: the check of a ring and the comparison.
    if (check?.reading.known) expect(check.reading.value).toBe(metric.candidate);
  }
  const share = published.traffic?.shares.v2;
  if (share === null || share === undefined) return;
  const line = text.split('\n').find((one) => /V2 [█▉▊▋▌▍▎▏░╌]/.test(one));
  if (line !== undefined) expect(line).toContain(formatValue(share, 'ratio'));
  for (const ring of published.rings)
    if (ring.state === 'rolled-back' && share > 0)
      expect(ring.reason).toContain(`V2 still gets ${formatValue(share, 'ratio')}`);
}

/** What is looked at besides the room itself: a run looks at one of them, for pictures cost time. */
const LOOKS = ['ring', 'evidence', 'verdict', 'paused', 'infra', 'far'] as const;

test('over random worlds nothing on the screens contradicts itself, nor the snapshot', () => {
  const at = fc.integer({ min: 0, max: RINGS.length - 1 });
  fc.assert(
    fc.property(
      world,
      fc.constantFrom(...SIZES),
      fc.constantFrom(...LOOKS),
      at,
      ({ room, before }, size, look, ring) => {
        const [columns, rows] = size;
        const published = toSnapshot(room);
        const text = picture(sceneOf(room), hands(room).press('1'), { columns, rows });
        checkRings(published, text);
        checkAlerts(published, text);
        checkNumbers(room, published, text);
        checkInfra(published, text, 'near');
        if (look === 'ring') checkRing(room, published, text, ring, size);
        if (look === 'evidence') checkEvidence(room, published, text, ring, size);
        if (look === 'verdict') checkVerdict(room, published, text, size);
        if (look === 'paused' && before.at < room.at) checkPaused(before, room, size);
        if (look === 'infra')
          checkInfra(published, picture(sceneOf(room), hands(room).press('5'), { columns, rows }), 'near');
        if (look === 'far')
          checkInfra(published, picture(sceneOf(room), hands(room).press('>'), { columns, rows }), 'far');
      },
    ),
    { numRuns: 30 },
  );
});

test('the random worlds hold rings in every state that contradicted something once', () => {
  const worlds = fc.sample(world, { numRuns: 40, seed: 10 });
  const states = new Set(worlds.flatMap(({ room }) => room.rings.map(({ state }) => state)));
  expect([...states]).toEqual(expect.arrayContaining(['failing', 'waiting', 'rolled-back', 'unknown', 'soaking']));
});
