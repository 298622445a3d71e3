/** What PowerShell 7 makes of the collector's hash table: the TimeSpan becomes an object of all its parts. */
export const COLLECTED = `{
  "timestamp": "2026-03-01T09:30:00Z",
  "ring": "ring0",
  "errorCount": 3,
  "signatureErrors": 0,
  "cpuUsage": 421.734375,
  "antiRollbackErrors": 0,
  "memoryUsage": 163.47,
  "hostname": "INT-01",
  "version": "1.4.0",
  "processUptime": {
    "Ticks": 937845000000,
    "Days": 1,
    "Hours": 2,
    "Milliseconds": 500,
    "Microseconds": 0,
    "Nanoseconds": 0,
    "Minutes": 3,
    "Seconds": 4,
    "TotalDays": 1.0854687500000001,
    "TotalHours": 26.05125,
    "TotalMilliseconds": 93784500.0,
    "TotalMicroseconds": 93784500000.0,
    "TotalNanoseconds": 93784500000000.0,
    "TotalMinutes": 1563.075,
    "TotalSeconds": 93784.5
  }
}
`;

/** That report with some fields different; undefined leaves one out. */
export const collected = (fields: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ ...JSON.parse(COLLECTED), ...fields });
