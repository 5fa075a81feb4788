/** All operations of the HTTP API, by concern. */
import type { Operations, Tag } from "./operation.js";
import { ACCOUNTS } from "./operations/accounts.js";
import { API_KEYS } from "./operations/keys.js";
import { INVITATIONS, MEMBERS } from "./operations/members.js";
import { PERMISSIONS } from "./operations/permissions.js";
import { DEMO, PROBES, SERVICES } from "./operations/services.js";
import { REDIRECT, SESSION } from "./operations/sessions.js";
import { SIGN_IN } from "./operations/sign-in.js";
import { SIGN_UP } from "./operations/sign-up.js";
import { TEAMS } from "./operations/teams.js";

export const TAGS: readonly Tag[] = [
  SIGN_UP,
  SIGN_IN,
  SESSION,
  REDIRECT,
  ACCOUNTS,
  MEMBERS,
  INVITATIONS,
  API_KEYS,
  PERMISSIONS,
  TEAMS,
  SERVICES,
  PROBES,
  DEMO,
];

export const OPERATIONS: Operations = Object.assign({}, ...TAGS.map(({ operations }) => operations));
