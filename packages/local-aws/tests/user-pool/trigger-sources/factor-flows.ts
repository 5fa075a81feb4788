/** Sign-ins with a second factor, and those whose first factor the user chooses. */
import {
  AssociateSoftwareTokenCommand,
  ConfirmSignUpCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { browserUser, details, outcomeOf } from "../browser-client.js";
import { totp } from "../totp.js";
import { givenUser, lastCode, named, password, signIn, type World } from "../world.js";
import { authenticated, create, define, type FlowRow, preAuthentication, row, signedIn } from "./flow-row.js";
import {
  anyUser,
  begin,
  newcomer,
  newestCode,
  preferMfa,
  reachableUser,
  refused,
  respond,
  unconfirmed,
} from "./steps.js";

const byPassword = (world: World, name: string) =>
  begin(world, "USER_PASSWORD_AUTH", name, { PASSWORD: password });

const message = "CustomMessage_Authentication";
const withMessage = [preAuthentication, message, ...authenticated];

const withFactor = (settings: object) => async (world: World) => {
  const someone = await reachableUser(world);
  await preferMfa(world, someone.email, settings);
  return someone;
};

const sms = { SMSMfaSettings: { Enabled: true } };
const mail = { EmailMfaSettings: { Enabled: true } };

async function withSoftwareToken(world: World) {
  const { email } = await givenUser(world);
  const { access: AccessToken } = await signIn(world, email);
  const { SecretCode = "" } = await world.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const UserCode = totp(SecretCode, world.clock.now());
  await world.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await world.cognito.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));
  world.clock.forward(30_000);
  return { email, SecretCode };
}

/** The library does not go on to a custom challenge after a code, so the flow ends with its question. */
const bySrpAndCode = async (world: World, email: string) => {
  const user = browserUser(world, email);
  user.setAuthenticationFlowType("CUSTOM_AUTH");
  await outcomeOf((callbacks) => user.authenticateUser(details(user, password), callbacks));
  return outcomeOf((callbacks) => user.sendMFACode(newestCode(world), callbacks));
};

const secondFactors: readonly FlowRow[] = [
  row("signing in with a code by SMS", withMessage, withFactor(sms), async (world, { email }) => {
    const asked = await byPassword(world, email);
    return respond(world, asked, { SMS_MFA_CODE: newestCode(world) });
  }),
  row("signing in with a code by email", withMessage, withFactor(mail), async (world, { email }) => {
    const asked = await byPassword(world, email);
    return respond(world, asked, { EMAIL_OTP_CODE: lastCode(world, email) });
  }),
  row("a wrong code", [preAuthentication, message], withFactor(mail), async (world, { email }) =>
    refused(respond(world, await byPassword(world, email), { EMAIL_OTP_CODE: "none" })),
  ),
  row(
    "signing in with a second factor of one's choice",
    withMessage,
    withFactor({ ...sms, ...mail }),
    async (world, { email }) => {
      const asked = await respond(world, await byPassword(world, email), { ANSWER: "EMAIL_MFA" });
      return respond(world, asked, { EMAIL_OTP_CODE: lastCode(world, email) });
    },
  ),
  row("signing in with a software token", signedIn, withSoftwareToken, async (world, { email, SecretCode }) =>
    respond(world, await byPassword(world, email), {
      SOFTWARE_TOKEN_MFA_CODE: totp(SecretCode, world.clock.now()),
    }),
  ),
  row(
    "a code between SRP and a custom challenge",
    [preAuthentication, define, message, define, create],
    withFactor(sms),
    (world, { email }) => bySrpAndCode(world, email),
  ),
];

const choose = (world: World, name: string, parameters = {}) => begin(world, "USER_AUTH", name, parameters);

const byCode = async (world: World, email: string, PREFERRED_CHALLENGE: string) => {
  const asked = await choose(world, email, { PREFERRED_CHALLENGE });
  return respond(world, asked, { [`${PREFERRED_CHALLENGE}_CODE`]: newestCode(world) });
};

const preferredPassword = { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: password };

const firstFactors: readonly FlowRow[] = [
  row("choosing the password at once", signedIn, anyUser, (world, { email }) =>
    choose(world, email, preferredPassword),
  ),
  row("choosing the password when asked", signedIn, anyUser, async (world, { email }) =>
    respond(world, await choose(world, email), { ANSWER: "PASSWORD", PASSWORD: password }),
  ),
  row("choosing a code by email", withMessage, anyUser, (world, { email }) =>
    byCode(world, email, "EMAIL_OTP"),
  ),
  row("choosing a code by SMS", withMessage, reachableUser, (world, { email }) =>
    byCode(world, email, "SMS_OTP"),
  ),
  row(
    "a code that confirms the sign-up",
    [preAuthentication, message, ...authenticated],
    unconfirmed,
    (world, email) => byCode(world, email, "EMAIL_OTP"),
  ),
  row(
    "the choice of an unknown user",
    [preAuthentication],
    () => newcomer(),
    (world, name) => choose(world, name),
  ),
  row(
    "the password of a legacy user, by choice",
    [preAuthentication],
    () => newcomer("legacy"),
    (world, name) => refused(choose(world, name, preferredPassword)),
  ),
  row(
    "a code for a legacy user",
    [preAuthentication],
    () => newcomer("legacy"),
    (world, name) => choose(world, name, { PREFERRED_CHALLENGE: "EMAIL_OTP" }),
  ),
  row(
    "signing in with the session of ConfirmSignUp",
    signedIn,
    async (world) => {
      const email = await unconfirmed(world);
      const ConfirmationCode = lastCode(world, email);
      const command = new ConfirmSignUpCommand({ ...named(world, email), ConfirmationCode });
      return { email, session: (await world.cognito.send(command)).Session };
    },
    (world, { email, session }) => begin(world, "USER_AUTH", email, {}, { session }),
  ),
];

export const factorFlows: readonly FlowRow[] = [...secondFactors, ...firstFactors];
