import type { PanelType } from '../../../room/shown.ts';
import { alerts } from './alerts.ts';
import { gauge } from './gauge.ts';
import { histogram } from './histogram.ts';
import type { AnyBoardKind, Content } from './kind.ts';
import { logs } from './logs.ts';
import { share } from './share.ts';
import { sla } from './sla.ts';
import { slo } from './slo.ts';
import { stat } from './stat.ts';
import { status } from './status.ts';
import { table } from './table.ts';
import { text } from './text.ts';
import { timeseries } from './timeseries.ts';

/** Every type of panel that a profile may make. */
const BOARD_KINDS: { readonly [T in PanelType]: AnyBoardKind<T> } = {
  stat,
  timeseries,
  table,
  share,
  status,
  histogram,
  gauge,
  alerts,
  logs,
  text,
  slo,
  sla,
};

/** What there is to a panel of its type. */
export const boardKind = <T extends PanelType>(content: Content<T>): AnyBoardKind<T> => BOARD_KINDS[content.type];
