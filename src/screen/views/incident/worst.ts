import type { Room } from '../../../room/shown.ts';
import type { View } from '../../core/kinds.ts';
import { isOfBoard } from '../../core/panel-key.ts';
import type { ScreenState } from '../../core/state.ts';
import { urgency } from '../../core/worst.ts';
import { infraKey } from '../../panels/page.ts';
import { atHeadline } from '../../panels/selection.ts';
import { worstRow } from '../chart/panel-rows.ts';
import { ringView } from '../ring/state.ts';
import { incidentView } from './state.ts';

/** The view in sight, or that of the headline's finding while keys go to it. */
export const viewInForce = (state: ScreenState, room: Room): View | undefined =>
  state.views.at(-1) ?? (atHeadline(state, room) ? (worstView(room) ?? undefined) : undefined);

/** All there is to the worst thing in the room; null where all is well. */
export function worstView({ finding, comparison }: Pick<Room, 'finding' | 'comparison'>): View | null {
  switch (finding.kind) {
    case 'fires':
    case 'acknowledged':
      return incidentView({ kind: 'alert', fingerprint: finding.alert.fingerprint });
    case 'ring':
    case 'near-limit':
      return ringView(finding.ring.id);
    case 'source':
      return incidentView({ kind: 'source', source: finding.source.id });
    case 'alerts-unknown':
    case 'alerts-partial':
      return incidentView({ kind: 'alerts' });
    case 'unanswered':
      return incidentView({ kind: 'unanswered', query: finding.query.expr });
    case 'limits': {
      const worst = comparison?.metrics.toSorted((a, b) => urgency(a) - urgency(b))[0];
      return incidentView(worst === undefined ? { kind: 'verdict' } : { kind: 'metric', metric: worst.id });
    }
    case 'infra':
      return incidentView({ kind: 'infra', row: infraKey(finding.item) });
    case 'panel': {
      const { panel } = finding;
      if (!isOfBoard(panel.key)) return null;
      return incidentView({ kind: 'panel', panel: panel.key, row: worstRow(panel) });
    }
    case 'slo':
      return incidentView({ kind: 'slo', slo: finding.slo.id });
    case 'sla':
      return incidentView({ kind: 'sla', sla: finding.sla.id });
    case 'verdict':
    case 'patterns':
    case 'traffic':
    case 'ring-store':
    case 'on-call':
    case 'nothing-watched':
      return incidentView({ kind: finding.kind });
    case 'well':
      return null;
  }
}
