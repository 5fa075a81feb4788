/** All commands, in the order of `--help`. */
import type { Command } from "../command.js";
import {
  accountsClose,
  accountsCreate,
  accountsOwner,
  accountsReopen,
  accountsShow,
  accountsSuspend,
} from "./accounts.js";
import { auditVerify } from "./audit.js";
import { legacyConflicts, legacyExplain, legacyReaddress, legacyRelease, legacyRepair } from "./conflicts.js";
import { usersExpire } from "./expire-users.js";
import { identitiesDuplicates, identitiesList, identitiesUnlink } from "./identities.js";
import { invitationsCreate, invitationsList, invitationsRevoke } from "./invitations.js";
import { keysLegacy, keysList, keysRevoke } from "./keys.js";
import { legacyPrepare, legacyProgress } from "./legacy.js";
import { legacyMap } from "./map-records.js";
import { usersReconcile } from "./reconcile-users.js";
import { identitiesRepair } from "./repair.js";
import { sourcesBlock, sourcesShow, sourcesUnblock } from "./sources.js";
import { usersErase, usersReinstate, usersShow, usersSuspend } from "./users.js";

export const COMMANDS: readonly Command[] = [
  usersShow,
  usersSuspend,
  usersReinstate,
  usersErase,
  usersReconcile,
  usersExpire,
  identitiesList,
  identitiesUnlink,
  identitiesDuplicates,
  identitiesRepair,
  accountsCreate,
  accountsShow,
  accountsOwner,
  accountsSuspend,
  accountsClose,
  accountsReopen,
  invitationsCreate,
  invitationsList,
  invitationsRevoke,
  sourcesShow,
  sourcesBlock,
  sourcesUnblock,
  legacyPrepare,
  legacyProgress,
  legacyMap,
  legacyConflicts,
  legacyExplain,
  legacyRelease,
  legacyReaddress,
  legacyRepair,
  keysList,
  keysRevoke,
  keysLegacy,
  auditVerify,
];
