/** Flows that create users of the pool. */
import {
  AdminConfirmSignUpCommand,
  AdminSetUserPasswordCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { lastCode, named, password, poolId, type World } from "../world.js";
import { type FlowRow, row } from "./flow-row.js";
import { invite, newcomer, newPhone, refused, signUp, unconfirmed } from "./steps.js";

const resend = (world: World, email: string) =>
  world.cognito.send(new ResendConfirmationCodeCommand(named(world, email)));

const confirm = (world: World, email: string, ConfirmationCode = lastCode(world, email)) =>
  world.cognito.send(new ConfirmSignUpCommand({ ...named(world, email), ConfirmationCode }));

const invited = async (world: World) => {
  const email = await newcomer();
  await invite(world, email);
  return email;
};

const created = "PreSignUp_AdminCreateUser";

export const signUpFlows: readonly FlowRow[] = [
  row("signing up", ["PreSignUp_SignUp", "CustomMessage_SignUp"], () => newcomer(), signUp),
  row("signing up without an address that is to be verified", ["PreSignUp_SignUp"], newPhone, signUp),
  row(
    "signing up when PreSignUp confirms",
    ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"],
    () => newcomer("trusted"),
    signUp,
  ),
  row(
    "signing up when PreSignUp refuses",
    ["PreSignUp_SignUp"],
    () => newcomer("barred"),
    (world, email) => refused(signUp(world, email)),
  ),
  row("asking for the code again", ["CustomMessage_ResendCode"], unconfirmed, resend),
  row("asking for the code of an unknown user", [], () => newcomer(), resend),
  row("confirming by the code", ["PostConfirmation_ConfirmSignUp"], unconfirmed, confirm),
  row("confirming by a wrong code", [], unconfirmed, (world, email) =>
    refused(confirm(world, email, "000000")),
  ),
  row(
    "confirmation by an administrator",
    ["PostConfirmation_ConfirmSignUp"],
    unconfirmed,
    (world, Username) => world.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: poolId, Username })),
  ),
  row(
    "creation by an administrator",
    [created, "CustomMessage_AdminCreateUser"],
    () => newcomer(),
    (world, email) => invite(world, email),
  ),
  row(
    "creation by an administrator without a message",
    [created],
    () => newcomer(),
    (world, email) => invite(world, email, { MessageAction: "SUPPRESS" }),
  ),
  row(
    "creation by an administrator when PreSignUp refuses",
    [created],
    () => newcomer("barred"),
    (world, email) => refused(invite(world, email)),
  ),
  row("an invitation that is sent again", ["CustomMessage_AdminCreateUser"], invited, (world, email) =>
    invite(world, email, { MessageAction: "RESEND" }),
  ),
  row("a password that an administrator sets", [], invited, (world, Username) =>
    world.cognito.send(
      new AdminSetUserPasswordCommand({
        UserPoolId: poolId,
        Username,
        Password: password,
        Permanent: true,
      }),
    ),
  ),
];
