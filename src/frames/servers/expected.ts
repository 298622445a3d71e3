import type { Profile } from '../../profile/schema/profile.ts';
import type { SourceReport } from '../frame.ts';

/** A server by its id. */
export type ServerName = Pick<SourceReport, 'id' | 'kind'>;

/** Members of one Alertmanager cluster are told apart by their place in the profile. */
export const memberId = (index: number): string => `alertmanager-${index + 1}`;

/** The servers that a profile's frames are of, known before any has answered, in the order in which frames have them. */
export const serversOf = ({ datasources }: Profile): readonly ServerName[] => [
  ...datasources.prometheus.map(({ id }): ServerName => ({ id, kind: 'prometheus' })),
  ...datasources.alertmanagers.map((_, i): ServerName => ({ id: memberId(i), kind: 'alertmanager' })),
  ...datasources.loki.map(({ id }): ServerName => ({ id, kind: 'loki' })),
];
