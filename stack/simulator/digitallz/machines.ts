import { type Random, wander } from '../random.ts';
import type { Conditions } from './scenarios.ts';

export const HOSTS = ['web-1', 'web-2', 'web-3', 'web-4'] as const;
export const SERVICES = ['frontend', 'backend'] as const;

/** What runs something: shares of processor time and memory in use. */
export interface Use {
  readonly cpu: number;
  readonly memory: number;
}

export interface Host extends Use {
  /** Share in use. */
  readonly disk: number;
  /** Bytes per second. */
  readonly received: number;
  readonly sent: number;
}

/** The hosts, and the ECS services on them. */
export interface Machines {
  readonly hosts: readonly Host[];
  readonly services: Readonly<Record<(typeof SERVICES)[number], Use>>;
}

const RECEIVED = 2.4e6;
const SENT = 7.9e6;
const SETTLES = 1.5;

export const startMachines = ({ cpu, memory, disk }: Conditions): Machines => ({
  hosts: HOSTS.map(() => ({ cpu, memory, disk, received: RECEIVED, sent: SENT })),
  services: { frontend: { cpu, memory }, backend: { cpu, memory } },
});

/** Lets `dt` seconds pass. */
export function stepMachines(before: Machines, dt: number, conditions: Conditions, random: Random): Machines {
  const flood = conditions.attacked ? 4 : 1;
  const use = ({ cpu, memory }: Use): Use => ({
    cpu: share(wander(cpu, conditions.cpu, 0.012, dt, SETTLES, random)),
    memory: share(wander(memory, conditions.memory, 0.004, dt, SETTLES, random)),
  });
  return {
    hosts: before.hosts.map((host) => ({
      ...use(host),
      disk: share(wander(host.disk, conditions.disk, 0.001, dt, SETTLES, random)),
      received: wander(host.received, RECEIVED * flood, 2e5, dt, SETTLES, random),
      sent: wander(host.sent, SENT * flood, 5e5, dt, SETTLES, random),
    })),
    services: { frontend: use(before.services.frontend), backend: use(before.services.backend) },
  };
}

const share = (value: number): number => Math.min(0.999, Math.max(0.01, value));
