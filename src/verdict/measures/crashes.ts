/** Restarts of late, oldest first; as JSON can hold it. */
export type Crashes = { readonly pod: string; readonly at: number }[];

/** Restarts are remembered for so many milliseconds, and so many of them. */
const REMEMBERED = 900_000;
const MOST = 1000;
/** A pod that began anew so often within that time does so again and again. */
const AGAIN = 2;

export function rememberCrashes(crashes: Crashes, restarted: readonly string[], at: number): void {
  for (const pod of restarted) crashes.push({ pod, at });
  const old = crashes.findIndex((crash) => at - crash.at <= REMEMBERED);
  crashes.splice(0, Math.max(old < 0 ? crashes.length : old, crashes.length - MOST));
}

/** The pods that begin anew again and again. */
export function crashLooping(crashes: Crashes): readonly string[] {
  const counts = new Map<string, number>();
  for (const { pod } of crashes) counts.set(pod, (counts.get(pod) ?? 0) + 1);
  return [...counts].flatMap(([pod, count]) => (count >= AGAIN ? [pod] : []));
}
