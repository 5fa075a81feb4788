/** The challenges of custom authentication in the guard table, one row each. */

import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Challenge, Choice } from "../../../domain/challenge/challenge.js";
import { AuthError } from "../../../domain/errors.js";
import { isRecord } from "../../../domain/record.js";
import { secondsAt } from "../../../domain/seconds.js";
import type { Challenges } from "../../../ports/challenges.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { commitDocuments, type DocumentsAuditStore } from "../audit/audit-commit.js";
import { Columns } from "../columns.js";
import type { Row } from "../rows.js";

export type DynamoGuardedStore = DocumentsAuditStore & { readonly guardTable: string };

const challengeRowKey = (reference: string) => ({ pk: `CHALLENGE#${reference}` });

export const dynamoChallenges = (store: DynamoGuardedStore): Challenges => ({
  open: async (reference, choice, expiresAtSeconds) => {
    const opened = await conditionally(store, opening(store, reference, choice, expiresAtSeconds));
    return opened ? "open" : "conflict";
  },
  find: (reference) =>
    orUnavailable(async () => {
      const row = await store.documents.get(store.guardTable, challengeRowKey(reference));
      return row && challengeFrom(reference, row);
    }),
  claim: async (reference, proof, leaseSeconds) => {
    const now = secondsAt(store.clock.now());
    const claimed = await conditionally(store, {
      TableName: store.guardTable,
      Key: challengeRowKey(reference),
      UpdateExpression: "SET proof = :proof, sending_until = :until",
      ConditionExpression:
        "attribute_exists(pk) AND attribute_not_exists(sent) AND (attribute_not_exists(sending_until) OR sending_until <= :now)",
      ExpressionAttributeValues: { ":proof": proof, ":until": now + leaseSeconds, ":now": now },
    });
    return claimed ? "claimed" : "taken";
  },
  settle: async (reference, event) => {
    const outcome = await commitDocuments(store, [{ Update: settling(store, reference) }], event);
    if (outcome === "refused") throw new AuthError("internal");
  },
  answer: async (reference, given, event) => {
    const outcome = await commitDocuments(store, [{ Update: answering(store, reference, given) }], event);
    return outcome === "refused" ? "conflict" : "recorded";
  },
});

type Update = UpdateCommandInput & { readonly UpdateExpression: string };

const opening = (
  { guardTable }: DynamoGuardedStore,
  reference: string,
  choice: Choice,
  expiresAtSeconds: number,
): Update => ({
  TableName: guardTable,
  Key: challengeRowKey(reference),
  // A repeated delivery of the event keeps the expiry of the first one.
  UpdateExpression: "SET choice = :choice, expires_at = if_not_exists(expires_at, :end)",
  ConditionExpression: "attribute_not_exists(pk) OR choice = :choice",
  ExpressionAttributeValues: { ":choice": choice, ":end": expiresAtSeconds },
});

const settling = ({ guardTable }: DynamoGuardedStore, reference: string): Update => ({
  TableName: guardTable,
  Key: challengeRowKey(reference),
  UpdateExpression: "SET sent = :yes REMOVE sending_until",
  ConditionExpression: "attribute_exists(pk)",
  ExpressionAttributeValues: { ":yes": true },
});

const answering = (
  { guardTable }: DynamoGuardedStore,
  reference: string,
  { round, answer, passed }: Parameters<Challenges["answer"]>[1],
): Update => ({
  TableName: guardTable,
  Key: challengeRowKey(reference),
  UpdateExpression: `SET #answer = :answer${passed ? ", passed_in = :round" : ""}`,
  ConditionExpression:
    "attribute_exists(pk) AND (attribute_not_exists(#answer) OR #answer = :answer) AND (attribute_not_exists(passed_in) OR passed_in = :round)",
  ExpressionAttributeNames: { "#answer": `${ANSWER_PREFIX}${round}` },
  ExpressionAttributeValues: { ":answer": answer, ":round": round },
});

const conditionally = (store: DynamoGuardedStore, update: Update): Promise<boolean> =>
  orUnavailable(() => store.documents.update(update));

const ANSWER_PREFIX = "answer_";

const challengeFrom = (reference: string, row: Row): Challenge => {
  const columns = new Columns("guard", row);
  const answers = Object.keys(row).filter((name) => name.startsWith(ANSWER_PREFIX));
  return {
    reference,
    choice: columns.value("choice", isChoice),
    proof: columns.optionalText("proof"),
    sent: columns.flag("sent"),
    expiresAtSeconds: columns.number("expires_at"),
    answers: Object.fromEntries(
      answers.map((name) => [name.slice(ANSWER_PREFIX.length), columns.text(name)]),
    ),
    passedIn: columns.optionalNumber("passed_in"),
  };
};

const isChoice = (value: unknown): value is Choice =>
  isRecord(value) &&
  (value.kind === "LINK"
    ? typeof value.binding === "string"
    : value.kind === "CODE" && (value.occasion === "sign_in" || value.occasion === "step_up"));
