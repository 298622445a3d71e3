import { beyondQuery, limitIn, nearQuery } from '../../limits/limit.ts';
import { createFillers } from '../../profile/plan/fill.ts';
import { plannedServers } from '../../profile/plan/servers.ts';
import { planSlas, SloQueries } from '../../profile/plan/slos.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { SlaSpec, SloSpec } from '../../profile/schema/slos.ts';
import { allowedErrors } from '../../slo/budget.ts';
import { BUDGET_NAME, recordedName, recordedSelector } from '../../slo/rule-names.ts';
import { BURN_WINDOWS, type BurnPace, windowText } from '../../slo/window.ts';
import { formatValue } from '../../text/format.ts';
import { type Seconds, seconds } from '../../units.ts';

/** A file of rules as Prometheus reads it. */
export interface RuleFile {
  readonly groups: readonly RuleGroup[];
}

interface RuleGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly Rule[];
}

type Labels = Readonly<Record<string, string>>;

type Rule =
  | { readonly record: string; readonly expr: string; readonly labels: Labels }
  | {
      readonly alert: string;
      readonly expr: string;
      readonly keep_firing_for?: string;
      readonly labels: Labels;
      readonly annotations: Labels;
    };

/** Nearly as long as Prometheus looks back for a sample: what is asked over weeks is dear, and hardly moves in minutes. */
const DEAR = '4m';
/** From this window on a query is dear. */
const LONG = seconds(86_400);

/** Rules for all objectives and agreements of a profile. What they record, `recorded: true` reads. */
export function sloRules(profile: Profile): RuleFile {
  const rules = new Rules(profile);
  return { groups: [...profile.slos.flatMap((slo) => rules.ofSlo(slo)), ...rules.ofSlas()] };
}

/** The profile with those objectives and agreements alone that are asked of one Prometheus, by its id. */
export function askedOf(profile: Profile, server: string): Profile {
  const [first] = profile.datasources.prometheus;
  const isThere = (one: { readonly server?: string | undefined } | undefined) => (one?.server ?? first.id) === server;
  const promised = ({ of, ...sla }: SlaSpec) =>
    isThere(of.kind === 'slo' ? profile.slos.find(({ id }) => id === of.slo) : sla);
  return { ...profile, slos: profile.slos.filter(isThere), slas: profile.slas.filter(promised) };
}

class Rules {
  readonly #profile: Profile;
  readonly #queries: SloQueries;

  constructor(profile: Profile) {
    this.#profile = profile;
    this.#queries = new SloQueries(profile, createFillers(profile));
  }

  ofSlo(slo: SloSpec): readonly RuleGroup[] {
    const { id: profile } = this.#profile;
    const labels = { profile, slo: slo.id };
    const windows = Object.values(BURN_WINDOWS).flatMap(({ short, long }) => [short, long]);
    const record = (window: Seconds): Rule => ({
      record: recordedName(window),
      expr: this.#errors(slo, window),
      labels,
    });
    const errors = recordedSelector(recordedName(slo.window), labels);
    const isOther = !windows.includes(slo.window);
    return [
      {
        name: `ringdeck-${profile}-${slo.id}`,
        rules: [...windows.map(record), this.#burnsAlert(slo, 'fast'), this.#burnsAlert(slo, 'slow')],
      },
      {
        name: `ringdeck-${profile}-${slo.id}-budget`,
        ...intervalOf(slo.window),
        rules: [
          ...(isOther ? [record(slo.window)] : []),
          { record: BUDGET_NAME, expr: `1 - ${errors} / ${allowedErrors(slo.objective)}`, labels },
          this.#goneAlert(slo),
        ],
      },
    ];
  }

  /** Each agreement with its value, and alerts that stay until it was within its target for long enough. */
  ofSlas(): readonly RuleGroup[] {
    const { id: profile } = this.#profile;
    return planSlas(this.#profile, createFillers(this.#profile), plannedServers(this.#profile)).map(
      (sla, i): RuleGroup => {
        const { id, label, limit, unit, window, recoverAfter, slo } = sla;
        const value = `sla:value{profile="${profile}",sla="${id}"}`;
        const spec = this.#profile.slas[i];
        // That of an objective is recorded already.
        const recorded = slo === null ? null : `1 - ${recordedSelector(recordedName(window), { profile, slo })}`;
        const measured = spec && (this.#queries.recordedPromise(spec) ?? this.#queries.promise(spec, window));
        const alert = (name: string, tier: 'P0' | 'P1', when: string, said: string): Rule => ({
          alert: name,
          expr: when,
          keep_firing_for: windowText(recoverAfter),
          labels: { ...this.#severity(tier), sla: id },
          annotations: { summary: `${literal(label)} ${said}: {{ $value | humanize }}` },
        });
        const near = nearQuery(value, limit);
        const target = literal(limitIn(limit, unit));
        return {
          name: `ringdeck-${profile}-sla-${id}`,
          ...intervalOf(window),
          rules: [
            { record: 'sla:value', expr: recorded ?? measured ?? sla.expr.text, labels: { profile, sla: id } },
            alert('SlaBroken', 'P0', beyondQuery(value, limit), `is beyond its target of ${target}`),
            ...(near === null ? [] : [alert('SlaNearTarget', 'P1', near, `is near its target of ${target}`)]),
          ],
        };
      },
    );
  }

  /** What is measured, or what the profile's own recording rule says. */
  #errors(slo: SloSpec, window: Seconds): string {
    const own = slo.recorded === true ? null : this.#queries.recorded(slo, window);
    return own ?? this.#queries.errors(slo, window);
  }

  #burnsAlert(slo: SloSpec, pace: BurnPace): Rule {
    const { short, long } = BURN_WINDOWS[pace];
    const most = Number((slo.burn[pace] * allowedErrors(slo.objective)).toPrecision(12));
    const over = (window: Seconds) =>
      `${recordedSelector(recordedName(window), { profile: this.#profile.id, slo: slo.id })} > ${most}`;
    return {
      alert: pace === 'fast' ? 'SloBudgetBurnsFast' : 'SloBudgetBurnsSlowly',
      expr: `${over(long)}\nand\n${over(short)}`,
      labels: { ...this.#severity(pace === 'fast' ? 'P0' : 'P1'), slo: slo.id },
      annotations: {
        summary: `${literal(slo.label)} burns its error budget more than ${slo.burn[pace]} times too fast`,
        description: `{{ $value | humanizePercentage }} was bad over ${windowText(long)}, of which ${formatValue(allowedErrors(slo.objective), 'ratio')} may be over ${windowText(slo.window)}.`,
      },
    };
  }

  #goneAlert(slo: SloSpec): Rule {
    const left = recordedSelector(BUDGET_NAME, { profile: this.#profile.id, slo: slo.id });
    return {
      alert: 'SloBudgetGone',
      expr: `${left} <= 0`,
      labels: { ...this.#severity('P1'), slo: slo.id },
      annotations: {
        summary: `${literal(slo.label)}: its error budget of ${windowText(slo.window)} is spent`,
        description: 'What is left of it: {{ $value | humanizePercentage }}.',
      },
    };
  }

  /** Labels by which the profile's own room has the alert, in that tier. */
  #severity(tier: 'P0' | 'P1'): Labels {
    const { where, severity_label, tiers } = this.#profile.alerts;
    const usual = tier === 'P0' ? 'critical' : 'warning';
    return { ...where, [severity_label]: tiers[tier]?.severities[0] ?? usual, profile: this.#profile.id };
  }
}

const intervalOf = (window: Seconds): Pick<RuleGroup, 'interval'> => (window >= LONG ? { interval: DEAR } : {});

/** A text in a template of Prometheus, where it stands for itself. */
const literal = (text: string): string => text.replaceAll('{{', '{{ "{{" }}');
