import { afterAll, beforeAll, expect, it } from 'vitest';
import { reportHtml } from '../../src/reporting/render/html.ts';
import { Browser } from './browser.ts';
import { HOSTILE, REPORTS, type Shop } from './shop.ts';

type Kind = keyof typeof REPORTS;
const KINDS = Object.keys(REPORTS) as Kind[];

const PERIODIC = [
  'Summary',
  'Objectives and agreements',
  'Availability',
  'Performance',
  'Errors',
  'Incidents',
  'Deployments',
  'On call',
  'How it was asked',
];
const SECTIONS: Readonly<Record<Kind, readonly string[]>> = {
  daily: [...PERIODIC, 'Security', 'Business'],
  weekly: PERIODIC,
  monthly: [...PERIODIC, 'Business'],
  sla: ['Summary', 'Objectives and agreements', 'Incidents', 'Deployments', 'On call', 'How it was asked'],
  rollout: [
    'Summary',
    'Rings',
    'Timeline',
    'Impact',
    'Verdict',
    'Logs',
    'What helped',
    'Acts',
    'Open questions',
    'Incidents',
  ],
};

/** What A4 leaves between its margins, in CSS pixels. */
const PAPER = 703;

/** Whether anything is wider than the page, or reaches beyond its cell: by what, at most. */
const OVERFLOW = `Math.max(document.documentElement.scrollWidth - document.documentElement.clientWidth,
  ...[...document.querySelectorAll('main *')].map((e) => e.getBoundingClientRect().right - document.documentElement.clientWidth))`;

/** How reports look, and what they do, in a real browser. */
export const pagesOf = (opened: () => Shop) => () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await Browser.open();
    for (const kind of KINDS) opened().desk.write(`${kind}.html`, reportHtml(await opened().report(kind)));
  });
  afterAll(() => browser?.close());

  it.each(KINDS)('%s opens without a complaint, asks for nothing, and has every section', async (kind) => {
    const file = opened().desk.path(`${kind}.html`);
    await browser.visit(file);
    expect(browser.complaints).toEqual([]);
    expect(browser.requests).toEqual([`file://${file}`]);
    const heads = await browser.evaluate<string[]>(`[...document.querySelectorAll('h2')].map((e) => e.textContent)`);
    expect(heads).toEqual(expect.arrayContaining([...SECTIONS[kind]]));
    expect(
      await browser.evaluate<number>(`document.querySelectorAll('script, img, link, iframe, object').length`),
    ).toBe(0);
  });

  it.each(KINDS)('%s fits a window of 1200, a small one, and paper', async (kind) => {
    await browser.visit(opened().desk.path(`${kind}.html`));
    for (const look of [{ width: 1200 }, { width: PAPER, media: 'print' }] as const) {
      await browser.look(look);
      expect(await browser.evaluate<number>(OVERFLOW), JSON.stringify(look)).toBeLessThanOrEqual(0);
    }
    // On a telephone tables scroll by themselves, and the page does not.
    await browser.look({ width: 420 });
    expect(
      await browser.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
    ).toBeLessThanOrEqual(0);
    await browser.look({ width: 1200 });
  });

  it('is written by the command as it is told in JSON', async () => {
    const { code, out, err } = await opened().desk.ringdeck([
      'report',
      ...REPORTS.sla,
      '--format',
      'html',
      '-o',
      'by.html',
    ]);
    expect([code, out, err]).toEqual([0, '', 'ringdeck: the report is in by.html\n']);
    const timeless = (html: string) => html.replace(/Made at [\d :-]+/, '');
    expect(timeless(opened().desk.read('by.html'))).toBe(timeless(reportHtml(await opened().report('sla'))));
  });

  it('plots have axes, a line within them, a target and a legend', async () => {
    await browser.visit(opened().desk.path('daily.html'));
    const plots = await browser.evaluate<
      { ticks: number; line: string; targets: number; legend: string; outside: number }[]
    >(`
      [...document.querySelectorAll('figure')].map((f) => {
        const svg = f.querySelector('svg').getBoundingClientRect();
        const drawn = [...f.querySelectorAll('path, text, line')].map((e) => e.getBoundingClientRect());
        return {
          ticks: f.querySelectorAll('.tick').length,
          line: f.querySelector('path.line').getAttribute('d'),
          targets: f.querySelectorAll('line.target').length,
          legend: f.querySelector('.legend').textContent,
          outside: drawn.filter((r) => r.left < svg.left - 1 || r.right > svg.right + 1 || r.top < svg.top - 1 || r.bottom > svg.bottom + 1).length,
        };
      })`);
    expect(plots.map(({ legend }) => legend)).toEqual([
      'Availabletarget ≥ 99.5 %',
      'Servedtarget ≥ 99 %',
      'Uptimetarget ≥ 99.9 %',
      'Requests',
      'Errorstarget ≤ 0.10 %',
    ]);
    for (const { ticks, line, outside } of plots) {
      expect(ticks).toBeGreaterThan(7);
      expect(line.split('L').length).toBeGreaterThan(50);
      expect(outside).toBe(0);
    }
    // In the outage nothing was asked for, and nothing failed of it: the line is broken there.
    expect(plots[4]?.line.match(/M/g)?.length).toBe(2);
  });

  it('what a server wrote is text, and nothing else', async () => {
    await browser.visit(opened().desk.path('daily.html'));
    expect(await browser.evaluate<string>('document.body.textContent')).toContain(HOSTILE);
  });

  it('the dark has other colours, and paper is white', async () => {
    await browser.visit(opened().desk.path('sla.html'));
    const colours = async (look: Parameters<Browser['look']>[0]) => {
      await browser.look(look);
      return browser.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    };
    expect(await colours({ width: 1200 })).toBe('rgb(255, 255, 255)');
    expect(await colours({ width: 1200, scheme: 'dark' })).toBe('rgb(21, 25, 29)');
    expect(await colours({ width: PAPER, media: 'print', scheme: 'dark' })).toBe('rgb(255, 255, 255)');
    await browser.look({ width: 1200 });
  });

  it.each(KINDS)('%s prints to pages', async (kind) => {
    await browser.visit(opened().desk.path(`${kind}.html`));
    const pdf = (await browser.pdf()).toString('latin1');
    expect(pdf.startsWith('%PDF-')).toBe(true);
    const pages = Number(/\/Type \/Pages\s*\/Count (\d+)|\/Count (\d+)/.exec(pdf)?.slice(1).find(Boolean));
    expect(pages).toBeGreaterThanOrEqual(kind === 'sla' ? 1 : 2);
  });

  it('is drawn: a picture has ink on it', async () => {
    await browser.visit(opened().desk.path('weekly.html'));
    await browser.look({ width: 1200 });
    // A white page of that size is a hundredth of it.
    expect((await browser.picture()).length).toBeGreaterThan(50_000);
  });
};
