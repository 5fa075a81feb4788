/**
 * Fidelity of the local DynamoDB, for the features that the stack uses. The engine is dynoxide or DynamoDB
 * Local.
 */
import { type ComponentFidelity, done, missing, partial } from "../fidelity/row.js";

export const dynamoDbFidelity: ComponentFidelity = {
  folder: "dynamodb",
  title: "DynamoDB",
  rows: [
    done(
      "behaviour",
      "Tables of the template: keys, indexes, streams, time to live",
      "dynamodb: are there with keys, indexes, stream and time to live",
    ),
    done(
      "behaviour",
      "Conditions, also in transactions; a failed condition returns the item",
      "dynamodb: take conditions, and give the item that stood in the way",
    ),
    partial(
      "behaviour",
      "Queries of indexes",
      "dynamodb: answer queries of their indexes",
      "indexes are strongly consistent",
    ),
    done(
      "behaviour",
      "Data persists across restarts",
      "dynamodb: stays in the file between starts, until a fresh one",
    ),
    missing(
      "behaviour",
      "Expiry by time to live",
      "expired items are not deleted: readers must compare the time",
    ),
    missing("behaviour", "Throttling, capacity and TransactionConflict", "writes are serialized"),
    missing("behaviour", "Encryption, point-in-time recovery, deletion protection and tags"),
  ],
};
