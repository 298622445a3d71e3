// Fetches the servers of Debian's newer suites from the mirror this machine's apt uses, without touching what apt knows
// of the machine: sources, lists and cache are its own. They are unpacked, not installed, and run on Debian 12.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { binariesOf, isSuite, packagesOf, SERVERS_FOLDER, SUITES, type Suite } from '../stack/releases.ts';

const PACKAGES = ['prometheus', 'promtool', 'prometheus-alertmanager', 'victoria-metrics', 'etcd-server'];
/** What is kept of them. */
const PROGRAMS = ['prometheus', 'promtool', 'prometheus-alertmanager', 'amtool', 'victoria-metrics', 'vmalert', 'etcd'];

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Runs one of apt's programs and returns what it printed. @throws Error with its own words on stderr before. */
function run(program: string, args: readonly string[], cwd = SERVERS_FOLDER): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The address this machine takes Debian's packages from. */
function mirror(): string {
  const wanted = ['Created-By: Packages', 'Origin: Debian', 'Label: Debian'];
  const [address] = run('apt-get', ['indextargets', '--format', '$(REPO_URI)', ...wanted]).split('\n');
  if (!address) throw new Error('apt knows no mirror of Debian on this machine; "apt-get update" may help.');
  return address;
}

/** Writes what apt is to use in place of the machine's own, and returns the file that says so. */
function configure(suite: Suite): string {
  const folder = join(SERVERS_FOLDER, 'apt', suite);
  for (const part of ['state/lists/partial', 'cache/archives/partial'])
    mkdirSync(join(folder, part), { recursive: true });
  writeFileSync(join(folder, 'sources.list'), `deb [signed-by=${KEYRING}] ${mirror()} ${suite} main\n`);
  const config = join(folder, 'apt.conf');
  writeFileSync(
    config,
    `Dir::Etc::sourcelist "${folder}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "${folder}/state";
Dir::State::status "/dev/null";
Dir::Cache "${folder}/cache";
Acquire::Languages "none";
APT::Update::Error-Mode "any";
// Its own user may not be let into this folder.
APT::Sandbox::User "root";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`,
  );
  return config;
}

const isComplete = (suite: Suite): boolean =>
  [packagesOf(suite), ...PROGRAMS.map((program) => join(binariesOf(suite), program))].every(existsSync);

/** Fetches the servers of a suite, unless the newest are there. */
function fetchServers(suite: Suite): void {
  const config = configure(suite);
  run('apt-get', ['-qq', '-c', config, 'update']);
  // Each line: 'address' file size hash
  const offered = run('apt-get', ['-qq', '-c', config, 'download', '--print-uris', ...PACKAGES]);
  const files = offered.split('\n').flatMap((line) => line.split(' ')[1] ?? []);
  const packages = `${files.join('\n')}\n`;
  if (isComplete(suite) && readFileSync(packagesOf(suite), 'utf8') === packages) return;
  const work = mkdtempSync(join(SERVERS_FOLDER, `${suite}-`));
  try {
    run('apt-get', ['-qq', '-c', config, 'download', ...PACKAGES], work);
    for (const file of readdirSync(work)) run('dpkg-deb', ['-x', file, 'unpacked'], work);
    mkdirSync(join(work, 'new', 'bin'), { recursive: true });
    for (const program of PROGRAMS)
      renameSync(join(work, 'unpacked', 'usr', 'bin', program), join(work, 'new', 'bin', program));
    writeFileSync(join(work, 'new', 'packages'), packages);
    rmSync(dirname(packagesOf(suite)), { recursive: true, force: true });
    renameSync(join(work, 'new'), dirname(packagesOf(suite)));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const suites = process.argv.slice(2);
if (suites.length === 0 || !suites.every(isSuite)) {
  console.error(`scripts/servers.ts: name one or both of ${SUITES.join(' and ')}.`);
  process.exit(4);
}
mkdirSync(SERVERS_FOLDER, { recursive: true });
for (const suite of suites) {
  fetchServers(suite);
  console.log(`${binariesOf(suite)}\n  ${readFileSync(packagesOf(suite), 'utf8').trim().replaceAll('\n', '\n  ')}`);
}
