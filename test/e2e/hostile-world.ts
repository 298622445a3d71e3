import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { millis, nanosOf } from '../../src/units.ts';
import { LokiStandIn } from '../../stack/loki/server.ts';
import { LogStore } from '../../stack/loki/store.ts';
import type { HostileTexts, Marked } from '../hostile.ts';

const iso = (ago: number): string => new Date(Date.now() - ago * 1000).toISOString();
/** JSON that is YAML, too: that allows fewer control characters in a text. */
export const yaml = (value: unknown): string =>
  JSON.stringify(value).replace(/[\x7f-\x9f]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);

const texts = (marked: readonly Marked[]) => marked.map(({ text }) => text);

/** An answer that asks the reader's terminal for something wherever a server may put words. */
export class HostileServers {
  readonly alerts: readonly Readonly<
    Record<'name' | 'summary' | 'description' | 'value' | 'label' | 'note' | 'source', Marked>
  >[];
  readonly silences: readonly Readonly<Record<'by' | 'comment' | 'name' | 'value', Marked>>[];
  readonly series: readonly Marked[];
  readonly warnings: readonly Marked[];
  readonly refusals: readonly Marked[];
  /** What it says where etcd is asked for. */
  readonly etcd: Marked;
  readonly lines: readonly { readonly text: Marked; readonly pod: Marked; readonly trace: Marked }[];
  readonly #loki = new LokiStandIn(new LogStore());
  readonly #server: Server;
  #refusal = 0;

  constructor(from: HostileTexts) {
    const table = <Name extends string>(count: number, ...names: readonly Name[]) =>
      Array.from({ length: count }, () =>
        Object.fromEntries(names.map((name) => [name, from.one()])),
      ) as unknown as readonly Readonly<Record<Name, Marked>>[];
    this.alerts = table(60, 'name', 'summary', 'description', 'value', 'label', 'note', 'source');
    this.silences = table(40, 'by', 'comment', 'name', 'value');
    this.series = from.some(60);
    this.warnings = from.some(30);
    this.refusals = from.some(40);
    this.etcd = from.one();
    this.lines = table(1800, 'text', 'pod', 'trace');
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get loki(): string {
    return this.#loki.url;
  }

  async start(): Promise<void> {
    await this.#loki.start();
    const at = nanosOf(millis(Date.now() - 60_000));
    this.#loki.store.push(
      this.lines.map(({ text, pod, trace }, i) => ({
        labels: { job: 'api', version: i % 2 === 0 ? 'v1' : 'v2', pod: pod.text },
        metadata: { trace: trace.text },
        text: text.text,
        at: (at + BigInt(i)) as typeof at,
      })),
    );
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    await this.#loki.stop({ abruptly: true });
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    const asked = new URLSearchParams(Buffer.concat(chunks).toString());
    const query = asked.get('query') ?? searchParams.get('query') ?? '';
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const now = Date.now() / 1000;
    if (pathname.endsWith('/alerts')) json(this.#alertList());
    else if (pathname.endsWith('/silences')) json(this.#silenceList());
    else if (pathname.startsWith('/v3/')) json({ error: this.etcd.text, code: 3 }, 400);
    else if (query.includes('refused')) {
      const { text = '' } = this.refusals[this.#refusal++ % this.refusals.length] ?? {};
      json({ status: 'error', errorType: 'execution', error: text }, 422);
    } else if (pathname.endsWith('/query_range'))
      json({ status: 'success', data: { resultType: 'matrix', result: [] } });
    else if (pathname.endsWith('/query')) {
      const each = query.includes('each') ? texts(this.series) : ['only'];
      const result = each.map((instance) => ({ metric: { instance }, value: [now, '0.5'] }));
      const warnings = query.includes('warned') ? texts(this.warnings) : [];
      json({ status: 'success', data: { resultType: 'vector', result }, warnings });
    } else json({}, 404);
  }

  #alertList() {
    return this.alerts.map(({ name, summary, description, value, label, note, source }, i) => ({
      fingerprint: `${i}`.padStart(16, '0'),
      labels: { alertname: name.text, severity: 'critical', ring: 'r1', [label.text]: value.text },
      annotations: {
        summary: summary.text,
        description: description.text,
        [note.text]: note.text,
        runbook_url: `https://user:secret@runbook.example/${source.text}`,
      },
      startsAt: iso(600),
      updatedAt: iso(1),
      endsAt: iso(-600),
      generatorURL: `javascript:${source.text}`,
      receivers: [{ name: 'web' }],
      status: { state: 'active', silencedBy: [], inhibitedBy: [] },
    }));
  }

  #silenceList() {
    return this.silences.map(({ by, comment, name, value }, i) => ({
      id: `s${i}`,
      matchers: [{ name: name.text, value: value.text, isRegex: false, isEqual: true }],
      startsAt: iso(600),
      endsAt: iso(-3600),
      updatedAt: iso(600),
      createdBy: by.text,
      comment: comment.text,
      status: { state: 'active' },
    }));
  }
}

/** Lines of a journal in its first format, with hostile words in every field. */
export const journalLines = (from: HostileTexts, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const [by, target, detail, note, evidence] = from.some(5) as [Marked, Marked, Marked, Marked, Marked];
    const line = {
      ...{ v: 1, at: iso(10_000 - i), by: by.text, act: 'validate', target: target.text, result: 'done' },
      ...{ detail: detail.text, note: note.text, override: note.text },
      evidence: { [evidence.text]: evidence.text, verdict: evidence.text, missing: [evidence.text] },
    };
    return { marks: [by, target, detail], text: JSON.stringify(line) };
  });

/** On a busy machine an answer takes long; what is missing for that is no finding. */
export const PATIENT = '2m';

/** A profile with hostile words in whatever an operator reads of it. */
export function hostileProfile(from: HostileTexts, servers: HostileServers, ringStore: object) {
  const words = {
    ...{ name: from.one(), environment: from.one(), v1: from.one(), v2: from.one() },
    ...{ rings: from.some(4), checks: from.some(30), items: from.some(30), groups: from.some(5) },
    ...{ pages: from.some(5), saved: from.some(30), metrics: from.some(10) },
  };
  const id = (letter: string, i: number) => `${letter}${i}`;
  const profile = {
    ...{ id: 'hostile', name: words.name.text, environment: words.environment.text, refresh: '5s' },
    datasources: {
      prometheus: { url: servers.url, timeout: PATIENT },
      alertmanagers: [{ url: servers.url, timeout: PATIENT }],
      loki: { url: servers.loki, timeout: PATIENT },
    },
    ring_store: ringStore,
    checks: Object.fromEntries(
      words.checks.map(({ text }, i) => [
        id('c', i),
        { label: text, query: ['fine', 'refused', 'warned'][i % 3] ?? '', unit: 'ratio', at_most: i % 2 },
      ]),
    ),
    rings: words.rings.map(({ text }, i) => ({
      ...{ id: id('r', i), name: text, checks: words.checks.map((_, c) => id('c', c)) },
      ...(i > 0 && { after: ['r0'] }),
    })),
    versions: { baseline: { id: 'v1', label: words.v1.text }, candidate: { id: 'v2', label: words.v2.text } },
    comparison: words.metrics.map(({ text }, i) => ({
      ...{
        id: id('m', i),
        label: text,
        query: `$version ${i % 2 === 0 ? 'fine' : 'refused'}`,
        unit: 'ratio',
        better: 'lower',
      },
      delta: { at_most: 0.02 },
    })),
    infra: words.groups.map(({ text }, g) => ({
      ...{ id: id('g', g), label: text },
      items: [
        ...words.items
          .slice(g * 6, g * 6 + 6)
          .map((item, i) => ({ id: id('i', i), label: item.text, query: 'fine', unit: 'ratio', show: 'bar' })),
        ...(g === 0 ? [{ id: 'each', label: '{{instance}}', query: 'each', unit: 'count', each: 'instance' }] : []),
      ],
    })),
    pages: words.pages.map(({ text }, i) => ({
      ...{ id: id('p', i), title: text },
      panels: [['rings', 'comparison', 'alerts', 'infra', 'journal'], ['infra'], ['alerts'], ['rings'], ['journal']][i],
    })),
    logs: { saved: words.saved.map(({ text }, i) => ({ id: id('s', i), label: text, query: '{job="api"}' })) },
    patterns: { query: '{job="api", version="$version"}' },
  };
  return { words, text: yaml(profile) };
}
