/** Requests with an idempotency key. */
import { dynamoFirstRequests } from "../adapters/dynamo/idempotency/first-requests.js";
import { seededRandom as seeded } from "../adapters/node/seeded-random.js";
import { answerSeals as sealedAnswers } from "../adapters/node/token-seals.js";
import { audit, minimumDuration, pseudonyms, random } from "./base.js";
import { guardStore } from "./clients.js";
import { once } from "./provider.js";

const firstRequests = /* @__PURE__ */ once(() => dynamoFirstRequests(guardStore()));
const seededRandom = () => seeded;
const answerSeals = () => sealedAnswers;

export const oncePorts = {
  answerSeals,
  audit,
  firstRequests,
  minimumDuration,
  pseudonyms,
  random,
  seededRandom,
};
