/** Sign-ins by password, by SRP, by custom challenges and by migration. */
import { AdminInitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { browserUser, details, outcomeOf, srpSignIn } from "../browser-client.js";
import { givenUser, password, poolId, publicId, type World } from "../world.js";
import {
  authenticated,
  create,
  define,
  type FlowRow,
  preAuthentication,
  row,
  signedIn,
  verify,
} from "./flow-row.js";
import { anyUser, begin, disabledUser, invite, newcomer, openly, refused, respond } from "./steps.js";

const byPassword = (world: World, name: string, PASSWORD = password, how = {}) =>
  begin(world, "USER_PASSWORD_AUTH", name, { PASSWORD }, how);

const suspended = (world: World) => givenUser(world, { email: "suspended@example.com" });

const byTemporaryPassword = async (world: World, email: string) => {
  const asked = await byPassword(world, email, "Temporary-1");
  return respond(world, asked, { NEW_PASSWORD: password });
};

const passwordFlows: readonly FlowRow[] = [
  row("signing in by password", signedIn, anyUser, (world, { email }) => byPassword(world, email)),
  row("signing in by password for an administrator", signedIn, anyUser, (world, { email }) =>
    world.cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: poolId,
        ClientId: publicId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    ),
  ),
  row("a wrong password", [preAuthentication], anyUser, (world, { email }) =>
    refused(byPassword(world, email, "Wrong-Horse-1")),
  ),
  row("a disabled user's password", [preAuthentication], disabledUser, (world, { email }) =>
    refused(byPassword(world, email)),
  ),
  row("a password when PreAuthentication refuses", [preAuthentication], suspended, (world, { email }) =>
    refused(byPassword(world, email)),
  ),
  row(
    "a temporary password and the new one",
    [preAuthentication, "PostAuthentication_Authentication", "TokenGeneration_NewPasswordChallenge"],
    async (world) => {
      const email = await newcomer();
      await invite(world, email);
      return email;
    },
    byTemporaryPassword,
  ),
];

const asked = "UserMigration_Authentication";
const migrated = [asked, "PreSignUp_AdminCreateUser"];
const unknownUser = () => newcomer();
const legacy = () => newcomer("legacy");

const migrations: readonly FlowRow[] = [
  row("a password of an unknown user", [preAuthentication, asked], unknownUser, (world, name) =>
    refused(byPassword(world, name)),
  ),
  row("a password of an unknown user, where the client says so", [asked], unknownUser, (world, name) =>
    refused(byPassword(world, name, password, openly)),
  ),
  row(
    "signing in by password as a legacy user",
    [preAuthentication, ...migrated, ...authenticated],
    legacy,
    (world, name) => byPassword(world, name),
  ),
  row(
    "signing in by password as a legacy user, where the client says who exists",
    [...migrated, preAuthentication, ...authenticated],
    legacy,
    (world, name) => byPassword(world, name, password, openly),
  ),
  row(
    "migration of a user who must reset the password",
    [preAuthentication, ...migrated],
    () => newcomer("legacy-reset"),
    (world, name) => refused(byPassword(world, name)),
  ),
];

const SRP_A = "ab".repeat(384);
const bySrp = async (world: World, name: string, given = password) => {
  const outcome = await srpSignIn(browserUser(world, name), given);
  if ((outcome.kind === "signed in") !== (given === password)) throw new Error(JSON.stringify(outcome));
};

const srpFlows: readonly FlowRow[] = [
  row("signing in by SRP", signedIn, anyUser, (world, { email }) => bySrp(world, email)),
  row("a wrong password by SRP", [preAuthentication], anyUser, (world, { email }) =>
    bySrp(world, email, "Wrong-Horse-1"),
  ),
  row("SRP of an unknown user", [preAuthentication], unknownUser, (world, name) =>
    begin(world, "USER_SRP_AUTH", name, { SRP_A }),
  ),
  row("SRP of an unknown user, where the client says so", [], unknownUser, (world, name) =>
    refused(begin(world, "USER_SRP_AUTH", name, { SRP_A }, openly)),
  ),
  row("SRP of a legacy user", [preAuthentication], legacy, (world, name) =>
    begin(world, "USER_SRP_AUTH", name, { SRP_A }),
  ),
];

const byChallenge = async (world: World, name: string, ANSWER = "grey") =>
  respond(world, await begin(world, "CUSTOM_AUTH", name), { ANSWER });

const byPasswordAndChallenge = async (world: World, email: string) => {
  const user = browserUser(world, email);
  user.setAuthenticationFlowType("CUSTOM_AUTH");
  await outcomeOf((callbacks) => user.authenticateUser(details(user, password), callbacks));
  return outcomeOf((callbacks) => user.sendCustomChallengeAnswer("grey", callbacks));
};

const question = [preAuthentication, define, create];

const customFlows: readonly FlowRow[] = [
  row(
    "signing in by a custom challenge",
    [...question, verify, define, ...authenticated],
    anyUser,
    (world, { email }) => byChallenge(world, email),
  ),
  row("a wrong answer to a custom challenge", [...question, verify, define], anyUser, (world, { email }) =>
    refused(byChallenge(world, email, "brown")),
  ),
  row(
    "signing in by SRP and a custom challenge",
    [preAuthentication, define, define, create, verify, define, ...authenticated],
    anyUser,
    (world, { email }) => byPasswordAndChallenge(world, email),
  ),
  row("a custom challenge of an unknown user", question, unknownUser, (world, name) =>
    begin(world, "CUSTOM_AUTH", name),
  ),
  row("a custom challenge of an unknown user, where the client says so", [], unknownUser, (world, name) =>
    refused(begin(world, "CUSTOM_AUTH", name, {}, openly)),
  ),
];

export const signInFlows: readonly FlowRow[] = [...passwordFlows, ...migrations, ...srpFlows, ...customFlows];
