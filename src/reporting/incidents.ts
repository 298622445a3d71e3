import { own } from '../own.ts';
import { ALL_SERVERS } from '../profile/query.ts';
import type { Profile } from '../profile/schema/profile.ts';
import { TIERS, type Tier } from '../room/alerts/tiers.ts';
import { secondsBetween } from '../units.ts';
import { coverageOf, iso, whomOf } from './coverage.ts';
import { lengthOf, type Period } from './period.ts';
import type { Incident, IncidentsReport } from './schema/report.ts';
import { type IncidentFacts, readSpells, type Shift, type Spell } from './spells.ts';
import { tallyOf } from './tally.ts';

/** Incidents that are listed. */
const MOST = 200;

export function toIncidents(facts: IncidentFacts): IncidentsReport {
  const { firing, profile, period, server, journal, shifts } = facts;
  const selector = firing?.selector ?? 'ALERTS{alertstate="firing"}';
  const covered = coverageOf(server, null, period);
  const isOfAll = profile.datasources.prometheus.length > 1;
  const asked = {
    ...whomOf({ source: 'prometheus', ...(isOfAll && { server: ALL_SERVERS }) }),
    query: `${selector}[${lengthOf(period)}s]`,
    at: iso(period.to),
  };
  const read = readSpells(facts);
  if (read.spells === null)
    return { asked, unknown: read.unknown, covered, levels: [], list: [], unlisted: 0, notes: [] };
  const { spells } = read;
  const { tiers } = profile.alerts;
  const told = TIERS.filter(
    (tier) =>
      tiers[tier] !== undefined || levelOf(tier, profile) !== undefined || spells.some((spell) => spell.tier === tier),
  );
  const known = covered?.seconds ?? null;
  return {
    asked,
    unknown: null,
    covered,
    levels: told.map((tier) => ({
      tier,
      name: levelOf(tier, profile) ?? tier,
      ...tallyOf(
        spells.filter((spell) => spell.tier === tier),
        period,
        known,
        journal !== null,
      ),
    })),
    list: spells.slice(0, MOST).map((spell) => toIncident(spell, period, shifts)),
    unlisted: Math.max(0, spells.length - MOST),
    notes: read.notes,
  };
}

const levelOf = (tier: Tier, { reports }: Pick<Profile, 'reports'>): string | undefined => own(reports.levels, tier);

function toIncident(spell: Spell, period: Period, shifts: readonly Shift[]): Incident {
  const { tier, name, labels, from, to, isFromBefore, isOver, isEndSeen, answer } = spell;
  const shift = shifts.find((one) => one.from <= from && from < one.to);
  return {
    tier,
    name,
    labels: Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
    from: iso(from),
    isFromBefore,
    to: isOver ? iso(to) : null,
    isEndSeen,
    seconds: secondsBetween(from, isOver ? to : period.to),
    answeredAt: answer && iso(answer.at),
    answeredBy: answer && answer.by !== '' ? answer.by : null,
    onCall: shift?.primary ?? null,
  };
}
