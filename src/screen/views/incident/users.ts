import { type Query, queryKey } from '../../../profile/query.ts';
import type { Room } from '../../../room/shown.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { panelLines } from '../chart/panel-lines.ts';
import { worstRow } from '../chart/panel-rows.ts';

/** What of a room a query is asked for: "error rate of half", "host cpu". */
export function usersOf(
  query: Query,
  { rings, comparison, traffic, infra, panels, slos, slas }: Room,
): readonly Safe[] {
  const key = queryKey(query);
  const named = (name: Safe, ...exprs: readonly Query[]): Safe[] =>
    exprs.some((expr) => queryKey(expr) === key) ? [name] : [];
  const users = [
    ...rings.flatMap(({ id, checks }) => checks.flatMap(({ label, expr }) => named(safe(`${label} of ${id}`), expr))),
    ...(comparison?.metrics ?? []).flatMap(({ label, baselineExpr, candidateExpr }) =>
      named(safe(`${label} of both versions`), baselineExpr, candidateExpr),
    ),
    ...named(safe('traffic'), ...(traffic?.shares ?? []).map(({ expr }) => expr)),
    ...infra.flatMap(({ group, label, expr }) => named(safe(`${group} ${label}`), expr)),
    ...panels.flatMap((panel) => {
      const lines = panelLines(panel.content, worstRow(panel));
      return named(safe(`panel ${panel.title}`), ...(lines?.series ?? []).map(({ expr }) => expr));
    }),
    ...slos.flatMap(({ label, expr, burns: { fast, slow } }) =>
      named(label, expr, fast.short.expr, fast.long.expr, slow.short.expr, slow.long.expr),
    ),
    ...slas.flatMap(({ label, expr }) => named(label, expr)),
  ];
  return [...new Set(users)];
}
