import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import { UNITS, type Unit } from '../../units.ts';

/** A unit as ringdeck has it, and by what a value is multiplied to be in it. */
export interface BaseUnit {
  readonly unit: Unit;
  readonly scale: number;
}

const as = (unit: Unit, scale = 1): BaseUnit => ({ unit, scale });

/**
 * Units by the names Grafana has for them (`@grafana/data`, valueFormats/categories.ts), read into base units.
 * `percent` is 0–100 there and `percentunit` 0–1; `kbytes` counts in 1024, `deckbytes` in 1000.
 */
const GRAFANA_UNITS = {
  none: as('score'),
  short: as('count'),
  percent: as('ratio', 0.01),
  percentunit: as('ratio'),
  ns: as('seconds', 1e-9),
  µs: as('seconds', 1e-6),
  ms: as('seconds', 1e-3),
  s: as('seconds'),
  m: as('seconds', 60),
  h: as('seconds', 3600),
  d: as('seconds', 86_400),
  bits: as('bytes', 0.125),
  decbits: as('bytes', 0.125),
  decbytes: as('bytes'),
  kbytes: as('bytes', 1024),
  deckbytes: as('bytes', 1e3),
  mbytes: as('bytes', 1024 ** 2),
  decmbytes: as('bytes', 1e6),
  gbytes: as('bytes', 1024 ** 3),
  decgbytes: as('bytes', 1e9),
  Bps: as('bytes-per-second'),
  binBps: as('bytes-per-second'),
  bps: as('bytes-per-second', 0.125),
  binbps: as('bytes-per-second', 0.125),
  cps: as('per-second'),
  ops: as('per-second'),
  reqps: as('per-second'),
  rps: as('per-second'),
  wps: as('per-second'),
  iops: as('per-second'),
  eps: as('per-second'),
  cpm: as('per-second', 1 / 60),
  opm: as('per-second', 1 / 60),
  reqpm: as('per-second', 1 / 60),
  currencyEUR: as('eur'),
  currencyUSD: as('usd'),
  currencyGBP: as('gbp'),
} as const satisfies Readonly<Record<string, BaseUnit>>;

type GrafanaUnit = keyof typeof GRAFANA_UNITS;

const isBase = (name: Unit | GrafanaUnit): name is Unit => (UNITS as readonly string[]).includes(name);

/** A unit by ringdeck's or Grafana's name; `bytes` and `ratio` are ringdeck's, and the same to both. */
export const anyUnit = z
  .enum([...UNITS, ...(Object.keys(GRAFANA_UNITS) as GrafanaUnit[])])
  .describe(
    "Unit of the result: ringdeck's own, which are base units, or Grafana's. Limits, thresholds and mappings are in the same unit.",
  )
  .transform((name): BaseUnit => (isBase(name) ? as(name) : GRAFANA_UNITS[name]));

/** What a value is drawn in beside its limits: no state follows from it. */
export const TONES = ['ok', 'warn', 'fail', 'info', 'plain'] as const;
export type Tone = (typeof TONES)[number];

/** Grafana's colours by what they mean there: shades such as `dark-red` mean what red does. */
const COLOURS: readonly (readonly [RegExp, Tone])[] = [
  [/(?:^|-)green$/, 'ok'],
  [/(?:^|-)(?:yellow|orange)$/, 'warn'],
  [/(?:^|-)red$/, 'fail'],
  [/(?:^|-)(?:blue|purple)$/, 'info'],
  [/^(?:text|transparent|white|grey|gray)$/, 'plain'],
];

const colour = z.string().transform((name, context): Tone => {
  const found = COLOURS.find(([pattern]) => pattern.test(name));
  if (found) return found[1];
  context.addIssue({
    code: 'custom',
    message: 'expected green, yellow, orange, red, blue, purple or text, or a shade such as dark-red',
  });
  return z.NEVER;
});

/** Colours from a value on, as Grafana has them; the first stands below all others. */
export const thresholds = z
  .strictObject({
    mode: z.literal('absolute').default('absolute'),
    steps: z
      .array(z.strictObject({ value: z.number().nullable(), color: colour }))
      .min(1)
      .refine((steps) => steps.every(({ value }, i) => (value === null) === (i === 0)), {
        message: 'expected null as the value of the first step, and of no other',
      })
      .refine(
        (steps) =>
          steps.every(({ value }, i) => i < 2 || (value ?? 0) > (steps[i - 1]?.value ?? Number.NEGATIVE_INFINITY)),
        { message: 'expected steps in ascending order' },
      ),
  })
  .meta({ id: 'Thresholds' })
  .describe("Grafana's thresholds: colours alone, by which nothing is judged. What must hold is a limit.");

const shown = z
  .strictObject({ text: z.string().optional(), color: colour.optional(), index: z.number().optional() })
  .meta({ id: 'MappedText' });

const valueMapping = z
  .strictObject({
    type: z.literal('value'),
    options: dictionary(
      z.string().refine((text) => text.trim() !== '' && Number.isFinite(Number(text)), 'expected a number'),
      shown,
    ),
  })
  .meta({ id: 'ValueMapping' });

const rangeMapping = z
  .strictObject({
    type: z.literal('range'),
    options: z
      .strictObject({ from: z.number().nullable(), to: z.number().nullable(), result: shown })
      .refine(({ from, to }) => from === null || to === null || from <= to, {
        message: 'must not be less than from',
        path: ['to'],
      }),
  })
  .meta({ id: 'RangeMapping' });

const specialMapping = z
  .strictObject({
    type: z.literal('special'),
    options: z.strictObject({
      match: z.enum(['null', 'nan', 'null+nan', 'true', 'false', 'empty']),
      result: shown,
    }),
  })
  .meta({ id: 'SpecialMapping' });

/** Texts in place of values, as Grafana has them. */
export const mappings = z
  .array(z.discriminatedUnion('type', [valueMapping, rangeMapping, specialMapping]))
  .max(100)
  .describe("Grafana's value mappings: a text, or a colour, in place of a value.");

export type Thresholds = z.infer<typeof thresholds>;
export type Mappings = z.infer<typeof mappings>;

type Scaling = (value: number) => number;

/** The same in base units. */
export const scaledThresholds = ({ mode, steps }: Thresholds, by: Scaling): Thresholds => ({
  mode,
  steps: steps.map(({ value, color }) => ({ value: value === null ? null : by(value), color })),
});

/** The same in base units. */
export function scaledMapping(mapping: Mappings[number], by: Scaling): Mappings[number] {
  switch (mapping.type) {
    case 'value': {
      const options = Object.entries(mapping.options).map(
        ([value, told]) => [String(by(Number(value))), told] as const,
      );
      return { ...mapping, options: Object.fromEntries(options) };
    }
    case 'range': {
      const { from, to, result } = mapping.options;
      return {
        ...mapping,
        options: { from: from === null ? null : by(from), to: to === null ? null : by(to), result },
      };
    }
    case 'special':
      return mapping;
  }
}
