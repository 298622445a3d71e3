import { Registry } from 'prom-client';
import { type Exposition, gauge } from '../../exposition.ts';
import type { Step } from '../../system.ts';
import { TARGETS } from '../edge.ts';
import { SERVICES } from '../machines.ts';
import type { Digitallz, DigitallzEvents } from '../world.ts';

const CLUSTER = 'digitallz';
const TASKS: Readonly<Record<(typeof SERVICES)[number], number>> = { frontend: 2, backend: 4 };
const BACKUPS_A_DAY = 2;
const BLOCKED_UNDER_ATTACK = 3800;

/**
 * CloudWatch by YACE: a gauge for each metric and statistic, of the last period, in CloudWatch's own units; with
 * `nilToZero` a count is there before anything was counted.
 */
export class CloudMetrics {
  readonly expositions: readonly Exposition[];
  readonly #ecs;
  readonly #cloudfront;
  readonly #balancer;
  readonly #backup;
  readonly #shield;
  readonly #blocked;

  constructor() {
    const registry = new Registry();
    const of = (labelNames: string[]) => (name: string) =>
      gauge(registry, name, 'Help is not implemented yet.', ['name', 'region', ...labelNames]);
    const ecs = of(['dimension_ClusterName', 'dimension_ServiceName']);
    const cloudfront = of(['dimension_DistributionId']);
    const balancer = of(['dimension_LoadBalancer', 'dimension_TargetGroup']);
    const backup = of(['dimension_BackupVaultName']);
    this.#ecs = {
      cpu: ecs('aws_ecs_cpuutilization_average'),
      memory: ecs('aws_ecs_memory_utilization_average'),
      running: ecs('aws_ecs_containerinsights_running_task_count_average'),
      desired: ecs('aws_ecs_containerinsights_desired_task_count_average'),
    };
    this.#cloudfront = {
      requests: cloudfront('aws_cloudfront_requests_sum'),
      hitRate: cloudfront('aws_cloudfront_cache_hit_rate_average'),
      originLatency: cloudfront('aws_cloudfront_origin_latency_average'),
      clientErrors: cloudfront('aws_cloudfront_4xx_error_rate_average'),
      serverErrors: cloudfront('aws_cloudfront_5xx_error_rate_average'),
    };
    this.#balancer = {
      requests: balancer('aws_applicationelb_request_count_sum'),
      responseTime: balancer('aws_applicationelb_target_response_time_average'),
      healthy: balancer('aws_applicationelb_healthy_host_count_minimum'),
      unhealthy: balancer('aws_applicationelb_un_healthy_host_count_maximum'),
      failures: balancer('aws_applicationelb_httpcode_target_5_xx_count_sum'),
    };
    this.#backup = {
      completed: backup('aws_backup_number_of_backup_jobs_completed_sum'),
      failed: backup('aws_backup_number_of_backup_jobs_failed_sum'),
    };
    this.#shield = of(['dimension_ResourceArn'])('aws_ddosprotection_ddo_sdetected_maximum');
    this.#blocked = of(['dimension_WebACL', 'dimension_Rule'])('aws_wafv2_blocked_requests_sum');
    this.expositions = [{ job: 'digitallz-cloudwatch', instance: 'yace:5000', registry }];
  }

  record({ world }: Step<Digitallz, DigitallzEvents>): void {
    this.#recordServices(world);
    this.#recordEdge(world);
    const { attacked, choresUndone } = world.conditions;
    const vault = { name: 'arn:aws:backup:vault/nightly', region: 'eu-west-3', dimension_BackupVaultName: 'nightly' };
    this.#backup.completed.set(vault, choresUndone ? 0 : BACKUPS_A_DAY);
    this.#backup.failed.set(vault, choresUndone ? BACKUPS_A_DAY : 0);
    const arn = 'arn:aws:cloudfront::1234:distribution/E2DIGITALLZ';
    this.#shield.set({ name: arn, region: 'us-east-1', dimension_ResourceArn: arn }, attacked ? 1 : 0);
    const rule = { dimension_WebACL: 'digitallz', dimension_Rule: 'rate-limit' };
    this.#blocked.set({ name: 'global', region: 'us-east-1', ...rule }, attacked ? BLOCKED_UNDER_ATTACK : 3);
  }

  #recordServices({ machines, conditions }: Digitallz): void {
    for (const service of SERVICES) {
      const labels = {
        name: `arn:aws:ecs:service/${CLUSTER}/${service}`,
        region: 'eu-west-3',
        dimension_ClusterName: CLUSTER,
        dimension_ServiceName: service,
      };
      const isDown = conditions.down.includes(`digitallz-${service}`);
      this.#ecs.cpu.set(labels, isDown ? 0 : 100 * machines.services[service].cpu);
      this.#ecs.memory.set(labels, isDown ? 0 : 100 * machines.services[service].memory);
      this.#ecs.running.set(labels, isDown ? 0 : TASKS[service]);
      this.#ecs.desired.set(labels, TASKS[service]);
    }
  }

  #recordEdge({ edge }: Digitallz): void {
    const site = { name: 'arn:aws:cloudfront::1234:distribution/E2DIGITALLZ', region: 'us-east-1' };
    const distribution = { ...site, dimension_DistributionId: 'E2DIGITALLZ' };
    this.#cloudfront.requests.set(distribution, Math.round(edge.siteRequests));
    this.#cloudfront.hitRate.set(distribution, edge.cacheHitRate);
    this.#cloudfront.originLatency.set(distribution, edge.originLatency);
    this.#cloudfront.clientErrors.set(distribution, edge.clientErrors);
    this.#cloudfront.serverErrors.set(distribution, edge.serverErrors);
    const group = {
      name: 'arn:aws:elasticloadbalancing:targetgroup/backend',
      region: 'eu-west-3',
      dimension_LoadBalancer: 'app/digitallz/5f1c',
      dimension_TargetGroup: 'targetgroup/backend/9ae3',
    };
    this.#balancer.requests.set(group, Math.round(edge.apiRequests));
    this.#balancer.responseTime.set(group, edge.responseTime);
    this.#balancer.healthy.set(group, edge.healthyTargets);
    this.#balancer.unhealthy.set(group, TARGETS - edge.healthyTargets);
    this.#balancer.failures.set(group, Math.round(edge.apiFailures));
  }
}
