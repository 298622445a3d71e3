import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';

/** Words for a time that does not end. */
export const ENDLESS = /^(forever|ever|always|never|infinite|infinity|unlimited|endless|inf|∞)$/i;

/** Why a text is no duration that something may last: as few words as it takes to type one that is. */
export function whyNoDuration(typed: string): Safe {
  const text = sanitiseLine(typed.trim());
  if (/^[1-9]\d*$/.test(text)) return safe(`a unit is missing: type ${text}m for minutes, or ${text}s, ${text}h`);
  if (ENDLESS.test(text)) return safe('nothing lasts forever here: type a time such as 20m, 1h30m or 4h');
  if (/^-?\d+\.\d+[a-z]*$/i.test(text)) return safe('no fractions: type 1h30m instead of 1.5h');
  if (/^(?:0+(?:ms|[smhdwy])?)+$/.test(text)) return safe('zero is not long enough: type a time such as 20m or 1h30m');
  return safe('that is not a time: type one such as 20m or 1h30m');
}
