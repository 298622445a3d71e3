import type { Report } from '../../reporting/schema/report.ts';
import { UsageError } from '../shared/failure.ts';
import type { GivenTimes } from './period.ts';
import type { ReportSources } from './sources.ts';

export async function rolloutReport(_: ReportSources, __: GivenTimes, ___: string): Promise<Report> {
  throw new UsageError('later');
}
