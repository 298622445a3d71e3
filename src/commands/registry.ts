import { ack } from './alerts/ack.ts';
import { claim } from './alerts/claim.ts';
import { list as listAlerts } from './alerts/list.ts';
import { release } from './alerts/release.ts';
import { silences } from './alerts/silences.ts';
import { unack } from './alerts/unack.ts';
import { bridge } from './bridge/command.ts';
import { demo } from './demo.ts';
import { gate } from './gate/command.ts';
import { exportJournal } from './journal/export.ts';
import { show as showJournal } from './journal/show.ts';
import { verify } from './journal/verify.ts';
import { line } from './line/command.ts';
import { logs } from './logs/command.ts';
import { metrics } from './metrics/command.ts';
import { oncall } from './oncall/command.ts';
import { patterns } from './patterns/command.ts';
import { record } from './record/command.ts';
import { replay } from './replay.ts';
import { report } from './report/command.ts';
import { list as listRings } from './ring/list.ts';
import { revoke } from './ring/revoke.ts';
import { show as showRing } from './ring/show.ts';
import { validate } from './ring/validate.ts';
import { withdraw } from './ring/withdraw.ts';
import { slo } from './rules/slo.ts';
import { schema } from './schema.ts';
import { type Entries, group } from './shared/command.ts';
import { snapshot } from './snapshot.ts';
import { wall } from './wall/command.ts';
import { watch } from './watch/command.ts';

/** Every command by its name, in the order of the help. */
export const COMMANDS = {
  watch,
  wall,
  demo,
  replay,
  record,
  snapshot,
  gate,
  ring: group('rings', { list: listRings, show: showRing, validate, withdraw, revoke }),
  alerts: group('alerts', { list: listAlerts, ack, unack, claim, release, silences }),
  metrics,
  journal: group('the account of every act', { verify, show: showJournal, export: exportJournal }),
  report,
  bridge,
  oncall,
  line,
  logs,
  patterns,
  rules: group('Prometheus rules made of a profile', { slo }),
  schema,
} satisfies Entries;

/** What runs when no command is named. */
export const STANDARD: keyof typeof COMMANDS = 'watch';
