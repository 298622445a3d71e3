import type { Fields } from '../../room/filter/filter.ts';
import type {
  ComparisonMetric,
  InfraItem,
  JournalEntry,
  PanelSeries,
  Reading,
  Ring,
  RoomAlert,
  RoomFinding,
  RoomSilence,
  RoomSuspect,
  Traffic,
} from '../../room/shown.ts';

/*
 * What a filter may ask for by name of each kind of row. What the screen itself tells of a row goes before a label of the
 * same name.
 */

/** A number that is not known is not there: no comparison lets it pass. */
const known = (name: string, reading: Reading): Fields => (reading.known ? { [name]: reading.value } : {});

const told = (name: string, value: string | null | undefined): Fields =>
  value === null || value === undefined ? {} : { [name]: value };

export const alertFields = ({ labels, ...alert }: RoomAlert): Fields => ({
  ...told('ring', alert.attribution.ring),
  ...labels,
  alertname: alert.name,
  severity: alert.severity,
  tier: alert.tier,
  state: alert.state,
  age: { since: alert.startsAt },
  by: alert.ack?.by ?? alert.claim?.by ?? '',
});

export const ringFields = ({ id, name, state, deployedAt }: Ring): Fields => ({
  ring: id,
  name,
  state,
  ...(deployedAt !== null && { age: { since: deployedAt } }),
});

export const metricFields = ({ id, label, state, baseline, candidate, delta }: ComparisonMetric): Fields => ({
  metric: id,
  name: label,
  state,
  ...known('baseline', baseline),
  ...known('value', candidate),
  ...(delta !== null && { delta }),
});

export const infraFields = ({ group, id, label, state, reading }: InfraItem): Fields => ({
  group,
  id,
  name: label,
  state,
  ...known('value', reading),
});

export const shareFields = ({ version, label, share }: Traffic['shares'][number]): Fields => ({
  version,
  name: label,
  ...(share !== null && { share }),
});

export const seriesFields = ({ labels, name, state, reading }: PanelSeries): Fields => ({
  ...labels,
  name,
  state,
  ...known('value', reading),
});

export const journalFields = ({ at, by, act, target, result, note }: JournalEntry): Fields => ({
  by,
  act,
  target,
  result,
  age: { since: at },
  ...told('note', note),
});

export const silenceFields = ({ by, comment, kind, state, startsAt, covers }: RoomSilence): Fields => ({
  by,
  comment,
  kind,
  state,
  age: { since: startsAt },
  covers: covers.length,
});

export const patternFields = (row: RoomFinding | RoomSuspect, kind: string): Fields => ({
  kind,
  level: row.level,
  baseline: row.lines.baseline,
  candidate: row.lines.candidate,
  age: { since: row.firstSeen },
});
