/** Proofs of addresses, for users of providers that prove none. */
import { dynamoProvedAddresses, dynamoUnprovedAddresses } from "../adapters/dynamo/sign-in/address-proofs.js";
import { sessionIds as digestedIds } from "../adapters/node/session-ids.js";
import { directoryStore, guardStore } from "./clients.js";
import { once } from "./provider.js";

export const sessionIds = () => digestedIds;
export const provedAddresses = /* @__PURE__ */ once(() => dynamoProvedAddresses(directoryStore()));
export const unprovedAddresses = /* @__PURE__ */ once(() => dynamoUnprovedAddresses(guardStore()));
