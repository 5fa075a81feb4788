/** The steps that flows are made of, by the SDK. */
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminSetUserMFAPreferenceCommand,
  type AuthFlowType,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  givenUser,
  named,
  password,
  poolId,
  publicId,
  refusal,
  secretHash,
  type World,
  webId,
} from "../world.js";

const phone = { phone_number: "+31612345678", phone_number_verified: "true" };

let newcomers = 0;
export const newcomer = async (begins = "newcomer"): Promise<string> => `${begins}${++newcomers}@example.com`;

/** A separate number for each test: two users cannot sign in with one. */
export const newPhone = async (): Promise<string> => `+316${String(10_000_000 + ++newcomers)}`;

export const anyUser = (world: World) => givenUser(world);

export async function reachableUser(world: World) {
  return givenUser(world, { attributes: { ...phone, phone_number: await newPhone() } });
}

export const signUp = (world: World, name: string) =>
  world.cognito.send(new SignUpCommand({ ...named(world, name), Password: password }));

export async function unconfirmed(world: World): Promise<string> {
  const email = await newcomer();
  await signUp(world, email);
  return email;
}

export const invite = (world: World, Username: string, more: Record<string, unknown> = {}) =>
  world.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username,
      DesiredDeliveryMediums: ["EMAIL"],
      TemporaryPassword: "Temporary-1",
      ...more,
    }),
  );

const disable = (world: World, Username: string) =>
  world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username }));

export async function disabledUser(world: World) {
  const someone = await givenUser(world);
  await disable(world, someone.email);
  return someone;
}

/** The secret hash, where the client has a secret. */
const proof = (world: World, ClientId: string, USERNAME: string): Record<string, string> =>
  ClientId === webId ? { USERNAME, SECRET_HASH: secretHash(world, USERNAME) } : { USERNAME };

export type Question = Pick<
  InitiateAuthCommandOutput,
  "ChallengeName" | "ChallengeParameters" | "Session" | "AuthenticationResult"
>;

interface Beginning {
  readonly clientId?: string;
  readonly session?: string | undefined;
  readonly metadata?: Record<string, string>;
}

export const begin = (
  world: World,
  AuthFlow: AuthFlowType,
  name: string,
  parameters: Record<string, string> = {},
  { clientId: ClientId = webId, session: Session, metadata: ClientMetadata }: Beginning = {},
): Promise<Question> =>
  world.cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow,
      AuthParameters: { ...proof(world, ClientId, name), ...parameters },
      ...(Session !== undefined && { Session }),
      ...(ClientMetadata && { ClientMetadata }),
    }),
  );

export function respond(
  world: World,
  { ChallengeName, ChallengeParameters = {}, Session }: Question,
  responses: Record<string, string>,
  { clientId: ClientId = webId, metadata: ClientMetadata }: Beginning = {},
): Promise<Question> {
  const name = ChallengeParameters.USER_ID_FOR_SRP ?? ChallengeParameters.USERNAME ?? "";
  return world.cognito.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName,
      Session,
      ChallengeResponses: { ...proof(world, ClientId, name), ...responses },
      ...(ClientMetadata && { ClientMetadata }),
    }),
  );
}

export const openly = { clientId: publicId };

/** A flow that ends in a refusal; throws when it does not. */
export async function refused(attempt: Promise<unknown>): Promise<void> {
  if ((await refusal(attempt)) === "no error") throw new Error("the flow was not refused");
}

export const preferMfa = (world: World, Username: string, settings: object) =>
  world.cognito.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId: poolId, Username, ...settings }));

/** The latest code that was sent. */
export const newestCode = ({ messages }: World): string => messages.at(-1)?.code ?? "";

/** A sign-in that asks which second factor it shall be. */
export const choosingFactor = async (world: World) => {
  const { email } = await reachableUser(world);
  const settings = { SMSMfaSettings: { Enabled: true }, EmailMfaSettings: { Enabled: true } };
  await preferMfa(world, email, settings);
  return begin(world, "USER_PASSWORD_AUTH", email, { PASSWORD: password });
};
