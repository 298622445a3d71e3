import { systemClock } from '../../src/clock.ts';
import type { Room } from '../../src/room/room.ts';
import { makeSafe } from '../../src/room/safe.ts';
import { DEFAULT_KEYMAP } from '../../src/screen/actions/registry.ts';
import { loadTheme, Themes } from '../../src/screen/canvas/themes.ts';
import { Stage } from '../../src/screen/stage.ts';
import { runScreen } from '../../src/screen/start.tsx';
import { LogSession } from '../../src/session/logs/session.ts';
import { detectCapabilities } from '../../src/terminal/capabilities.ts';
import { fakeSession } from './fake-session.ts';
import { memoryLoki, sampleLines } from './memory-loki.ts';
import { live, NOW, ROOMS, spike, tape } from './rooms.ts';

// The screen over a session in memory, to look at and to test on a pseudo-terminal:
// preview [ROOM] [live|tape] [THEME] [--read-only] [--ascii] [--no-color] [--crash] [--as=OPERATOR] [--now]
const flags = process.argv.slice(2);
const [room = 'spike', time = 'tape', theme = 'dark'] = flags.filter((flag) => !flag.startsWith('--'));
const wishes = { ascii: flags.includes('--ascii'), color: !flags.includes('--no-color') };
const capabilities = detectCapabilities(process.env, process.stdout, wishes);
const readOnly = flags.includes('--read-only')
  ? { readOnly: 'Acts are disabled: ringdeck runs with --read-only.' }
  : {};
const operator = flags.find((flag) => flag.startsWith('--as='))?.slice(5) ?? 'alice';
const logs = new LogSession({
  loki: memoryLoki(sampleLines(systemClock.now())),
  clock: systemClock,
  searches: makeSafe([
    { id: 'errors', label: 'Errors of the API', query: '{job="api"} |= "error"' },
    { id: 'slow', label: 'Slow upstreams', query: '{job="api"} |= "slow"' },
  ]),
  labels: {},
});
/** The rooms are of a day of their own; with --now they are of today, as logs are. */
const moved = (value: unknown): unknown => {
  if (typeof value === 'number') return value > 1e12 ? value - NOW + systemClock.now() : value;
  if (Array.isArray(value)) return value.map(moved);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, moved(part)]));
};
const shown = ROOMS[room] ?? spike;
const session = fakeSession(flags.includes('--now') ? (moved(shown) as Room) : shown, {
  playback: time === 'tape' ? tape : live,
  operator,
  logs,
  ...readOnly,
});
if (flags.includes('--crash'))
  session.refresh = () => {
    throw new Error('crashed on purpose');
  };
const stage = new Stage({
  process,
  stdin: process.stdin,
  stdout: process.stdout,
  capabilities,
  tell: (words) => process.stderr.write(`${words}\n`),
  report: (error) => process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`),
});
try {
  await runScreen(session, stage, {
    themes: new Themes(await loadTheme(theme, capabilities.colorLevel), capabilities.colorLevel),
    keymap: DEFAULT_KEYMAP,
    timeZone: 'UTC',
    unheard: null,
  });
} finally {
  stage.leave();
}
process.exit(0);
