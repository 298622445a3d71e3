/*
 * How colours are seen. Contrast is that of WCAG 2.2 (relative luminance), distance that of CIEDE2000, and what eyes with one
 * kind of cones missing see is simulated as in Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation
 * of Color Vision Deficiency" (IEEE TVCG 15, 2009), at severity 1.
 */

/** Light of each primary, from 0 to 1. */
type Light = readonly [number, number, number];
type Matrix = readonly [Light, Light, Light];

/** Eyes that see all, and those without the cones for long, middle and short waves. */
export const EYES = ['all cones', 'protanopia', 'deuteranopia', 'tritanopia'] as const;
export type Eyes = (typeof EYES)[number];

const SEEN: Readonly<Record<Eyes, Matrix>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function lightOf(hex: string): Light {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const within = (value: number): number => Math.min(1, Math.max(0, value));
const times = ([a, b, c]: Light, [x, y, z]: Light): number => a * x + b * y + c * z;
const through = ([r, g, b]: Matrix, light: Light): Light => [times(r, light), times(g, light), times(b, light)];

/** What such eyes see of a colour. */
const seen = (hex: string, eyes: Eyes): Light => {
  const [r, g, b] = through(SEEN[eyes], lightOf(hex));
  return [within(r), within(g), within(b)];
};

const luminance = (light: Light): number => times([0.2126, 0.7152, 0.0722], light);

/** From 1, the same, to 21, black on white. */
export function contrast(a: string, b: string, eyes: Eyes = 'all cones'): number {
  const [x, y] = [luminance(seen(a, eyes)) + 0.05, luminance(seen(b, eyes)) + 0.05];
  return Math.max(x, y) / Math.min(x, y);
}

/** From sRGB's light to CIE XYZ, in parts of its white (D65). */
const TO_XYZ: Matrix = [
  [0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339 / 1.08883, 0.119192 / 1.08883, 0.9503041 / 1.08883],
];

function labOf(light: Light): Light {
  const bent = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [x, y, z] = through(TO_XYZ, light);
  const [fx, fy, fz] = [bent(x), bent(y), bent(z)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const hue = (a: number, b: number): number => ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;

/** How far two colours are apart for such eyes, by CIEDE2000: of 2 one is hardly sure, 10 are told apart at a glance. */
export function distance(first: string, second: string, eyes: Eyes = 'all cones'): number {
  return ciede2000(labOf(seen(first, eyes)), labOf(seen(second, eyes)));
}

/** CIEDE2000 of two colours in CIELAB, as Sharma, Wu and Dalal write it (2005). */
export function ciede2000([l1, a1, b1]: Light, [l2, a2, b2]: Light): number {
  const grey = (c: number): number => Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7));
  const g = 0.5 * (1 - grey((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2));
  const [c1, c2] = [Math.hypot(a1 * (1 + g), b1), Math.hypot(a2 * (1 + g), b2)];
  const [h1, h2] = [hue(a1 * (1 + g), b1), hue(a2 * (1 + g), b2)];
  const colourless = c1 * c2 === 0;
  const turn = h2 - h1;
  const short = colourless ? 0 : turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn;
  const mean = colourless ? h1 + h2 : (h1 + h2 + (Math.abs(turn) <= 180 ? 0 : h1 + h2 < 360 ? 360 : -360)) / 2;
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const t =
    1 -
    0.17 * Math.cos(radians(mean - 30)) +
    0.24 * Math.cos(radians(2 * mean)) +
    0.32 * Math.cos(radians(3 * mean + 6)) -
    0.2 * Math.cos(radians(4 * mean - 63));
  const lightness = (l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2));
  const chroma = (c2 - c1) / (1 + 0.045 * c);
  const hues = (2 * Math.sqrt(c1 * c2) * Math.sin(radians(short / 2))) / (1 + 0.015 * c * t);
  const rotation = -2 * grey(c) * Math.sin(radians(60 * Math.exp(-(((mean - 275) / 25) ** 2))));
  return Math.sqrt(lightness ** 2 + chroma ** 2 + hues ** 2 + rotation * chroma * hues);
}
