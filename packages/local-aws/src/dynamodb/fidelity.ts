/** How faithful the local DynamoDB is, as far as the stack uses it: the engine is dynoxide's or Amazon's. */
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
      "Conditions, also in transactions, with the item that stood in the way",
      "dynamodb: take conditions, and give the item that stood in the way",
    ),
    partial(
      "behaviour",
      "Queries of indexes",
      "dynamodb: answer queries of their indexes",
      "indexes are consistent at once",
    ),
    done("behaviour", "Data that stays", "dynamodb: stays in the file between starts, until a fresh one"),
    missing("behaviour", "Expiry by time to live", "items past their time stay: readers compare the time"),
    missing("behaviour", "Throttling, capacity and TransactionConflict", "writes come one after another"),
    missing("behaviour", "Encryption, point-in-time recovery, deletion protection and tags"),
  ],
};
