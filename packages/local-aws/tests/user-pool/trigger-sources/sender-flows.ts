/** Every message of a pool with custom senders, which are invoked instead of CustomMessage. */
import {
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  ResendConfirmationCodeCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { givenUser, named, password, type Setup, signIn, type TriggerEvent, type World } from "../world.js";
import { type FlowRow, row } from "./flow-row.js";
import { begin, invite, newcomer, newPhone, preferMfa, signUp } from "./steps.js";

const functionArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const sender = (name: string) => ({ LambdaArn: functionArn(name), LambdaVersion: "V1_0" });
const silent = (event: TriggerEvent): unknown => event;

/** Both addresses are verified at a sign-up, and both carry second factors. */
export const withSenders: Setup = {
  pool: {
    UsernameAttributes: ["email", "phone_number"],
    AutoVerifiedAttributes: ["email", "phone_number"],
    MfaConfiguration: "OPTIONAL",
    EnabledMfas: ["SMS_MFA", "EMAIL_OTP"],
    EmailConfiguration: { EmailSendingAccount: "DEVELOPER" },
    LambdaConfig: {
      KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555",
      CustomEmailSender: sender("CustomEmailSender"),
      CustomSMSSender: sender("CustomSMSSender"),
      CustomMessage: functionArn("CustomMessage"),
    },
  },
  triggers: { CustomEmailSender: silent, CustomSMSSender: silent, CustomMessage: silent },
};

interface Way {
  readonly trigger: string;
  readonly by: string;
  readonly attribute: "email" | "phone_number";
  readonly medium: "EMAIL" | "SMS";
  readonly factor: object;
  newName(): Promise<string>;
}

const ways: readonly Way[] = [
  {
    trigger: "CustomEmailSender",
    by: "by email",
    attribute: "email",
    medium: "EMAIL",
    factor: { EmailMfaSettings: { Enabled: true } },
    newName: () => newcomer(),
  },
  {
    trigger: "CustomSMSSender",
    by: "by SMS",
    attribute: "phone_number",
    medium: "SMS",
    factor: { SMSMfaSettings: { Enabled: true } },
    newName: newPhone,
  },
];

/** A forgotten password's code goes to a phone first, where there is one. */
async function reachable(world: World, { attribute, newName }: Way) {
  if (attribute === "email") return givenUser(world);
  return givenUser(world, {
    attributes: { phone_number: await newName(), phone_number_verified: "true" },
  });
}

const signedIn = (way: Way) => async (world: World) =>
  (await signIn(world, (await reachable(world, way)).email)).access;

const flowsOf = (way: Way): readonly FlowRow[] => {
  const { trigger, by, attribute, medium, factor, newName } = way;
  const unconfirmed = async (world: World) => {
    const name = await newName();
    await signUp(world, name);
    return name;
  };
  const withFactor = async (world: World) => {
    const { email } = await reachable(world, way);
    await preferMfa(world, email, factor);
    return email;
  };
  return [
    row(`signing up ${by}`, [`${trigger}_SignUp`], newName, signUp),
    row(`asking for the code again ${by}`, [`${trigger}_ResendCode`], unconfirmed, (world, name) =>
      world.cognito.send(new ResendConfirmationCodeCommand(named(world, name))),
    ),
    row(`an invitation ${by}`, [`${trigger}_AdminCreateUser`], newName, (world, name) =>
      invite(world, name, { DesiredDeliveryMediums: [medium] }),
    ),
    row(
      `a forgotten password ${by}`,
      [`${trigger}_ForgotPassword`],
      (world) => reachable(world, way),
      (world, { email }) => world.cognito.send(new ForgotPasswordCommand(named(world, email))),
    ),
    row(
      `an address that changes ${by}`,
      [`${trigger}_UpdateUserAttribute`],
      signedIn(way),
      async (world, AccessToken) => {
        const UserAttributes = [{ Name: attribute, Value: await newName() }];
        return world.cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
      },
    ),
    row(`asking for a code ${by}`, [`${trigger}_VerifyUserAttribute`], signedIn(way), (world, AccessToken) =>
      world.cognito.send(
        new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: attribute }),
      ),
    ),
    row(`a second factor ${by}`, [`${trigger}_Authentication`], withFactor, (world, email) =>
      begin(world, "USER_PASSWORD_AUTH", email, { PASSWORD: password }),
    ),
  ];
};

export const senderFlows: readonly FlowRow[] = [
  ...ways.flatMap(flowsOf),
  row(
    "an invitation without a message",
    [],
    () => newcomer(),
    (world, name) => invite(world, name, { MessageAction: "SUPPRESS" }),
  ),
];
