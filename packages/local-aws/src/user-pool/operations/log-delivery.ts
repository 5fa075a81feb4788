/**
 * SetLogDeliveryConfiguration and GetLogDeliveryConfiguration (developer guide, "Exporting user pool logs").
 * The configuration is stored and described. No logs are delivered.
 */
import { z } from "zod";
import { CognitoError, invalidParameter } from "../errors.js";
import type { Pool } from "../store/pool.js";
import { wholePool } from "../store/pool-records.js";
import { poolId } from "./fields.js";
import { operation } from "./operation.js";

const arn = (service: string) =>
  z
    .string()
    .max(2048)
    .regex(new RegExp(`^arn:[\\w-]+:${service}:`), "must be an ARN");

const configuration = z.object({
  LogLevel: z.enum(["ERROR", "INFO"]),
  EventSource: z.enum(["userNotification", "userAuthEvents"]),
  CloudWatchLogsConfiguration: z.object({ LogGroupArn: arn("logs").optional() }).optional(),
  S3Configuration: z.object({ BucketArn: arn("s3").optional() }).optional(),
  FirehoseConfiguration: z.object({ StreamArn: arn("firehose").optional() }).optional(),
});

type Configuration = z.output<typeof configuration>;

const input = z.object({ UserPoolId: poolId });

const setInput = input.extend({ LogConfigurations: z.array(configuration).max(2) });

/** Replaces the whole configuration. */
export const setLogDeliveryConfiguration = operation(
  "SetLogDeliveryConfiguration",
  "signed",
  setInput,
  ({ store }, { UserPoolId, LogConfigurations: configurations }) => {
    const pool = store.pool(UserPoolId);
    const origins = configurations.map(({ EventSource }) => EventSource);
    if (new Set(origins).size < origins.length) throw invalidParameter("Each EventSource must be unique.");
    for (const each of configurations) checkConfiguration(pool, each);
    pool.records.of("log-delivery").save(wholePool, { configurations });
    return described(pool);
  },
);

export const getLogDeliveryConfiguration = operation(
  "GetLogDeliveryConfiguration",
  "signed",
  input,
  ({ store }, { UserPoolId }) => described(store.pool(UserPoolId)),
);

function checkConfiguration({ settings }: Pool, configuration: Configuration): void {
  const { EventSource: source, LogLevel: level } = configuration;
  const { CloudWatchLogsConfiguration: logs, S3Configuration: bucket } = configuration;
  const targets = [logs, bucket, configuration.FirehoseConfiguration].filter(
    (target) => target !== undefined,
  );
  if (targets.length !== 1) throw invalidParameter("A log configuration needs exactly one destination.");
  if (source === "userNotification") {
    if (level !== "ERROR" || !logs) {
      throw invalidParameter("userNotification needs LogLevel ERROR and CloudWatchLogsConfiguration.");
    }
    return;
  }
  if (level !== "INFO") throw invalidParameter("userAuthEvents needs LogLevel INFO.");
  if (settings.UserPoolTier !== "PLUS") {
    throw new CognitoError("FeatureUnavailableInTierException", "userAuthEvents needs the Plus plan.");
  }
}

const described = (pool: Pool) => ({
  LogDeliveryConfiguration: {
    UserPoolId: pool.id,
    LogConfigurations: pool.records.of("log-delivery").get(wholePool)?.configurations ?? [],
  },
});
