import { afterAll, beforeAll, describe } from 'vitest';
import { haveServers } from '../stack/servers.ts';
import { numbersOf } from './numbers.ts';
import { pagesOf } from './pages.ts';
import { openShop, type Shop } from './shop.ts';

describe.skipIf(!haveServers(['prometheus', 'promtool', 'chromium']))('a report', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop?.stop());

  describe(
    'on a real Prometheus',
    numbersOf(() => shop),
  );
  describe(
    'in a real browser',
    pagesOf(() => shop),
  );
});
