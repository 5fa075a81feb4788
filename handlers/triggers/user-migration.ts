/**
 * Cognito UserMigration, both sources: a first sign-in, or a forgotten password, of a user the
 * pool does not know. Every refusal reads the same, so a caller cannot learn which users exist.
 */
import { userMigrationEvent } from "../../shared/edge/cognito-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type MigrateDeps, migrateUser } from "../../shared/flows/migration/migrate-user.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { migrationPorts } from "../../shared/wiring/migration.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = TriggerDeps & MigrateDeps;

export const userMigration = (deps: Deps) =>
  cognitoTrigger(deps, userMigrationEvent, async (input) => {
    const outcome = await migrateUser(deps, input);
    if (outcome.kind === "refused") return {}; // an empty answer: Cognito then simulates the usual refusal

    return {
      userAttributes: outcome.attributes,
      messageAction: "SUPPRESS",
      desiredDeliveryMediums: ["EMAIL"],
      forceAliasCreation: false, // true would take the address from the user who has it
      ...(input.proof.kind === "password" && { finalUserStatus: "CONFIRMED" }),
    };
  });

export const handler = wired(userMigration, { ...triggerPorts, ...migrationPorts });
