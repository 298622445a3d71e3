import { labelsAsked } from '../../../logs/jump.ts';
import { own } from '../../../own.ts';
import type { Room, RoomAlert, State } from '../../../room/shown.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import { partsOf } from '../../../text/promql-parts.ts';
import { isOfBoard } from '../../core/panel-key.ts';
import { urgency } from '../../core/worst.ts';
import { infraKey } from '../../panels/page.ts';
import { panelLines } from '../chart/panel-lines.ts';
import { worstRow } from '../chart/panel-rows.ts';
import type { Subject } from '../chart/state.ts';
import { asksTheSame } from './same-question.ts';

/** A thing that is measured, and that an alert may be about. */
interface Measured {
  readonly subject: Subject;
  readonly state: State;
  readonly exprs: readonly string[];
  /** What it is called. */
  readonly name: string;
  /** Of which machine, part or endpoint it is, as its labels say. */
  readonly labels: Labels;
}

/** What an alert fires for, as the room measures it. */
export interface Linked {
  readonly subject: Subject;
  /** Its query asks what the alert's rule asks; else it is what stands worst of that which the alert is about. */
  readonly byRule: boolean;
  /** Whether there is a value of it, of now. */
  readonly known: boolean;
}

/**
 * What of the room shows what an alert fires for: what its rule asks for, where the alert says its rule. Else the worst
 * of what rolls out, for an alert about that; of the rest, where no rule is said, what fails and is called most alike.
 * Null where nothing does: a number that has nothing to do with an alert is worse than none.
 */
export function linkedTo(alert: RoomAlert, room: Room): Linked | null {
  const about = measuredOf(alert, room);
  const rule = partsOf(ruleOf(alert.generatorURL));
  const byRule = about.filter(({ exprs, labels }) =>
    exprs.some((expr) => asksTheSame(rule, expr, alert.exactLabels, labels)),
  );
  const [ruled] = ranked(byRule, alert);
  if (ruled !== undefined) return linked(ruled, true);
  const isLike = (thing: Measured): boolean => isOfRollout(alert) || (rule.length === 0 && alikeness(thing, alert) > 0);
  const [worst] = ranked(
    about.filter((thing) => thing.state === 'fail' && isLike(thing)),
    alert,
  );
  return worst === undefined ? null : linked(worst, false);
}

const linked = ({ subject, state }: Measured, byRule: boolean): Linked => ({
  subject,
  byRule,
  known: state !== 'unknown',
});

/** Whether it is about what rolls out: what fails there is what it is about, whatever it is called. */
const isOfRollout = ({ concern: { about } }: RoomAlert): boolean => about !== 'system' && about !== 'infrastructure';

/** Worst first, of equal ones those most like the alert; what is not known is last, since it shows nothing. */
const ranked = (things: readonly Measured[], alert: RoomAlert): readonly Measured[] =>
  things.toSorted(
    (a, b) =>
      Number(a.state === 'unknown') - Number(b.state === 'unknown') ||
      urgency(a) - urgency(b) ||
      alikeness(b, alert) - alikeness(a, alert),
  );

/** How many words and labels they have in common. */
function alikeness(thing: Measured, { name, summary, labels }: RoomAlert): number {
  const words = new Set(wordsOf(`${name} ${summary}`));
  const shared = Object.entries(thing.labels).filter(([label, value]) => own<string>(labels, label) === value);
  return wordsOf(thing.name).filter((word) => words.has(word)).length + shared.length;
}

/** Its words in lower case, without what makes several of one: "V2ErrorSpike" has "error", as "errors" has. */
const wordsOf = (text: string): readonly string[] =>
  (text.match(/[A-Z]?[a-z]{2,}|[A-Z]{3,}|[a-z]+\d+/g) ?? []).map((word) => word.toLowerCase().replace(/s$/, ''));

/** The query of an alert's rule, as Prometheus links to it. */
function ruleOf(generatorURL: string): string {
  try {
    return new URL(generatorURL).searchParams.get('g0.expr') ?? '';
  } catch {
    return '';
  }
}

/** Everything measured that an alert may be about: of its ring, its version, its machine; where it says none, all. */
function measuredOf(alert: RoomAlert, room: Room): readonly Measured[] {
  const { about, rings } = alert.concern;
  if (about === 'ring') return checksOf(room, rings);
  if (about === 'candidate' || about === 'both' || about === 'baseline')
    return [...metricsOf(room), ...checksOf(room, [alert.attribution.ring ?? ''])];
  return [...machinesOf(alert, room), ...metricsOf(room), ...checksOf(room, rings)];
}

const metricsOf = ({ comparison }: Room): Measured[] =>
  (comparison?.metrics ?? []).map(({ id, label, state, candidateExpr, baselineExpr }) => ({
    subject: { kind: 'metric', metric: id },
    state,
    exprs: [
      candidateExpr.text,
      baselineExpr.text,
      // Rules of versions often say how many times more, or how much more.
      ...['/', '-'].map((operator) => `(${candidateExpr.text}) ${operator} (${baselineExpr.text})`),
    ],
    name: `${id} ${label}`,
    labels: {},
  }));

const checksOf = ({ rings }: Room, ids: readonly string[]): Measured[] =>
  rings
    .filter(({ id, deployedAt, state }) => ids.includes(id) && (deployedAt !== null || state === 'rolled-back'))
    .flatMap(({ id: ring, checks }) =>
      checks.map(
        ({ id, label, state, expr }): Measured => ({
          subject: { kind: 'check', ring, check: id },
          state,
          exprs: [expr.text],
          name: `${id} ${label}`,
          labels: {},
        }),
      ),
    );

/** Infrastructure and panels, but for those that are of another machine or part than the alert. */
function machinesOf(alert: RoomAlert, { infra, panels }: Room): Measured[] {
  const isOther = (thing: Measured) =>
    Object.entries(thing.labels).some(([name, value]) => {
      const told = own<string>(alert.labels, name);
      return told !== undefined && told !== value;
    });
  const rows = infra.map(
    (item): Measured => ({
      subject: { kind: 'infra', row: infraKey(item) },
      state: item.state,
      exprs: [item.expr.text],
      name: `${item.group} ${item.label}`,
      labels: { ...labelsAsked(item.expr.text), ...item.exactLabels },
    }),
  );
  const shown = panels.flatMap((panel): Measured[] => {
    const { key, title, state, content } = panel;
    const row = worstRow(panel);
    const lines = panelLines(content, row);
    const series = lines?.series.find(({ id }) => id === row) ?? lines?.series[0];
    if (!isOfBoard(key) || !lines || !series) return [];
    const exprs = lines.series.map(({ expr }) => expr.text);
    const name = `${title} ${lines.about ?? series.name}`;
    return [{ subject: { kind: 'panel', panel: key, row }, state, exprs, name, labels: series.exactLabels }];
  });
  return [...rows, ...shown].filter((thing) => !isOther(thing));
}
