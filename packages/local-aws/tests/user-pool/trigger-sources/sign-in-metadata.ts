/** Where metadata of sign-ins and refreshes arrives. */
import { GetTokensFromRefreshTokenCommand } from "@aws-sdk/client-cognito-identity-provider";
import { tokenCall } from "../oauth/hosted.js";
import { password, poolId, secretHash, signIn, type World, webId } from "../world.js";
import { type FlowRow, row } from "./flow-row.js";
import { ClientMetadata, client, neither, validation } from "./given-metadata.js";
import { onPage } from "./hosted-flows.js";
import { anyUser, begin, choosingFactor, invite, newcomer, preferMfa, respond } from "./steps.js";

const before = "PreAuthentication_Authentication";
const after = "PostAuthentication_Authentication";
const token = "TokenGeneration_Authentication";
const define = "DefineAuthChallenge_Authentication";
const create = "CreateAuthChallenge_Authentication";
const verify = "VerifyAuthChallengeResponse_Authentication";

const byPassword = (world: World, name: string, PASSWORD = password) =>
  begin(world, "USER_PASSWORD_AUTH", name, { PASSWORD }, { metadata: ClientMetadata });

const invited = async (world: World) => {
  const email = await newcomer();
  await invite(world, email);
  return begin(world, "USER_PASSWORD_AUTH", email, { PASSWORD: "Temporary-1" });
};

const withEmailFactor = async (world: World) => {
  const { email } = await anyUser(world);
  await preferMfa(world, email, { EmailMfaSettings: { Enabled: true } });
  return email;
};

const signIns: readonly FlowRow[] = [
  row("InitiateAuth", [validation(before), neither(after), neither(token)], anyUser, (world, { email }) =>
    byPassword(world, email),
  ),
  row(
    "InitiateAuth of a legacy user",
    [
      validation(before),
      validation("UserMigration_Authentication"),
      validation("PreSignUp_AdminCreateUser"),
      neither(after),
      neither(token),
    ],
    () => newcomer("legacy"),
    (world, name) => byPassword(world, name),
  ),
  row(
    "InitiateAuth that sends a code",
    [validation(before), neither("CustomMessage_Authentication")],
    withEmailFactor,
    (world, email) => byPassword(world, email),
  ),
  row(
    "InitiateAuth that begins with custom challenges",
    [validation(before), neither(define), neither(create)],
    anyUser,
    (world, { email }) => begin(world, "CUSTOM_AUTH", email, {}, { metadata: ClientMetadata }),
  ),
  row(
    "RespondToAuthChallenge to a custom challenge",
    [verify, define, after, token].map(client),
    async (world) => begin(world, "CUSTOM_AUTH", (await anyUser(world)).email),
    (world, asked) => respond(world, asked, { ANSWER: "grey" }, { metadata: ClientMetadata }),
  ),
  row(
    "RespondToAuthChallenge to a new password",
    [after, "TokenGeneration_NewPasswordChallenge"].map(client),
    invited,
    (world, asked) => respond(world, asked, { NEW_PASSWORD: password }, { metadata: ClientMetadata }),
  ),
  row(
    "RespondToAuthChallenge that sends a code",
    [client("CustomMessage_Authentication")],
    choosingFactor,
    (world, asked) => respond(world, asked, { ANSWER: "EMAIL_MFA" }, { metadata: ClientMetadata }),
  ),
];

const session = async (world: World) => {
  const { email, username } = await anyUser(world);
  return { username, token: (await signIn(world, email)).refresh };
};

const refreshes: readonly FlowRow[] = [
  row("REFRESH_TOKEN_AUTH", [neither("TokenGeneration_RefreshTokens")], session, (world, open) => {
    const SECRET_HASH = secretHash(world, open.username);
    const parameters = { REFRESH_TOKEN: open.token, SECRET_HASH };
    return begin(world, "REFRESH_TOKEN_AUTH", open.username, parameters, { metadata: ClientMetadata });
  }),
  row("GetTokensFromRefreshToken", [client(token)], session, (world, { token: RefreshToken }) => {
    const { secret: ClientSecret } = world.running.client(poolId, webId);
    const request = { ClientId: webId, ClientSecret, RefreshToken, ClientMetadata };
    return world.cognito.send(new GetTokensFromRefreshTokenCommand(request));
  }),
  row(
    "a refresh at the token endpoint",
    [neither("TokenGeneration_RefreshTokens")],
    async (world) => (await onPage(world, (await anyUser(world)).email)).refresh_token ?? "",
    (world, refresh_token) =>
      tokenCall(world, {
        grant_type: "refresh_token",
        refresh_token,
        aws_client_metadata: JSON.stringify(ClientMetadata),
      }),
  ),
];

export const signInMetadata: readonly FlowRow[] = [...signIns, ...refreshes];
