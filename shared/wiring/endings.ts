/** The ends of users whom the user pool deleted or disabled. */
import { dynamoAccounts } from "../adapters/dynamo/accounts/accounts.js";
import { dynamoInvitations } from "../adapters/dynamo/accounts/invitations.js";
import { dynamoApiKeys } from "../adapters/dynamo/api-key/api-keys.js";
import { dynamoUserEndings } from "../adapters/dynamo/endings/user-endings.js";
import * as config from "../config/index.js";
import { audit, directory, pseudonyms } from "./base.js";
import { deadline, directoryStore, poolDirectory } from "./clients.js";
import { env } from "./environment.js";
import { sessions } from "./guards.js";
import { composed, once } from "./provider.js";

const ownPool = /* @__PURE__ */ once(() => config.ownPool(env));
const poolPresence = /* @__PURE__ */ composed({ ownPool, poolDirectory }, ({ ownPool, poolDirectory }) => ({
  bySub: (sub: string) => poolDirectory.bySub(ownPool, sub),
}));

export const poolEndingPorts = {
  accounts: /* @__PURE__ */ once(() => dynamoAccounts(directoryStore())),
  apiKeys: /* @__PURE__ */ once(() => dynamoApiKeys(directoryStore())),
  audit,
  deadline,
  directory,
  endings: /* @__PURE__ */ once(() => dynamoUserEndings(directoryStore())),
  invitations: /* @__PURE__ */ once(() => dynamoInvitations(directoryStore())),
  ownPool,
  poolPresence,
  pseudonyms,
  sessions,
};
