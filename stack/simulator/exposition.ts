import { Counter, Gauge, type Registry } from 'prom-client';

/** Something Prometheus scrapes: what it exposes, and as which job and instance. */
export interface Exposition {
  readonly job: string;
  readonly instance: string;
  readonly registry: Registry;
}

export const counter = <L extends string>(registry: Registry, name: string, help: string, labelNames: L[] = []) =>
  new Counter({ name, help, labelNames, registers: [registry] });

export const gauge = <L extends string>(registry: Registry, name: string, help: string, labelNames: L[] = []) =>
  new Gauge({ name, help, labelNames, registers: [registry] });
