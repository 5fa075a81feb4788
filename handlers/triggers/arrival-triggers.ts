/**
 * UserMigration and PreSignUp as one function: the triggers of users that the pool does not know yet. A migration
 * runs UserMigration and then PreSignUp (`PreSignUp_AdminCreateUser`), and both call the legacy system. See
 * docs/adr/0013-functions-of-a-sign-in.md.
 */
import { refuseUnknownSource, type TriggerHandler, triggerGroup } from "../../shared/edge/cognito-trigger.js";
import { invocationPorts, wired } from "../../shared/wiring/index.js";
import { handler as preSignUp } from "./pre-sign-up.js";
import { handler as userMigration } from "./user-migration.js";

type Members = Readonly<Record<"userMigration" | "preSignUp" | "unknownSource", TriggerHandler>>;

export const arrivalTriggers = (members: Members) =>
  triggerGroup(
    {
      UserMigration: members.userMigration,
      PreSignUp: members.preSignUp,
    },
    members.unknownSource,
  );

export const handler = arrivalTriggers({
  userMigration,
  preSignUp,
  unknownSource: wired(refuseUnknownSource, invocationPorts),
});
