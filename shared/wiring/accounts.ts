/** Accounts, memberships and invitations. */
import { dynamoAccounts } from "../adapters/dynamo/accounts/accounts.js";
import { dynamoInvitations } from "../adapters/dynamo/accounts/invitations.js";
import { audit, directory, pseudonyms, random } from "./base.js";
import { directoryStore } from "./clients.js";
import { throttle, tickets } from "./guards.js";
import { once } from "./provider.js";
import { accountSettings, roles } from "./settings.js";

export const accounts = /* @__PURE__ */ once(() => dynamoAccounts(directoryStore()));
export const invitations = /* @__PURE__ */ once(() => dynamoInvitations(directoryStore()));

export const accountPorts = { accounts, audit, directory, pseudonyms, roles, tickets };
export const createAccountPorts = {
  accounts,
  accountSettings,
  audit,
  directory,
  random,
  throttle,
};
