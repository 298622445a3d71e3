import { own } from '../../own.ts';
import type { Measure } from '../../profile/schema/boards.ts';
import type { Mappings, Thresholds, Tone } from '../../profile/schema/grafana.ts';
import type { Reading } from '../readings.ts';
import { judgeReading } from '../rings/limits.ts';
import type { ShownMeasure, Told } from './panel.ts';

/** A value held against its limit, with the colour or text that the profile has for it. */
export function tell(reading: Reading, { limit, thresholds, mappings }: Measure): Told {
  const mapped = mappingOf(reading, mappings);
  return {
    reading,
    state: judgeReading(reading, limit),
    tone: mapped?.color ?? (reading.known && thresholds ? toneAt(reading.value, thresholds) : null),
    text: mapped?.text ?? null,
  };
}

export const shownMeasure = ({ unit, limit, thresholds }: Measure): ShownMeasure => ({
  unit,
  limit,
  steps: (thresholds?.steps ?? []).map(({ value, color }) => ({ from: value, tone: color })),
});

/** The last step that a value has reached. */
const toneAt = (value: number, { steps }: Thresholds): Tone | null =>
  steps.findLast((step) => step.value === null || value >= step.value)?.color ?? null;

/** The first mapping that fits, as in Grafana. A value that is not known is `null` there. */
function mappingOf(reading: Reading, mappings: Mappings) {
  const value = reading.known ? reading.value : reading.reason === 'not-a-number' ? Number.NaN : null;
  for (const mapping of mappings) {
    switch (mapping.type) {
      case 'value': {
        const found = value === null ? undefined : own(mapping.options, String(value));
        if (found) return found;
        break;
      }
      case 'range': {
        const { from, to, result } = mapping.options;
        if (value !== null && value >= (from ?? Number.NEGATIVE_INFINITY) && value <= (to ?? Number.POSITIVE_INFINITY))
          return result;
        break;
      }
      case 'special': {
        const { match, result } = mapping.options;
        const isNull = value === null && match.includes('null');
        const isNone = value !== null && Number.isNaN(value) && match.includes('nan');
        if (isNull || isNone) return result;
        break;
      }
    }
  }
  return null;
}
