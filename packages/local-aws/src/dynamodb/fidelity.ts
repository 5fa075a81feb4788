/**
 * Fidelity of the local DynamoDB, for the features that the stack uses. The engine is dynoxide or DynamoDB
 * Local.
 */
import { type ComponentFidelity, done, missing, partial, unknowable } from "../fidelity/row.js";

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
    partial(
      "behaviour",
      "TransactionConflict of overlapping transactions",
      "front-conflicts: while",
      "only with the option `conflicts`; BatchWriteItem never conflicts; a repetition with the token of a transaction in progress is run, not refused",
    ),
    unknowable(
      "behaviour",
      "Two condition checks of one item in overlapping transactions",
      "they conflict, like writes",
      "front-conflicts: a check of a checked item on one of its items conflicts",
    ),
    partial(
      "behaviour",
      "Consumed capacity",
      "front: an observer gets the items and the billed capacity",
      "reported to an observer; of a failed condition it is computed from the request, not from the stored item",
    ),
    partial(
      "behaviour",
      "Throttling",
      "front-faults: throttling",
      "only as an injected fault: tables have no limit",
    ),
    done("behaviour", "Late and lost answers, as injected faults", "front-faults: loses the answer"),
    missing("behaviour", "Encryption, point-in-time recovery, deletion protection and tags"),
  ],
};
