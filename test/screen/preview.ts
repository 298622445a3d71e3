import { startScreen } from '../../src/screen/start.tsx';
import { loadTheme } from '../../src/screen/theme.ts';
import { detectCapabilities } from '../../src/terminal/capabilities.ts';
import { fakeSession } from './fake-session.ts';
import { live, ROOMS, spike, tape } from './rooms.ts';

// The screen over a session in memory, to look at and to test on a pseudo-terminal:
// preview [ROOM] [live|tape] [THEME] [--read-only] [--ascii] [--no-color] [--crash] [--as=OPERATOR]
const flags = process.argv.slice(2);
const [room = 'spike', time = 'tape', theme = 'dark'] = flags.filter((flag) => !flag.startsWith('--'));
const wishes = { ascii: flags.includes('--ascii'), color: !flags.includes('--no-color') };
const capabilities = detectCapabilities(process.env, process.stdout, wishes);
const readOnly = flags.includes('--read-only')
  ? { readOnly: 'Acts are disabled: ringdeck runs with --read-only.' }
  : {};
const operator = flags.find((flag) => flag.startsWith('--as='))?.slice(5) ?? 'alice';
const session = fakeSession(ROOMS[room] ?? spike, { playback: time === 'tape' ? tape : live, operator, ...readOnly });
const load = (name: string) => loadTheme(name, capabilities.colorLevel);
const others = await Promise.all(['dark', 'light', 'high-contrast'].filter((name) => name !== theme).map(load));
if (flags.includes('--crash'))
  session.refresh = () => {
    throw new Error('crashed on purpose');
  };
await startScreen(session, {
  process,
  stdin: process.stdin,
  stdout: process.stdout,
  capabilities,
  themes: [await load(theme), ...others],
  timeZone: 'UTC',
  tell: (words) => process.stderr.write(`${words}\n`),
  report: (error) => process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`),
});
process.exit(0);
