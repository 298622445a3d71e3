import type { Release } from '../../../stack/releases.ts';

/** What ringdeck does with one server, and the versions that the tests of it run on. */
export interface ServerRow {
  readonly name: string;
  /** First numbers of the version that each release has. */
  readonly versions: Readonly<Partial<Record<Release, string>>>;
  /** Each is held by a test of this name, on every version. */
  readonly claims: readonly string[];
  /** Each is held by a test of another name, on every version. */
  readonly elsewhere?: readonly { readonly claim: string; readonly file: string; readonly title: string }[];
}

const claims = <const C extends readonly string[]>(name: string, versions: ServerRow['versions'], held: C) => ({
  name,
  versions,
  claims: held,
});

/** The page of compatibility is made of this, and so are the tests: neither can say what the other does not. */
export const SERVERS = {
  prometheus: claims('Prometheus', { installed: '2.42', trixie: '2.53', sid: '3.5' }, [
    'values, ±Inf and NaN are read as they are',
    'stored samples are read at their own milliseconds',
    'a query that is refused is told in the words of the server',
  ]),
  alertmanager: claims('Alertmanager', { installed: '0.25', trixie: '0.28', sid: '0.33' }, [
    'an alert that is posted is listed, and a silence is seen by a member of any other of these versions',
    'a silence that is expired is told as such',
  ]),
  etcd: claims('etcd', { installed: '3.4', trixie: '3.5', sid: '3.5' }, [
    'an act is read by another client, with its line in the journal',
    'a member that is gone is told, with the reason',
  ]),
} as const;

/** Those whose tests stand with what they are about. */
export const ELSEWHERE: readonly ServerRow[] = [
  {
    name: 'Alertmanager',
    versions: SERVERS.alertmanager.versions,
    claims: [],
    elsewhere: [
      {
        claim: 'what a time interval mutes is a state of its own, from 0.28 on; older ones do not tell',
        file: 'test/compatibility/muted-alerts.test.ts',
        title: 'an alert that one mutes is in a state of its own where the server tells, with its name and no clocks',
      },
    ],
  },
  {
    name: 'Prometheus',
    versions: SERVERS.prometheus.versions,
    claims: [],
    elsewhere: [
      {
        claim: 'labels of any letters are asked for; 2.x refuses them, which is told',
        file: 'test/compatibility/utf8-names.test.ts',
        title: 'are asked for in a way that it understands, or refuses as an old one does',
      },
    ],
  },
  {
    name: 'Prometheus',
    versions: { trixie: '2.53', sid: '3.5' },
    claims: [],
    elsewhere: [
      {
        claim: 'native histograms are counted at powers of two',
        file: 'test/compatibility/native-histograms.test.ts',
        title: 'are counted at powers of two, and one of all there is',
      },
    ],
  },
  {
    name: 'VictoriaMetrics and vmalert',
    versions: { trixie: '1.112', sid: '1.145' },
    claims: [],
    elsewhere: [
      {
        claim: 'an instant query is asked for what is held now, whatever `-search.latencyOffset` is',
        file: 'test/compatibility/victoria-metrics.test.ts',
        title: 'is asked for what it holds now, not for what it held half a minute ago',
      },
      {
        claim: 'what vmalert fires is listed by Alertmanager',
        file: 'test/compatibility/servers.test.ts',
        title: 'VictoriaMetrics scrapes, and vmalert tells Alertmanager what fires',
      },
    ],
  },
  {
    name: 'etcd',
    versions: SERVERS.etcd.versions,
    claims: [],
    elsewhere: [
      {
        claim: 'the whole matrix of the ring store: acts at once, lost members and answers, tokens, watches',
        file: 'test/operations/stores/etcd-ring-store.test.ts',
        title: 'RELEASES',
      },
    ],
  },
];
