import type { View, ViewKindId } from '../core/kinds.ts';
import { chart } from './chart/chart.ts';
import { incident } from './incident/incident.ts';
import { journal } from './journal/journal.ts';
import type { ViewKind } from './kind.ts';
import { logs } from './logs/logs.ts';
import { patterns } from './patterns/patterns.ts';
import { ring } from './ring/ring.ts';
import { runbook } from './runbook/runbook.ts';
import { silences } from './silences/silences.ts';
import { verdict } from './verdict/verdict.ts';

/** Every view that may lie over the panels. */
export const VIEW_KINDS: { readonly [K in ViewKindId]: ViewKind<View<K>> } = {
  ring,
  incident,
  chart,
  verdict,
  logs,
  runbook,
  silences,
  journal,
  patterns,
};

/** What there is to a view of its kind. */
export const viewKind = <K extends ViewKindId>(view: View<K>): ViewKind<View<K>> => VIEW_KINDS[view.kind];
