import { DRAWN, type Results } from './report.ts';
import { JUDGES, type JudgeName } from './ring.ts';
import { quantileOf } from './tally.ts';

const WIDTH = 860;
const HEIGHT = 360;
const COLOURS: Readonly<Record<JudgeName, string>> = {
  ringdeck: '#0072b2',
  'rule [1m]': '#d55e00',
  'rule [5m]': '#e69f00',
  Kayenta: '#009e73',
  mSPRT: '#56b4e9',
  'z-test': '#cc79a7',
};
/** Median with p90 on the left, false alarms on the right; colours that colour-blind readers can tell apart. */
const LEFT = { x: 60, width: 360, y: 50, height: 250 };
const RIGHT = { x: 490, width: 350, y: 50, height: 250 };
const SECONDS = [10, 30, 100, 300, 1000];

/** Both figures as one SVG on white, readable in light and dark pages. */
export function svgPlot({ table, healthy }: Results): string {
  const drawn = table.filter(({ cell }) => cell.scrape === 15 && !cell.spread);
  const worlds = healthy.slice(0, 8);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img" aria-label="Left: seconds until two points more errors are seen, by baseline. Right: false alarms per healthy rollout, by world.">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
${text(LEFT.x, 24, 'Seconds until +2 points are seen: median (line), p90 (dots)', 'font-weight="bold"')}
${SECONDS.map((s) => line(LEFT.x, secondsY(s), LEFT.x + LEFT.width, secondsY(s), '#ddd') + text(LEFT.x - 8, secondsY(s) + 4, String(s), 'text-anchor="end"')).join('\n')}
${drawn.map(({ cell }, i) => text(columnX(i, drawn.length), LEFT.y + LEFT.height + 18, `${cell.baseline * 100} %`, 'text-anchor="middle"')).join('\n')}
${text(LEFT.x + LEFT.width / 2, LEFT.y + LEFT.height + 36, 'errors of V1', 'text-anchor="middle"')}
${DRAWN.map((judge) => {
  const at = (q: number) =>
    drawn.map(({ judges }, i) => [columnX(i, drawn.length), secondsY(quantileOf(judges[judge].delays, q))] as const);
  const points = at(0.5).map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`);
  const dots = at(0.9).map(
    ([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${COLOURS[judge]}"/>`,
  );
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[judge]}" stroke-width="2"/>${dots.join('')}`;
}).join('\n')}
${text(RIGHT.x, 24, 'Rollouts with a false alarm, by world', 'font-weight="bold"')}
${worlds.map(({ cell }, i) => text(RIGHT.x + 106, rowY(i, worlds.length) + 12, cell.world, 'text-anchor="end"')).join('\n')}
${worlds.map(({ judges, rollouts }, i) => JUDGES.map((judge, j) => `<rect x="${RIGHT.x + 112}" y="${(rowY(i, worlds.length) + j * 4.6).toFixed(1)}" width="${(1 + ((RIGHT.width - 150) * judges[judge].falseAlarms) / rollouts).toFixed(1)}" height="3.6" fill="${COLOURS[judge]}"/>`).join('')).join('\n')}
${[0, 0.5, 1].map((part) => text(RIGHT.x + 112 + (RIGHT.width - 150) * part, RIGHT.y + RIGHT.height + 18, `${part * 100} %`, 'text-anchor="middle"')).join('\n')}
${JUDGES.map((judge, i) => `<rect x="${LEFT.x + i * 120}" y="${HEIGHT - 14}" width="10" height="10" fill="${COLOURS[judge]}"/>${text(LEFT.x + 14 + i * 120, HEIGHT - 5, judge)}`).join('\n')}
</svg>
`;
}

const text = (x: number, y: number, words: string, more = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="#222" ${more}>${words}</text>`;
const line = (x1: number, y1: number, x2: number, y2: number, colour: string) =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${colour}"/>`;
const columnX = (i: number, of: number) => LEFT.x + ((i + 0.5) / of) * LEFT.width;
const rowY = (i: number, of: number) => RIGHT.y + (i / of) * RIGHT.height;

/** Logarithmic from 10 s to 1000 s; a miss is drawn at the top. */
function secondsY(seconds: number): number {
  const part = Math.log(Math.min(1000, Math.max(10, seconds)) / 10) / Math.log(100);
  return LEFT.y + LEFT.height * (1 - part);
}
