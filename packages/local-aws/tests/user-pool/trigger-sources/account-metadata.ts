/** The triggers that get the metadata of users who are created and changed. */
import {
  AdminConfirmSignUpCommand,
  AdminResetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { lastCode, named, password, poolId, signIn, type World } from "../world.js";
import { type FlowRow, row } from "./flow-row.js";
import { both, ClientMetadata, client, neither, ValidationData } from "./given-metadata.js";
import { anyUser, invite, newcomer, unconfirmed } from "./steps.js";
export const signUp = (world: World, name: string) =>
  world.cognito.send(
    new SignUpCommand({ ...named(world, name), Password: password, ValidationData, ClientMetadata }),
  );

export const forgot = (world: World, name: string) =>
  world.cognito.send(new ForgotPasswordCommand({ ...named(world, name), ClientMetadata }));

const forgetful = async (world: World) => {
  const { email } = await anyUser(world);
  await forgot(world, email);
  return email;
};

const accounts: readonly FlowRow[] = [
  row("SignUp", [both("PreSignUp_SignUp"), client("CustomMessage_SignUp")], () => newcomer(), signUp),
  row(
    "SignUp that PreSignUp confirms",
    [both("PreSignUp_SignUp"), client("PostConfirmation_ConfirmSignUp")],
    () => newcomer("trusted"),
    signUp,
  ),
  row("ConfirmSignUp", [client("PostConfirmation_ConfirmSignUp")], unconfirmed, (world, email) => {
    const ConfirmationCode = lastCode(world, email);
    const confirm = { ...named(world, email), ConfirmationCode, ClientMetadata };
    return world.cognito.send(new ConfirmSignUpCommand(confirm));
  }),
  row("AdminConfirmSignUp", [client("PostConfirmation_ConfirmSignUp")], unconfirmed, (world, Username) =>
    world.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username, ClientMetadata })),
  ),
  row("ResendConfirmationCode", [client("CustomMessage_ResendCode")], unconfirmed, (world, email) =>
    world.cognito.send(new ResendConfirmationCodeCommand({ ...named(world, email), ClientMetadata })),
  ),
  row(
    "AdminCreateUser",
    [both("PreSignUp_AdminCreateUser"), neither("CustomMessage_AdminCreateUser")],
    () => newcomer(),
    (world, email) => invite(world, email, { ValidationData, ClientMetadata }),
  ),
  row("ForgotPassword", [client("CustomMessage_ForgotPassword")], anyUser, (world, { email }) =>
    forgot(world, email),
  ),
  row(
    "ForgotPassword of a legacy user",
    [
      client("UserMigration_ForgotPassword"),
      client("PreSignUp_AdminCreateUser"),
      client("CustomMessage_ForgotPassword"),
    ],
    () => newcomer("legacy"),
    forgot,
  ),
  row(
    "ConfirmForgotPassword",
    [client("PostConfirmation_ConfirmForgotPassword")],
    forgetful,
    (world, email) =>
      world.cognito.send(
        new ConfirmForgotPasswordCommand({
          ...named(world, email),
          ConfirmationCode: lastCode(world, email),
          Password: password,
          ClientMetadata,
        }),
      ),
  ),
  row(
    "AdminResetUserPassword",
    [client("CustomMessage_ForgotPassword")],
    anyUser,
    (world, { email: Username }) =>
      world.cognito.send(new AdminResetUserPasswordCommand({ UserPoolId: poolId, Username, ClientMetadata })),
  ),
];

export const signedIn = async (world: World) => (await signIn(world, (await anyUser(world)).email)).access;
const newEmail = async () => [{ Name: "email", Value: await newcomer() }];

export const updateAttributes = async (world: World, AccessToken: string) => {
  const change = { AccessToken, UserAttributes: await newEmail(), ClientMetadata };
  return world.cognito.send(new UpdateUserAttributesCommand(change));
};

export const askForCode = (world: World, AccessToken: string) =>
  world.cognito.send(
    new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: "email", ClientMetadata }),
  );

const attributes: readonly FlowRow[] = [
  row("UpdateUserAttributes", [client("CustomMessage_UpdateUserAttribute")], signedIn, updateAttributes),
  row(
    "AdminUpdateUserAttributes",
    [client("CustomMessage_UpdateUserAttribute")],
    anyUser,
    async (world, { email: Username }) => {
      const change = { UserPoolId: poolId, Username, UserAttributes: await newEmail(), ClientMetadata };
      return world.cognito.send(new AdminUpdateUserAttributesCommand(change));
    },
  ),
  row(
    "GetUserAttributeVerificationCode",
    [client("CustomMessage_VerifyUserAttribute")],
    signedIn,
    askForCode,
  ),
];

export const accountMetadata: readonly FlowRow[] = [...accounts, ...attributes];
