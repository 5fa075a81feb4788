/**
 * UserMigration and PreSignUp as one function: the triggers of users that the pool does not know yet. A migration
 * runs UserMigration and then PreSignUp (`PreSignUp_AdminCreateUser`), and both call the legacy system. See
 * docs/adr/0013-functions-of-a-sign-in.md.
 */
import { refuseUnknownSource, triggerGroup } from "../../shared/edge/cognito-trigger.js";
import { invocationPorts } from "../../shared/wiring/base.js";
import { wired } from "../../shared/wiring/provider.js";
import { handler as preSignUp } from "./pre-sign-up.js";
import { handler as userMigration } from "./user-migration.js";

/** An arrival is the first sign-in or sign-up of a user that the pool does not know. */
export const arrivalTriggers = { UserMigration: userMigration, PreSignUp: preSignUp };

export const handler = triggerGroup(arrivalTriggers, wired(refuseUnknownSource, invocationPorts));
