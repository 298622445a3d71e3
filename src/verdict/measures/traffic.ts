/** Requests a second of late, and when each version was heard last; as JSON can hold it. */
export interface Traffic {
  /** Exponentially forgotten requests and seconds. */
  requests1: number;
  requests2: number;
  /** The candidate's of processes that ended before they were warm. */
  lost2: number;
  seconds: number;
  /** Ends of the rounds in which each last had requests, and last had a sample; null before. */
  served1: number | null;
  served2: number | null;
  /** Requests a second of late, as they were in those rounds: what a silence is long against. */
  usual1: number;
  usual2: number;
  scraped1: number | null;
  scraped2: number | null;
}

export const newTraffic = (): Traffic => ({
  requests1: 0,
  requests2: 0,
  lost2: 0,
  seconds: 0,
  served1: null,
  served2: null,
  usual1: 0,
  usual2: 0,
  scraped1: null,
  scraped2: null,
});

/** "Today's traffic" forgets half of itself in so many seconds. */
const HALF_LIFE = 300;

/** @param from, at the round, in milliseconds */
export function extendTraffic(
  traffic: Traffic,
  from: number,
  at: number,
  version1: { readonly requests: number; readonly reporting: number },
  version2: { readonly requests: number; readonly reporting: number; readonly lost: number },
): void {
  const elapsed = (at - from) / 1000;
  const kept = 0.5 ** (elapsed / HALF_LIFE);
  traffic.requests1 = traffic.requests1 * kept + version1.requests;
  traffic.requests2 = traffic.requests2 * kept + version2.requests;
  traffic.lost2 = traffic.lost2 * kept + version2.lost;
  traffic.seconds = traffic.seconds * kept + elapsed;
  if (version1.requests > 0) {
    traffic.served1 = at;
    traffic.usual1 = requestsPerSecond(traffic.requests1, traffic.seconds);
  }
  if (version2.requests > 0) {
    traffic.served2 = at;
    traffic.usual2 = requestsPerSecond(traffic.requests2, traffic.seconds);
  }
  if (version1.reporting > 0) traffic.scraped1 = at;
  if (version2.reporting > 0) traffic.scraped2 = at;
}

export const requestsPerSecond = (requests: number, seconds: number): number => (seconds > 0 ? requests / seconds : 0);
