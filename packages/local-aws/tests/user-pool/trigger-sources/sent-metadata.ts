/** Where metadata arrives in a pool with custom senders. */
import { ResendConfirmationCodeCommand } from "@aws-sdk/client-cognito-identity-provider";
import { named } from "../world.js";
import { askForCode, forgot, signedIn, signUp, updateAttributes } from "./account-metadata.js";
import { type FlowRow, row } from "./flow-row.js";
import { ClientMetadata, client, neither } from "./given-metadata.js";
import { anyUser, choosingFactor, invite, newcomer, respond, unconfirmed } from "./steps.js";
/** Custom senders see it for three causes only. */
export const sentMetadata: readonly FlowRow[] = [
  row("SignUp", [client("CustomEmailSender_SignUp")], () => newcomer(), signUp),
  row("ForgotPassword", [client("CustomEmailSender_ForgotPassword")], anyUser, (world, { email }) =>
    forgot(world, email),
  ),
  row(
    "RespondToAuthChallenge",
    [client("CustomEmailSender_Authentication")],
    choosingFactor,
    (world, asked) => respond(world, asked, { ANSWER: "EMAIL_MFA" }, { metadata: ClientMetadata }),
  ),
  row("ResendConfirmationCode", [neither("CustomEmailSender_ResendCode")], unconfirmed, (world, email) =>
    world.cognito.send(new ResendConfirmationCodeCommand({ ...named(world, email), ClientMetadata })),
  ),
  row(
    "AdminCreateUser",
    [neither("CustomEmailSender_AdminCreateUser")],
    () => newcomer(),
    (world, email) => invite(world, email, { ClientMetadata }),
  ),
  row("UpdateUserAttributes", [neither("CustomEmailSender_UpdateUserAttribute")], signedIn, updateAttributes),
  row(
    "GetUserAttributeVerificationCode",
    [neither("CustomEmailSender_VerifyUserAttribute")],
    signedIn,
    askForCode,
  ),
];
