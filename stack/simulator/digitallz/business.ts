import { approach, poisson, type Random } from '../random.ts';
import type { Conditions } from './scenarios.ts';

/** What the business counts, as its database knows it. Money in euros; rates in percent, as the document has them. */
export interface Business {
  readonly users: number;
  readonly revenue: number;
  readonly conversionRate: number;
  readonly churnRate: number;
  /** Of the last 30 days. */
  readonly growthRate: number;
  /** Of the last 7 days, and of the 7 before. */
  readonly weeklyRevenue: number;
  readonly previousWeeklyRevenue: number;
  /** Whether the spurt was had already. */
  readonly hasSpurted: boolean;
}

export const FEATURES = ['keyword-search', 'trend-alerts', 'rank-tracker', 'report-export'] as const;
export type Feature = (typeof FEATURES)[number];

export interface BusinessEvents {
  readonly newUsers: number;
  /** Euros. */
  readonly revenue: number;
  readonly uses: Readonly<Record<Feature, number>>;
  readonly tickets: number;
}

/** All per second. */
const NEW_USERS = 86 / 86_400;
const PAYMENTS = 64 / 86_400;
const USES: Readonly<Record<Feature, number>> = {
  'keyword-search': 6,
  'trend-alerts': 2,
  'rank-tracker': 1.4,
  'report-export': 0.8,
};
const TICKETS = 9 / 86_400;
const PAYMENT = 29;
const SPURT = 12;
/** A milestone is each so many-th. */
const USERS = 1000;
const REVENUE = 10_000;

export const startBusiness = (): Business => ({
  users: 18_640,
  revenue: 1_284_310,
  conversionRate: 11.6,
  churnRate: 3.1,
  growthRate: 9.4,
  weeklyRevenue: 13_720,
  previousWeeklyRevenue: 12_950,
  hasSpurted: false,
});

/** Lets `dt` seconds pass. */
export function stepBusiness(
  before: Business,
  dt: number,
  { weakDemand, growthSpurt }: Conditions,
  random: Random,
): { readonly business: Business; readonly events: BusinessEvents } {
  const leap = growthSpurt && !before.hasSpurted;
  const newUsers = leap ? missing(before.users, USERS) : poisson(NEW_USERS * dt, random);
  const revenue = leap ? missing(before.revenue, REVENUE) : PAYMENT * poisson(PAYMENTS * dt, random);
  const towards = (value: number, usual: number, weak: number) => approach(value, weakDemand ? weak : usual, dt, 3);
  return {
    business: {
      users: before.users + newUsers,
      revenue: before.revenue + revenue,
      conversionRate: towards(before.conversionRate, 11.6, 3.4),
      churnRate: towards(before.churnRate, 3.1, 12.5),
      growthRate: towards(before.growthRate, 9.4, 1.2),
      weeklyRevenue: towards(before.weeklyRevenue, 13_720, 8900),
      previousWeeklyRevenue: before.previousWeeklyRevenue,
      hasSpurted: growthSpurt,
    },
    events: {
      newUsers,
      revenue,
      uses: Object.fromEntries(
        FEATURES.map((feature) => {
          const factor = growthSpurt && feature === 'report-export' ? SPURT : 1;
          return [feature, poisson(USES[feature] * factor * dt, random)];
        }),
      ) as Record<Feature, number>,
      tickets: poisson(TICKETS * dt, random),
    },
  };
}

/** What is missing to the next milestone. */
const missing = (value: number, each: number): number => each - (value % each);
