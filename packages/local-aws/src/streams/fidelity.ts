/** Fidelity of the event source mappings of DynamoDB streams. */
import { type ComponentFidelity, done, missing, unknowable } from "../fidelity/row.js";

const tables = "table-streams";

export const streamsFidelity: ComponentFidelity = {
  folder: "streams",
  title: "Streams (event source mappings of DynamoDB)",
  rows: [
    done(
      "behaviour",
      "Event of the function",
      `${tables}: receives records in the shape that Lambda gives them`,
    ),
    done(
      "behaviour",
      "Starting at the oldest record, order and batch size",
      `${tables}: receives what was written before it was there, in order and in batches`,
    ),
    done(
      "behaviour",
      "Batching window",
      "shards: records of one batching window come in one batch",
      "idle() closes the window at once",
    ),
    done("behaviour", "Starting at the latest record", `${tables}: receives only new writes when it starts`),
    done("behaviour", "Filter criteria", `${tables}: is not called for a write that changes nothing`),
    done(
      "behaviour",
      "Batches over six megabytes",
      `${tables}: gets a batch that is too large for one invocation in several`,
    ),
    done(
      "behaviour",
      "A failed batch blocks its shard",
      `${tables}: is delivered again, complete, before later records`,
    ),
    done(
      "behaviour",
      "ReportBatchItemFailures",
      `${tables}: is delivered again from the first record that the function reports`,
    ),
    done(
      "behaviour",
      "BisectBatchOnFunctionError, MaximumRetryAttempts and the failure destination",
      `${tables}: is halved until the bad record is alone, which is given up after its retries`,
    ),
    done("behaviour", "Parent shards before child shards", "shards: a shard is read before its children"),
    done(
      "behaviour",
      "Positions across a restart",
      `${tables}: continues where the last run ended`,
      "stored in a file; Lambda stores them with the mapping",
    ),
    done(
      "behaviour",
      "A position that the stream no longer holds",
      "shards: a position that the stream has dropped becomes the oldest record",
    ),
    done("behaviour", "Limits of a mapping's settings", `${tables}: is refused by name`),
    missing("behaviour", "Parallelization factor, tumbling windows, Kinesis and SQS as sources"),
    unknowable(
      "behaviour",
      "Retries while the function is unreachable",
      "they do not count as retries of the batch",
      `${tables}: does not use up its retries while the function cannot be reached`,
    ),
  ],
};
