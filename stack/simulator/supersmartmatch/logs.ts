import type { NewLine } from '../../loki/store.ts';
import type { Random } from '../random.ts';
import { ALGORITHMS, type Matching, type Request } from './matching.ts';

/** Share of the requests that went well which are told of. */
const TOLD = 0.02;
const SLOW_SECONDS = 0.12;

/** What fails in both, and what only V2 has to fail. */
const USUAL = [
  'upstream nexten timed out after 2000 ms',
  'connection reset by peer',
  'candidate profile not found in cache',
];
const ONLY_V2 = 'embedding index is not loaded: shard smart-7 answered 0 of 128 vectors';
const V2_SHARE = 0.6;
/** Extra errors of V2 from which its own mistake is at work. */
const SPIKE = 0.01;

/** The log lines of requests as an agent ships them: JSON, a stream for each pod, a trace id beside the line. */
export function logLines(requests: readonly Request[], { extraErrors }: Matching, random: Random): readonly NewLine[] {
  return requests.flatMap((request): NewLine[] => {
    const { version, pod, segment, status, seconds } = request;
    const failed = status.startsWith('5');
    const slow = seconds > SLOW_SECONDS;
    if (!failed && !slow && random() > TOLD) return [];
    const level = failed ? 'error' : slow ? 'warn' : 'info';
    const line = {
      level,
      msg: failed
        ? `match failed: ${reason(request, extraErrors > SPIKE, random)}`
        : slow
          ? 'slow match'
          : 'match served',
      status: Number(status),
      duration_ms: Math.round(seconds * 1000),
      segment,
      algorithm: ALGORITHMS[version],
      match_id: `m-${Math.floor(random() * 1e9).toString(36)}`,
    };
    return [
      {
        labels: {
          job: `supersmartmatch-${version}`,
          version,
          pod: `supersmartmatch-${version}-${pod}`,
          service_name: `supersmartmatch-${version}`,
        },
        metadata: {
          trace_id: Math.floor(random() * 2 ** 48)
            .toString(16)
            .padStart(12, '0'),
        },
        text: JSON.stringify(line),
      },
    ];
  });
}

const reason = ({ version }: Request, spike: boolean, random: Random): string =>
  version === 'v2' && spike && random() < V2_SHARE ? ONLY_V2 : (USUAL[Math.floor(random() * USUAL.length)] ?? '');
