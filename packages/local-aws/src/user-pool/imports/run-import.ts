/**
 * Runs a started import job. It yields to other requests between portions, so that the job can be stopped.
 */
import { setImmediate } from "node:timers/promises";
import type { Clock } from "../clock.js";
import { csvHeader } from "../settings/csv-header.js";
import type { Pool } from "../store/pool.js";
import type { ImportJob } from "../store/pool-records.js";
import { linesOf, valuesOf } from "./csv.js";
import { importLimits } from "./import-job.js";
import { importRow, type RowOutcome } from "./import-row.js";

const portion = 100;

export interface ImportRun {
  readonly clock: Clock;
  readonly pool: Pool;
  readonly jobId: string;
  readonly file: Buffer;
  /** Called for each line of the file, with the texts of the service's own log. */
  readonly log: (line: string) => void;
}

/** Never rejects: a defect ends the job. */
export async function runImport(run: ImportRun): Promise<void> {
  await setImmediate();
  if (jobOf(run)?.status === "Pending") change(run, { status: "InProgress" });
  try {
    const [first, ...rows] = linesOf(run.file) ?? [];
    const fault = faultOf(run.pool, first, rows.length);
    if (fault === undefined) await importRows(run, valuesOf(first ?? ""), rows);
    else end(run, "Failed", fault);
  } catch {
    end(run, "Failed", "Something went wrong.");
  }
}

async function importRows(run: ImportRun, header: readonly string[], rows: readonly string[]): Promise<void> {
  for (let start = 0; start < rows.length; start += portion) {
    const job = jobOf(run);
    if (!job) return;
    if (job.status === "Stopping") return end(run, "Stopped", "The Import Job was stopped by the developer.");
    const counts = { imported: job.imported, skipped: job.skipped, failed: job.failed };
    for (const [index, row] of rows.slice(start, start + portion).entries()) {
      const outcome = importRow(run.pool, header, row, run.clock.now());
      counts[outcome.kind] += 1;
      run.log(logLine(start + index + 2, outcome));
    }
    change(run, counts);
    await setImmediate();
  }
  const { imported = 0, skipped = 0, failed = 0 } = jobOf(run) ?? {};
  // The threshold for failure is not documented. Here a job fails if it imported fewer users than it skipped
  // or refused.
  if (failed + skipped <= imported) end(run, "Succeeded", "Import Job Completed Successfully.");
  else end(run, "Failed", "Too many users have failed or been skipped during the import.");
}

/** Returns undefined if the pool was deleted. */
const jobOf = ({ pool, jobId }: ImportRun): ImportJob | undefined => pool.records.of("import-job").get(jobId);

function change(run: ImportRun, changes: Partial<ImportJob>): void {
  const job = jobOf(run);
  if (job) run.pool.records.of("import-job").save(job.id, { ...job, ...changes });
}

const end = (run: ImportRun, status: ImportJob["status"], message: string): void =>
  change(run, { status, message, completedAt: run.clock.now() });

function logLine(line: number, outcome: RowOutcome): string {
  if (outcome.kind === "imported") return `[SUCCEEDED] Line Number ${line} - The import succeeded.`;
  return `[${outcome.kind.toUpperCase()}] Line Number ${line} - ${outcome.reason}`;
}

function faultOf(pool: Pool, first: string | undefined, rows: number): string | undefined {
  if (first === undefined) return "The file is empty, or not text in UTF-8 without a byte order mark.";
  const wanted = csvHeader(pool.schema).toSorted();
  if (valuesOf(first).toSorted().join() !== wanted.join()) {
    return "The header of the file is not the header of the user pool.";
  }
  return rows > importLimits.rows ? `The file has more than ${importLimits.rows} users.` : undefined;
}
