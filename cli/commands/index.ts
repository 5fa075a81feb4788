/** Every command, in the order of `--help`. */
import type { Command } from "../command.js";
import { auditVerify } from "./audit.js";
import { legacyPrepare, legacyProgress } from "./legacy.js";
import { usersReinstate, usersShow, usersSuspend } from "./users.js";

export const COMMANDS: readonly Command[] = [
  usersShow,
  usersSuspend,
  usersReinstate,
  legacyPrepare,
  legacyProgress,
  auditVerify,
];
