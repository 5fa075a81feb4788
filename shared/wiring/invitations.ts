/** Invitations, which are mailed. */
import { accounts, invitations } from "./accounts.js";
import { audit, directory, pseudonyms, random } from "./base.js";
import { throttle } from "./guards.js";
import { messenger } from "./mail.js";
import { notices, roles } from "./settings.js";

export const invitationPorts = {
  accounts,
  audit,
  directory,
  invitations,
  messenger,
  notices,
  pseudonyms,
  random,
  roles,
  throttle,
};
