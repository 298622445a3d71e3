import type { Exposition } from '../../exposition.ts';
import type { Metrics, Step } from '../../system.ts';
import { startBusiness } from '../business.ts';
import type { Digitallz, DigitallzEvents } from '../world.ts';
import { ApplicationMetrics } from './application.ts';
import { BusinessMetrics } from './business.ts';
import { CloudMetrics } from './cloud.ts';
import { HostMetrics } from './hosts.ts';
import { StoreMetrics } from './stores.ts';
import { WatcherMetrics } from './watchers.ts';

/** Digitallz as its exporters show it. */
export class DigitallzMetrics implements Metrics<Digitallz, DigitallzEvents> {
  readonly expositions: readonly Exposition[];
  readonly #exporters: readonly Metrics<Digitallz, DigitallzEvents>[];

  /** `startedAt` in Unix seconds. */
  constructor(startedAt: number) {
    this.#exporters = [
      new ApplicationMetrics(startedAt),
      new HostMetrics(),
      new StoreMetrics(),
      new CloudMetrics(),
      new WatcherMetrics(),
      new BusinessMetrics(startBusiness()),
    ];
    this.expositions = this.#exporters.flatMap(({ expositions }) => expositions);
  }

  record(step: Step<Digitallz, DigitallzEvents>): void {
    for (const exporter of this.#exporters) exporter.record(step);
  }
}
