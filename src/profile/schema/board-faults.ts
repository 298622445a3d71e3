import type { z } from 'zod';
import { fullAt } from '../../limits/limit.ts';
import type { BoardPanelSpec, BoardRow } from './boards.ts';
import type { PanelId } from './panels.ts';

interface Page {
  readonly panels?: readonly PanelId[] | undefined;
  readonly rows?: readonly BoardRow[] | undefined;
  readonly infra?: readonly string[] | undefined;
}

/** What the panels of one page must keep among each other. */
export function checkPage({ panels, rows, infra }: Page, context: z.RefinementCtx): void {
  const issue = (path: readonly PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path: [...path], message });
  if ((panels === undefined) === (rows === undefined)) issue([], 'expected either panels, or rows');
  const fixed = [...(panels ?? [])];
  const own: string[] = [];
  rows?.forEach((row, i) => {
    row.panels.forEach((panel, j) => {
      const path = ['rows', i, 'panels', j];
      if (typeof panel === 'string') {
        if (fixed.includes(panel)) issue(path, `panel "${panel}" appears twice on the page`);
        fixed.push(panel);
        return;
      }
      if (own.includes(panel.id)) issue([...path, 'id'], `"${panel.id}" is defined twice`);
      own.push(panel.id);
      for (const found of panelFaults(panel)) issue([...path, ...found.path], found.message);
    });
    if (row.repeat !== undefined && row.panels.some((panel) => typeof panel === 'string'))
      issue(['rows', i, 'repeat'], 'a row of panels by name cannot be repeated');
  });
  if (infra && !fixed.includes('infra')) issue(['infra'], 'needs the panel "infra" among the panels of the page');
}

interface Fault {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function panelFaults(panel: BoardPanelSpec): readonly Fault[] {
  switch (panel.type) {
    case 'table': {
      const names = panel.columns.map(({ id }) => id);
      const twice = names.flatMap((id, k): readonly Fault[] =>
        names.indexOf(id) < k ? [{ path: ['columns', k, 'id'], message: `"${id}" is defined twice` }] : [],
      );
      const { sort } = panel;
      return sort && !names.includes(sort.column)
        ? [
            ...twice,
            { path: ['sort', 'column'], message: `"${sort.column}" is not one of the columns: ${names.join(', ')}` },
          ]
        : twice;
    }
    case 'gauge':
      return gaugeFaults(panel);
    case 'timeseries':
      return panel.min !== undefined && panel.max !== undefined && panel.max <= panel.min
        ? [{ path: ['max'], message: 'must be greater than min' }]
        : [];
    case 'stat':
      return panel.delta !== undefined && panel.source === 'loki'
        ? [{ path: ['delta'], message: 'works only with Prometheus: LogQL has no subqueries' }]
        : [];
    default:
      return [];
  }
}

/** A gauge ends where it is told to, else at its limit. */
function gaugeFaults({
  min,
  max,
  measure,
  unit,
}: Extract<BoardPanelSpec, { readonly type: 'gauge' }>): readonly Fault[] {
  if (max !== undefined) return max > min ? [] : [{ path: ['max'], message: 'must be greater than min' }];
  const isFullBelow = measure.limit !== null && fullAt(measure.limit) <= min * unit.scale;
  return isFullBelow
    ? [{ path: ['min'], message: 'must be less than the limit, where the gauge is full; or give max' }]
    : [];
}

interface Promises {
  readonly slos: readonly { readonly id: string }[];
  readonly slas: readonly { readonly id: string }[];
  readonly pages?: readonly Page[] | undefined;
}

/** Objectives and agreements that panels name and nobody made. */
export function promiseFaults({ slos, slas, pages = [] }: Promises): readonly PromiseFault[] {
  const known = { slos: slos.map(({ id }) => id), slas: slas.map(({ id }) => id) };
  return pages.flatMap(({ rows = [] }, i) =>
    rows.flatMap((row, j) =>
      row.panels.flatMap((panel, k): readonly PromiseFault[] => {
        if (typeof panel === 'string' || (panel.type !== 'slo' && panel.type !== 'sla')) return [];
        const [key, named = []] =
          panel.type === 'slo' ? (['slos', panel.slos] as const) : (['slas', panel.slas] as const);
        return named.flatMap((id, n) =>
          known[key].includes(id)
            ? []
            : [{ path: ['pages', i, 'rows', j, 'panels', k, key, n], id, known: known[key], kind: key }],
        );
      }),
    ),
  );
}

interface PromiseFault {
  readonly path: readonly (string | number)[];
  readonly id: string;
  readonly known: readonly string[];
  readonly kind: 'slos' | 'slas';
}
