import { EtcdRingStore } from '../../operations/stores/etcd-ring-store.ts';
import type { EtcdSettings } from '../../profile/schema/ring-store.ts';
import { createEtcd } from '../../sources/etcd/etcd.ts';

/** The ring store in an etcd cluster, in a folder of the profile's own. @param id the profile's */
export const openEtcdStore = (settings: EtcdSettings, id: string): EtcdRingStore =>
  new EtcdRingStore(createEtcd(settings), `${settings.prefix.replace(/\/$/, '')}/${id}`);
