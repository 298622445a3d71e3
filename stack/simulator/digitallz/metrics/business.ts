import { Registry } from 'prom-client';
import { counter, type Exposition, gauge } from '../../exposition.ts';
import type { Step } from '../../system.ts';
import type { Business, Feature } from '../business.ts';
import type { Digitallz, DigitallzEvents } from '../world.ts';

/** Euros a paying customer pays in a month. */
const PRICE = 29;
const PAYING = 1980;
const ADOPTION: Readonly<Record<Feature, number>> = {
  'keyword-search': 0.93,
  'trend-alerts': 0.41,
  'rank-tracker': 0.34,
  'report-export': 0.22,
};
const QUOTA: Readonly<Record<string, number>> = { free: 0.62, pro: 0.44, agency: 0.71 };

/** What stands still while the simulator plays: name, meaning, value. Rates in percent. */
const STEADY = [
  ['digitallz_users_active_daily', 'Users of the last day.', 5240],
  ['digitallz_users_active_monthly', 'Users of the last 30 days.', 13_870],
  ['digitallz_users_new_daily', 'Users that came on the last day.', 86],
  ['digitallz_users_churn_daily', 'Users that left on the last day.', 19],
  ['digitallz_sessions_per_user', 'Sessions a user and day.', 1.8],
  ['digitallz_session_duration_avg_seconds', 'Mean length of a session.', 412],
  ['digitallz_pages_per_session', 'Pages a session.', 6.3],
  ['digitallz_bounce_rate', 'Sessions of one page.', 31.5],
  ['digitallz_return_rate', 'Users that come back.', 58.2],
  ['digitallz_conversion_signup_rate', 'Visitors that sign up.', 14.8],
  ['digitallz_conversion_trial_to_paid_rate', 'Trials that are paid for.', 27.4],
  ['digitallz_conversion_free_to_paid_rate', 'Free accounts that are paid for.', 6.9],
  ['digitallz_ltv', 'Value of a customer over all time, in euros.', 812],
  ['digitallz_cac', 'Cost to win a customer, in euros.', 142],
  ['digitallz_nps', 'Net promoter score, -100 to 100.', 46],
  ['digitallz_customer_satisfaction', 'Mean rating, 0 to 5.', 4.4],
] as const;

/** The business as sql_exporter reads it from the database; the document's own metrics are among it. */
export class BusinessMetrics {
  readonly expositions: readonly Exposition[];
  readonly #users;
  readonly #revenue;
  readonly #uses;
  readonly #tickets;
  readonly #rates;
  readonly #money;

  /** A counter of a database counts from the beginning, not from when the exporter was started. */
  constructor({ users, revenue }: Business) {
    const registry = new Registry();
    for (const [name, help, value] of STEADY) gauge(registry, name, help).set(value);
    const adoption = gauge(registry, 'digitallz_feature_adoption', 'Share of users who use it.', ['feature']);
    for (const [feature, share] of Object.entries(ADOPTION)) adoption.set({ feature }, share);
    const quota = gauge(registry, 'digitallz_api_quota_usage', 'Share of the quota that is used.', ['plan']);
    for (const [plan, share] of Object.entries(QUOTA)) quota.set({ plan }, share);
    this.#users = counter(registry, 'digitallz_users_total', 'Total number of users');
    this.#users.inc(users);
    this.#revenue = counter(registry, 'digitallz_revenue_total', 'Total revenue in euros');
    this.#revenue.inc(revenue);
    this.#uses = counter(registry, 'digitallz_feature_usage_total', 'Uses of a feature.', ['feature']);
    this.#tickets = counter(registry, 'digitallz_support_tickets_total', 'Support tickets opened.');
    this.#rates = {
      conversion: gauge(registry, 'digitallz_conversion_rate', 'Conversion rate percentage'),
      churn: gauge(registry, 'digitallz_churn_rate', 'Customers that left within 30 days.'),
      growth: gauge(registry, 'digitallz_users_growth_rate', 'Growth of the users in 30 days.'),
    };
    this.#money = {
      week: gauge(registry, 'digitallz_revenue_7d', 'Revenue of the last 7 days, in euros.'),
      weekBefore: gauge(registry, 'digitallz_revenue_previous_7d', 'Revenue of the 7 days before, in euros.'),
      month: gauge(registry, 'digitallz_revenue_monthly', 'Revenue of the last 30 days, in euros.'),
      mrr: gauge(registry, 'digitallz_mrr', 'Monthly recurring revenue, in euros.'),
      arr: gauge(registry, 'digitallz_arr', 'Annual recurring revenue, in euros.'),
      perUser: gauge(registry, 'digitallz_revenue_per_user', 'Revenue a paying user and month, in euros.'),
    };
    this.expositions = [{ job: 'digitallz-business', instance: 'sql-exporter:9399', registry }];
  }

  record({ world: { business }, events: { business: did } }: Step<Digitallz, DigitallzEvents>): void {
    this.#users.inc(did.newUsers);
    this.#revenue.inc(did.revenue);
    for (const [feature, uses] of Object.entries(did.uses)) this.#uses.inc({ feature }, uses);
    this.#tickets.inc(did.tickets);
    this.#rates.conversion.set(business.conversionRate);
    this.#rates.churn.set(business.churnRate);
    this.#rates.growth.set(business.growthRate);
    const { week, weekBefore, month, mrr, arr, perUser } = this.#money;
    week.set(business.weeklyRevenue);
    weekBefore.set(business.previousWeeklyRevenue);
    month.set((30 / 7) * business.weeklyRevenue);
    mrr.set(PRICE * PAYING);
    arr.set(12 * PRICE * PAYING);
    perUser.set(PRICE);
  }
}
