/** Operations to create, start, stop and describe user import jobs. Each pool runs one job at a time. */
import { z } from "zod";
import { epochSeconds } from "../clock.js";
import { CognitoError, notImplemented } from "../errors.js";
import { importJob, importJobs, importLimits, isActive, newJobId } from "../imports/import-job.js";
import { runImport } from "../imports/run-import.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import type { ImportJob } from "../store/pool-records.js";
import { pageToken, poolId } from "./fields.js";
import { operation } from "./operation.js";
import { page } from "./page.js";

const createInput = z.object({
  UserPoolId: poolId,
  JobName: z.string().regex(/^[\w\s+=,.@-]{1,128}$/, "must be a name"),
  CloudWatchLogsRoleArn: z
    .string()
    .min(20)
    .max(2048)
    .regex(/^arn:[\w-]+:iam:/, "must be the ARN of a role"),
  PasswordHashingAlgorithm: z.enum(["ARGON2ID", "BCRYPT", "PBKDF2_SHA256", "SCRYPT"]).optional(),
});

export const createUserImportJob = operation(
  "CreateUserImportJob",
  "signed",
  createInput,
  (services, request) => {
    const pool = services.store.pool(request.UserPoolId);
    if (request.PasswordHashingAlgorithm) throw notImplemented("The import of password hashes");
    const jobs = pool.records.of("import-job");
    if (jobs.keys().length >= importLimits.jobsPerPool) {
      throw new CognitoError("LimitExceededException", "The pool has the maximum number of import jobs.");
    }
    const job: ImportJob = {
      id: newJobId(),
      name: request.JobName,
      roleArn: request.CloudWatchLogsRoleArn,
      createdAt: services.clock.now(),
      status: "Created",
      imported: 0,
      skipped: 0,
      failed: 0,
    };
    jobs.save(job.id, job);
    return { UserImportJob: described(services, pool, job) };
  },
);

const jobInput = z.object({
  UserPoolId: poolId,
  JobId: z
    .string()
    .regex(/^import-[0-9a-zA-Z-]+$/, "must be the id of an import job")
    .max(55),
});

export const describeUserImportJob = operation(
  "DescribeUserImportJob",
  "signed",
  jobInput,
  (services, request) => {
    const pool = services.store.pool(request.UserPoolId);
    return { UserImportJob: described(services, pool, importJob(pool, request.JobId, services.clock.now())) };
  },
);

const listInput = z.object({
  UserPoolId: poolId,
  MaxResults: z.int().min(1).max(60),
  PaginationToken: pageToken,
});

export const listUserImportJobs = operation(
  "ListUserImportJobs",
  "signed",
  listInput,
  (services, request) => {
    const pool = services.store.pool(request.UserPoolId);
    const all = importJobs(pool, services.clock.now());
    const { items, nextToken } = page(all, request.MaxResults, request.PaginationToken);
    const UserImportJobs = items.map((job) => described(services, pool, job));
    return { UserImportJobs, ...(nextToken && { PaginationToken: nextToken }) };
  },
);

export const startUserImportJob = operation("StartUserImportJob", "signed", jobInput, (services, request) => {
  const { clock, uploads } = services;
  const pool = services.store.pool(request.UserPoolId);
  const job = importJob(pool, request.JobId, clock.now());
  const file = uploads.file(job.id);
  if (job.status !== "Created")
    throw preconditionNotMet(`The import job is ${job.status} and cannot be started.`);
  if (!file) throw preconditionNotMet("The file of the import job was not uploaded.");
  if (importJobs(pool, clock.now()).some(isActive))
    throw preconditionNotMet("Another import job is running.");
  if (pool.settings.AutoVerifiedAttributes.length === 0) {
    throw preconditionNotMet("The user pool must have at least one auto-verified attribute.");
  }
  const started: ImportJob = { ...job, status: "Pending", startedAt: clock.now() };
  pool.records.of("import-job").save(job.id, started);
  const log = (line: string) => uploads.log(job.id, line);
  const work = runImport({ clock, pool, jobId: job.id, file, log });
  services.inBackground(work.finally(() => uploads.remove(job.id)));
  return { UserImportJob: described(services, pool, started) };
});

export const stopUserImportJob = operation("StopUserImportJob", "signed", jobInput, (services, request) => {
  const pool = services.store.pool(request.UserPoolId);
  const job = importJob(pool, request.JobId, services.clock.now());
  if (!isActive(job)) throw preconditionNotMet(`The import job is ${job.status} and cannot be stopped.`);
  const stopping: ImportJob = { ...job, status: "Stopping" };
  pool.records.of("import-job").save(job.id, stopping);
  return { UserImportJob: described(services, pool, stopping) };
});

const preconditionNotMet = (message: string) => new CognitoError("PreconditionNotMetException", message);

const described = ({ uploads }: Services, pool: Pool, job: ImportJob) => ({
  JobName: job.name,
  JobId: job.id,
  UserPoolId: pool.id,
  PreSignedUrl: uploads.urlFor(pool, job),
  CreationDate: epochSeconds(job.createdAt),
  ...(job.startedAt !== undefined && { StartDate: epochSeconds(job.startedAt) }),
  ...(job.completedAt !== undefined && { CompletionDate: epochSeconds(job.completedAt) }),
  Status: job.status,
  CloudWatchLogsRoleArn: job.roleArn,
  ImportedUsers: job.imported,
  SkippedUsers: job.skipped,
  FailedUsers: job.failed,
  ...(job.message !== undefined && { CompletionMessage: job.message }),
});
