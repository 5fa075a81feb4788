/** Publishes events that the stream missed, until none is left or the time is used. */
import type { WaitingRow } from "../../domain/audit/audit-row.js";
import type { Ports } from "../../ports/index.js";
import { type PublishAuditDeps, publishAudit } from "./publish-audit.js";

export type SweepAuditDeps = PublishAuditDeps & Pick<Ports, "clock" | "deadline">;

/** The relay has this time for an event. */
const SWEEP_AGE_MS = 2 * 60_000;
/** A page that is begun later could not be finished. */
const PAGE_MS = 10_000;

export type Swept = {
  readonly published: number;
  readonly failed: number;
  /** The name of the bus's last error. */
  readonly cause: string | undefined;
  /** The age of the oldest event that is still unpublished, or 0. */
  readonly oldestSeconds: number;
};

export const sweepAudit = async (deps: SweepAuditDeps): Promise<Swept> => {
  const now = deps.clock.now();
  const olderThan = new Date(now.getTime() - SWEEP_AGE_MS);
  const shards = await Promise.all(deps.outbox.waiting(olderThan).map((pages) => sweepShard(deps, pages)));
  const left = shards.flatMap(({ left }) => left);
  const oldest = Math.min(now.getTime(), ...left.map(({ recordedAt }) => Date.parse(recordedAt)));
  return {
    published: shards.reduce((sum, { published }) => sum + published, 0),
    failed: shards.reduce((sum, { failed }) => sum + failed, 0),
    cause: shards.find(({ cause }) => cause !== undefined)?.cause,
    oldestSeconds: Math.floor((now.getTime() - oldest) / 1000),
  };
};

const sweepShard = async (deps: SweepAuditDeps, pages: AsyncIterable<readonly WaitingRow[]>) => {
  let published = 0;
  let failed = 0;
  let cause: string | undefined;
  /** The rows that stay, oldest first. */
  const left: WaitingRow[] = [];
  for await (const page of pages) {
    if (deps.deadline.remainingMs() < PAGE_MS) {
      left.push(...page);
      break;
    }
    const outcome = await publishAudit(deps, page);
    published += outcome.published;
    failed += outcome.failed.length;
    cause = outcome.cause ?? cause;
    left.push(...outcome.failed.slice(0, 1));
    // The bus takes nothing. The next run tries again.
    if (outcome.published === 0 && outcome.failed.length === page.length) break;
  }
  return { published, failed, cause, left };
};
