/**
 * Members that PowerShell hangs on a text, a number or a list: of what came by Get-Content, Get-Date, another machine or
 * an older ConvertTo-Json. Written as JSON the thing itself then stands under `value`.
 */
const HUNG_ON = new Set(
  ['Count', 'DateTime', 'DisplayHint', 'Length', 'PSChildName', 'PSComputerName', 'PSDrive', 'PSParentPath'].concat([
    'PSPath',
    'PSProvider',
    'PSShowComputerName',
    'ReadCount',
    'RunspaceId',
  ]),
);

/** A value of JSON without what ConvertTo-Json of Windows PowerShell wraps around it, however deep. */
export function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const isWrapped = entries.length > 1 && entries.every(([name]) => name === 'value' || HUNG_ON.has(name));
  const inner = entries.find(([name]) => name === 'value');
  if (isWrapped && inner) return unwrapped(inner[1]);
  return Object.fromEntries(entries.map(([name, item]) => [name, unwrapped(item)]));
}

/** A list of one, which ConvertTo-Json writes as the one alone, is a list again. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
