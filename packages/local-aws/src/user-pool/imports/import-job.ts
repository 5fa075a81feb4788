/** A user import job as the pool stores it, and its status. */
import { randomUUID } from "node:crypto";
import { CognitoError } from "../errors.js";
import type { Pool } from "../store/pool.js";
import type { ImportJob } from "../store/pool-records.js";

/** Limits of the developer guide ("Importing users from a CSV file") and its quotas. */
export const importLimits = {
  fileBytes: 100_000_000,
  rows: 500_000,
  rowCharacters: 16_000,
  jobsPerPool: 1000,
  uploadMs: 15 * 60_000,
  /** Documented as 24 to 48 hours. */
  startMs: 24 * 3_600_000,
} as const;

export const newJobId = (): string => `import-${randomUUID()}`;

const active: readonly ImportJob["status"][] = ["Pending", "InProgress", "Stopping"];

export const isActive = ({ status }: ImportJob): boolean => active.includes(status);

/** Throws ResourceNotFoundException. A job that was not started in time is expired. */
export function importJob(pool: Pool, id: string, now: number): ImportJob {
  const job = pool.records.of("import-job").get(id);
  if (!job) throw new CognitoError("ResourceNotFoundException", "Import job does not exist.");
  return current(job, now);
}

/** Sorted newest first. */
export const importJobs = (pool: Pool, now: number): ImportJob[] =>
  pool.records
    .of("import-job")
    .all()
    .map((job) => current(job, now))
    .toReversed();

function current(job: ImportJob, now: number): ImportJob {
  if (job.status !== "Created" || now - job.createdAt < importLimits.startMs) return job;
  return { ...job, status: "Expired", message: "The user import job has expired." };
}

/** Throws UserImportInProgressException: the settings that an import uses must not change while it runs. */
export function checkNoImport(pool: Pool): void {
  if (!pool.records.of("import-job").all().some(isActive)) return;
  throw new CognitoError("UserImportInProgressException", "A user import job is in progress for the pool.");
}

/** Marks jobs as failed that were running when the process ended. */
export function failInterruptedImports(pool: Pool, now: number): void {
  const jobs = pool.records.of("import-job");
  for (const job of jobs.all().filter(isActive)) {
    jobs.save(job.id, { ...job, status: "Failed", message: "The import was interrupted.", completedAt: now });
  }
}
