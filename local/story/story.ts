/**
 * One user's path from the legacy system to sign-out, over HTTP against a running stack. Every step is
 * checked; the first failed check ends the story.
 */
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import type { StackDescription } from "../stack/description.js";
import { playAccount } from "./account-scene.js";
import { type Answer, me, post, refreshTokenOf } from "./api.js";
import { playAudit } from "./audit-scene.js";
import { CREDENTIALS, castLegacyActor, type LegacyActor, legacyRow } from "./cast.js";
import { type Report, type Stage, stage } from "./play.js";
import { playSignUp } from "./sign-up-scene.js";
import { TIMED_HANDLER, timedFetch } from "./timed-fetch.js";
import { expiredToken, forgedToken } from "./token-forgery.js";

type Scene = Stage & { readonly stack: StackDescription; readonly actor: LegacyActor };

/** @throws Error at the first failed check. */
export const playStory = async (stack: StackDescription, report: Report): Promise<void> => {
  const actor = await castLegacyActor(stack);
  const scene: Scene = { ...stage(report), stack, actor };
  let session: Answer | undefined;
  const signedIn = (): Answer => {
    if (!session) throw new Error("no user has signed in yet");
    return session;
  };
  await scene.step("A legacy user signs in and is migrated", async () => {
    session = await migrate(scene);
  });
  await scene.step("The tokens are valid and contain the claims of the directory", () =>
    inspect(scene, signedIn()),
  );
  await scene.step("The authorizer allows, denies and rejects requests", () => visit(scene, signedIn()));
  await scene.step("An Admin checks permissions and issues an API key", () => playAccount(scene, signedIn()));
  await scene.step("A new user signs up, confirms with the mailed code and signs in", () =>
    playSignUp(scene, stack),
  );
  await scene.step("The migrated user signs out everywhere", () => leave(scene, signedIn()));
  await scene.step("The audit stream contains exactly these events, in order", () => playAudit(scene));
};

const migrate = async ({ see, stack, actor }: Scene): Promise<Answer> => {
  const { email, password } = actor;
  const wrong = await post(stack, "signin", { email, password: "Wrong-Pass-1!" });
  see(
    "a wrong password gets the generic refusal",
    [wrong.status, wrong.body.code],
    [401, "invalid_credentials"],
  );
  const session = await post(stack, "signin", { email, password });
  see("the correct password signs in", session.status, 200);

  const cognito = new CognitoIdentityProviderClient({
    endpoint: stack.urls.cognito,
    region: stack.region,
    credentials: CREDENTIALS,
    requestHandler: TIMED_HANDLER,
  });
  const user = await cognito.send(new AdminGetUserCommand({ UserPoolId: stack.pool.id, Username: email }));
  see("the user is CONFIRMED in the pool", user.UserStatus, "CONFIRMED");
  const sub = user.UserAttributes?.find(({ Name }) => Name === "sub")?.Value;
  const row = await legacyRow(stack, actor.legacyId);
  see(
    "the legacy id is linked to the pool user in DynamoDB",
    { state: row?.state, sub: row?.sub, user: row?.user_id },
    { state: "LINKED", sub, user: actor.userId },
  );
  return session;
};

const inspect = async ({ see, stack, actor }: Scene, session: Answer): Promise<void> => {
  const keys = await (await timedFetch(stack.urls.jwks)).json();
  for (const tokenUse of ["access", "id"] as const) {
    const verifier = CognitoJwtVerifier.create({
      userPoolId: stack.pool.id,
      clientId: stack.pool.tokenClientId,
      tokenUse,
    });
    verifier.cacheJwks(keys as Parameters<typeof verifier.cacheJwks>[0]);
    const claims = await verifier.verify(String(session.body[`${tokenUse}_token`]));
    see(
      `the ${tokenUse} token contains group, account, role and cell`,
      {
        groups: claims["cognito:groups"],
        user_id: claims.user_id,
        legacy_id: claims.legacy_id,
        system_account_id: claims.system_account_id,
        visible_account_id: claims.visible_account_id,
        cell_id: claims.cell_id,
        role: claims.role,
      },
      {
        groups: ["admins"],
        user_id: actor.userId,
        legacy_id: actor.legacyId,
        system_account_id: "acct_northwind",
        visible_account_id: "NW-1001",
        cell_id: "cell-eu-1",
        role: "Admin",
      },
    );
  }
};

const visit = async ({ see, stack, actor }: Scene, session: Answer): Promise<void> => {
  const token = String(session.body.access_token);
  const own = await me(stack, token, "acct_northwind");
  see(
    "the user has access to their account",
    [own.status, own.body.user_id, own.body.email, own.body.account],
    [
      200,
      actor.userId,
      actor.email,
      {
        system_account_id: "acct_northwind",
        visible_account_id: "NW-1001",
        cell_id: "cell-eu-1",
        role: "Admin",
      },
    ],
  );
  const chosen = await me(stack, token);
  see("a request without an account uses the active one", chosen.body.account, own.body.account);
  see("an account where the user is suspended: 403", (await me(stack, token, "acct_globex")).status, 403);
  see("a forged token: 401", (await me(stack, forgedToken(token))).status, 401);
  see("an expired token: 401", (await me(stack, await expiredToken(stack, actor))).status, 401);
  see("an ID token: 401", (await me(stack, String(session.body.id_token))).status, 401);
};

const leave = async ({ see, stack }: Scene, session: Answer): Promise<void> => {
  const held = { refresh_token: refreshTokenOf(session) };
  const renewed = await post(stack, "refresh", held);
  see("before sign-out, the session can be refreshed", renewed.status, 200);
  const bearer = { authorization: `Bearer ${String(renewed.body.access_token)}` };
  const out = await post(stack, "signout", held, bearer);
  see("signing out ends the session", out.status, 204);
  const newest = { refresh_token: refreshTokenOf(renewed) };
  see("the refresh token is invalid after sign-out", (await post(stack, "refresh", newest)).status, 401);
};
