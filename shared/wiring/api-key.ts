/** API keys of accounts. */
import { dynamoApiKeys } from "../adapters/dynamo/api-key/api-keys.js";
import { apiKeyDigests as sha256Digests } from "../adapters/node/api-key-digests.js";
import { randomApiKeyTexts } from "../adapters/node/api-key-texts.js";
import { audit, directory, pseudonyms } from "./base.js";
import { directoryStore } from "./clients.js";
import { tickets } from "./guards.js";
import { once } from "./provider.js";
import { issuedApiKeyPolicy, roles } from "./settings.js";

const apiKeys = /* @__PURE__ */ once(() => dynamoApiKeys(directoryStore()));
const apiKeyTexts = () => randomApiKeyTexts;
export const apiKeyDigests = () => sha256Digests;

export const apiKeyPorts = {
  apiKeyDigests,
  apiKeys,
  apiKeyTexts,
  audit,
  directory,
  pseudonyms,
  roles,
  tickets,
  apiKeyPolicy: issuedApiKeyPolicy,
};
