/** Flows of users of the pool: forgotten passwords and changed addresses. */
import {
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  GlobalSignOutCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { givenUser, lastCode, named, password, poolId, publicId, signIn, type World } from "../world.js";
import { type FlowRow, row } from "./flow-row.js";
import { anyUser, disabledUser, newcomer, refused } from "./steps.js";

const forgot = (world: World, name: string) =>
  world.cognito.send(new ForgotPasswordCommand(named(world, name)));

const forgotOpenly = (world: World, Username: string) =>
  world.cognito.send(new ForgotPasswordCommand({ ClientId: publicId, Username }));

const forgetful = async (world: World) => {
  const { email } = await givenUser(world);
  await forgot(world, email);
  return email;
};

const choose = (world: World, email: string, ConfirmationCode = lastCode(world, email)) =>
  world.cognito.send(
    new ConfirmForgotPasswordCommand({ ...named(world, email), ConfirmationCode, Password: password }),
  );

const asked = ["CustomMessage_ForgotPassword"];
const chosen = ["PostConfirmation_ConfirmForgotPassword"];
const looked = "UserMigration_ForgotPassword";

const forgottenPasswords: readonly FlowRow[] = [
  row("a forgotten password", asked, anyUser, (world, { email }) => forgot(world, email)),
  row("a new password by its code", chosen, forgetful, choose),
  row("a new password by a wrong code", [], forgetful, (world, email) =>
    refused(choose(world, email, "000000")),
  ),
  row("a password that an administrator resets", asked, anyUser, (world, { email: Username }) =>
    world.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username })),
  ),
  row("a forgotten password of a disabled user", [], disabledUser, (world, { email }) =>
    forgot(world, email),
  ),
  row("a forgotten password of an unknown user", [looked], () => newcomer(), forgot),
  row(
    "a forgotten password of an unknown user, where the client says so",
    [looked],
    () => newcomer(),
    (world, name) => refused(forgotOpenly(world, name)),
  ),
  row(
    "a forgotten password of a legacy user",
    [looked, "PreSignUp_AdminCreateUser", ...asked],
    () => newcomer("legacy"),
    forgot,
  ),
];

const signedInUser = async (world: World) => {
  const { email } = await givenUser(world);
  return { email, AccessToken: (await signIn(world, email)).access };
};

const change = (world: World, AccessToken: string, Name: string, Value: string) =>
  world.cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }));

const changeFor = (world: World, Username: string, attributes: Record<string, string>) =>
  world.cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId: poolId,
      Username,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );

const askForCode = (world: World, AccessToken: string) =>
  world.cognito.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: "email" }));

const changed = ["CustomMessage_UpdateUserAttribute"];

export const upkeepFlows: readonly FlowRow[] = [
  ...forgottenPasswords,
  row("an address that its user changes", changed, signedInUser, async (world, { AccessToken }) =>
    change(world, AccessToken, "email", await newcomer()),
  ),
  row("an address that an administrator changes", changed, anyUser, async (world, { email }) =>
    changeFor(world, email, { email: await newcomer() }),
  ),
  row("a verified address from an administrator", [], anyUser, async (world, { email }) =>
    changeFor(world, email, { email: await newcomer(), email_verified: "true" }),
  ),
  row("a name that changes", [], signedInUser, (world, { AccessToken }) =>
    change(world, AccessToken, "name", "Ada"),
  ),
  row(
    "asking for a code for an address",
    ["CustomMessage_VerifyUserAttribute"],
    signedInUser,
    (world, { AccessToken }) => askForCode(world, AccessToken),
  ),
  row(
    "verifying an address",
    [],
    async (world) => {
      const { email, AccessToken } = await signedInUser(world);
      await askForCode(world, AccessToken);
      return { AccessToken, Code: lastCode(world, email) };
    },
    (world, proof) =>
      world.cognito.send(new VerifyUserAttributeCommand({ ...proof, AttributeName: "email" })),
  ),
  row("a password that its user changes", [], signedInUser, (world, { AccessToken }) =>
    world.cognito.send(
      new ChangePasswordCommand({
        AccessToken,
        PreviousPassword: password,
        ProposedPassword: "Another-Horse-2",
      }),
    ),
  ),
  row("signing out everywhere", [], signedInUser, (world, { AccessToken }) =>
    world.cognito.send(new GlobalSignOutCommand({ AccessToken })),
  ),
];
