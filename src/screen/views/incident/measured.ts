import { type Limit, limitIn, limitWords, valueAgainst } from '../../../limits/limit.ts';
import { labelsAsked } from '../../../logs/jump.ts';
import { own } from '../../../own.ts';
import type { ComparisonMetric, InfraItem, Room, RoomAlert, RoomPanel } from '../../../room/shown.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import { formatDelta, formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import {
  checkSentence,
  infraSentence,
  metricSentence,
  trafficSentence,
  valueSentence,
} from '../../../wording/incident.ts';
import { panelText } from '../../../wording/panels.ts';
import { slaText, sloText } from '../../../wording/slos.ts';
import { trafficReason } from '../../../wording/traffic.ts';
import { verdictSentence } from '../../../wording/verdict.ts';
import { infraKey } from '../../panels/page.ts';
import { panelLines } from '../chart/panel-lines.ts';
import type { Subject } from '../chart/state.ts';
import type { Facts, Gauge } from './facts.ts';
import { placesOf } from './places.ts';
import { standingOf } from './standing.ts';

/** What the kinds of things tell of themselves; the rest is the same for all. */
type Own = Pick<Facts, 'title' | 'sentence'> &
  Partial<Pick<Facts, 'more' | 'gauge' | 'since' | 'places' | 'alert' | 'ring'>>;

/** All that is known of a thing that is measured; null where it is no longer in the room. */
export function measuredFacts(about: Subject, room: Room): Facts | null {
  const told = toldOf(about, room);
  const state = standingOf(about, room);
  if (told === null || state === null) return null;
  return {
    state,
    more: [],
    gauge: null,
    since: null,
    places: [],
    subject: about,
    alert: null,
    ring: null,
    isOfServers: false,
    ...told,
  };
}

function toldOf(about: Subject, room: Room): Own | null {
  switch (about.kind) {
    case 'metric':
      return metricTold(about, room);
    case 'check':
      return checkTold(about, room);
    case 'traffic':
      return trafficTold(room);
    case 'infra':
      return infraTold(about, room);
    case 'slo': {
      const slo = room.slos.find(({ id }) => id === about.slo);
      return slo
        ? { title: slo.label, sentence: sloText(slo, room.at), alert: alertNaming(room, ['slo', slo.id]) }
        : null;
    }
    case 'sla': {
      const sla = room.slas.find(({ id }) => id === about.sla);
      return sla
        ? {
            title: sla.label,
            sentence: slaText(sla, room.at),
            gauge: gaugeOf(sla),
            since: 'since' in sla.standing ? sla.standing.since : null,
            alert: alertNaming(room, ['sla', sla.id]),
          }
        : null;
    }
    case 'panel':
      return panelTold(about, room);
  }
}

function metricTold(about: Subject<'metric'>, room: Room): Own | null {
  const { comparison, at } = room;
  const metric = comparison?.metrics.find(({ id }) => id === about.metric);
  if (!comparison || metric === undefined) return null;
  return {
    title: metric.label,
    sentence: metricSentence(metric, comparison, at),
    gauge: gaugeOfMetric(metric, comparison.baseline.label),
    more: comparison.verdict.method === 'e-process' ? [verdictSentence(room)] : [],
    places: [comparison.candidate.label, ...stageOf(room)],
    alert: candidateAlert(room),
    ring: ringInStage(room),
  };
}

function checkTold(about: Subject<'check'>, room: Room): Own | null {
  const ring = room.rings.find(({ id }) => id === about.ring);
  const check = ring?.checks.find(({ id }) => id === about.check);
  if (ring === undefined || check === undefined) return null;
  const isOfRing = ({ state, concern }: RoomAlert) => state === 'firing' && concern.rings.includes(ring.id);
  return {
    title: safe(`${ring.id}: ${check.label}`),
    sentence: checkSentence(check, ring.id, room.at),
    gauge: gaugeOf(check),
    more: check.critical ? [safe('It is critical: the ring may not go on while it fails')] : [],
    places: [safe(`ring ${ring.id}`), ...(check.region ? [safe(`region ${check.region.id}`)] : [])],
    alert: room.alerts.list.find(isOfRing) ?? null,
    ring: ring.id,
  };
}

function trafficTold(room: Room): Own | null {
  const { traffic, at } = room;
  if (traffic === null) return null;
  return {
    title: safe('Traffic'),
    sentence: trafficSentence(traffic, at),
    more: traffic.because === 'off' || traffic.because === 'no-plan' ? [] : [trafficReason(traffic, at)],
    places: stageOf(room),
    alert: candidateAlert(room),
    ring: ringInStage(room),
  };
}

function infraTold(about: Subject<'infra'>, room: Room): Own | null {
  const item = room.infra.find((one) => infraKey(one) === about.row);
  if (item === undefined) return null;
  const labels = { ...labelsAsked(item.expr.text), ...item.exactLabels };
  return {
    title: safe(`${item.group}: ${item.label}`),
    sentence: infraSentence(item, room.at),
    gauge: item.show === 'up' ? null : gaugeOf(item),
    places: placesOf(labels),
    alert: alertLike(room, labels),
  };
}

function panelTold(about: Subject<'panel'>, room: Room): Own | null {
  const panel = room.panels.find(({ key }) => key === about.panel);
  if (panel === undefined) return null;
  const lines = panelLines(panel.content, about.row);
  const series = lines?.series.find(({ id }) => id === about.row) ?? lines?.series[0];
  const labels = series ? { ...labelsAsked(series.expr.text), ...series.exactLabels } : {};
  return {
    title: panel.title,
    sentence: panelSentence(panel, about.row, room),
    gauge:
      lines && series && panel.content.type !== 'status'
        ? gaugeOf({ ...lines.measure, reading: series.reading })
        : null,
    places: placesOf(labels),
    alert: alertLike(room, labels),
  };
}

const gaugeOf = ({ reading, limit, unit }: Pick<InfraItem, 'reading' | 'limit' | 'unit'>): Gauge | null =>
  reading.known && limit !== null
    ? {
        value: reading.value,
        limit,
        unit,
        told: safe(`${valueAgainst(reading.value, limit, unit)}, ${limitIn(limit, unit)}`),
      }
    : null;

/** Its own limit, unless it misses another. */
function gaugeOfMetric(metric: ComparisonMetric, old: Safe): Gauge | null {
  const { candidate, baseline, delta, limits, states, unit } = metric;
  const isMissed = (of: 'delta' | 'factor') => limits[of] !== undefined && states[of] !== 'ok';
  if (limits.own && (states.own !== 'ok' || !(isMissed('delta') || isMissed('factor'))))
    return gaugeOf({ reading: candidate, limit: limits.own, unit });
  if (limits.delta && delta !== null && (isMissed('delta') || !isMissed('factor')))
    return {
      value: delta,
      limit: limits.delta,
      unit,
      told: safe(
        `${formatDelta(delta, unit)} against ${old}, ${limitWords(limits.delta, (n) => formatDelta(n, unit))}`,
      ),
    };
  if (limits.factor && candidate.known && baseline.known && baseline.value !== 0)
    return factorGauge(candidate.value / baseline.value, limits.factor, old);
  return null;
}

const factorGauge = (value: number, limit: Limit, old: Safe): Gauge => ({
  value,
  limit,
  unit: 'factor',
  told: safe(`${formatValue(value, 'factor')} ${old}, ${limitIn(limit, 'factor')}`),
});

/** Of its worst row what the room says, of another one its value. */
function panelSentence(panel: RoomPanel, row: string, room: Room): Safe {
  const lines = panelLines(panel.content, row);
  const series = lines?.series.find(({ id }) => id === row);
  const { worst, content } = panel;
  const isWorst = series === undefined || worst === null || worst.name === null || worst.name === series.name;
  if (isWorst || lines === null || content.type === 'status') return panelText(panel, room.at);
  const { unit, limit } = lines.measure;
  const what = safe(`${panel.title}: ${lines.about ?? series.name}`);
  return valueSentence({ what, reading: series.reading, unit, limit, exprs: [series.expr] }, room.at);
}

/** The ring that the rollout has reached. */
export function ringInStage({ comparison, rings }: Pick<Room, 'comparison' | 'rings'>): string | null {
  const judged = rings.find(({ id }) => id === comparison?.verdict.judged?.ring)?.id ?? null;
  return judged ?? rings.findLast(({ deployedAt, validated }) => deployedAt !== null && validated === null)?.id ?? null;
}

const stageOf = (room: Room): readonly Safe[] => {
  const ring = room.rings.find(({ id }) => id === ringInStage(room));
  return ring === undefined ? [] : [safe(`ring ${ring.id}`)];
};

const isFiring = ({ state }: RoomAlert): boolean => state === 'firing';

/** The worst alert that fires for the candidate. */
export const candidateAlert = ({ alerts }: Pick<Room, 'alerts'>): RoomAlert | null =>
  alerts.list.find((alert) => isFiring(alert) && alert.attribution.on === 'candidate') ?? null;

const alertNaming = ({ alerts }: Room, [name, value]: readonly [string, string]): RoomAlert | null =>
  alerts.list.find((alert) => isFiring(alert) && own(alert.labels, name) === value) ?? null;

/** Labels that many things have, and that tell no machine or part from another. */
const COMMON: ReadonlySet<string> = new Set(['severity', 'system', 'env', 'environment', 'cluster', 'alertname']);

/** The worst alert that fires for the same machine, or part: with a label of the thing's, and none that says otherwise. */
function alertLike({ alerts }: Room, labels: Labels): RoomAlert | null {
  const named = Object.entries(labels).filter(([name]) => !COMMON.has(name));
  const isLike = (alert: RoomAlert): boolean => {
    const shared = named.filter(([name]) => own(alert.labels, name) !== undefined);
    return shared.length > 0 && shared.every(([name, value]) => own(alert.labels, name) === sanitiseLine(value));
  };
  return alerts.list.find((alert) => isFiring(alert) && isLike(alert)) ?? null;
}
