import {
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { tokenCall } from "./oauth/hosted.js";
import {
  givenUser,
  poolId,
  publicId,
  refusal,
  secretHash,
  signIn,
  startWorld,
  tokensOf,
  verified,
  type World,
  webId,
} from "./world.js";

const refresh = async (
  world: World,
  token: string,
  more: { ClientId?: string; ClientSecret?: string } = {},
) => {
  const { secret } = world.running.client(poolId, webId);
  const request = { ClientId: webId, ClientSecret: secret, RefreshToken: token, ...more };
  const { AuthenticationResult } = await world.cognito.send(new GetTokensFromRefreshTokenCommand(request));
  return tokensOf(AuthenticationResult);
};

const revoke = (world: World, token: string, more: { ClientId?: string; ClientSecret?: string } = {}) => {
  const { secret } = world.running.client(poolId, webId);
  return world.cognito.send(
    new RevokeTokenCommand({ ClientId: webId, ClientSecret: secret, Token: token, ...more }),
  );
};

const getUser = (world: World, access: string) =>
  world.cognito.send(new GetUserCommand({ AccessToken: access }));

describe("with rotation", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({
      client: {
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
        RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
        RefreshTokenValidity: 1,
      },
    });
  });
  afterAll(() => world.close());

  it("replaces the refresh token and keeps the family and the time of sign-in", async () => {
    const { email } = await givenUser(world);
    const first = await signIn(world, email);
    world.clock.forward(5000);
    const second = await refresh(world, first.refresh);
    const before = await verified(world, first);
    const after = await verified(world, second);

    expect(second.refresh).not.toBe(first.refresh);
    expect(after.access.origin_jti).toBe(before.access.origin_jti);
    expect(after.access.auth_time).toBe(before.access.auth_time);
    expect(after.access.jti).not.toBe(before.access.jti);
    expect((await refresh(world, second.refresh)).access).not.toBe("");
  });

  it("answers repetitions during the grace period with one live chain, and refuses them afterwards", async () => {
    const { email } = await givenUser(world);
    const { refresh: token } = await signIn(world, email);
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(world, token)));
    world.clock.forward(9999);
    const late = await refresh(world, token);
    world.clock.forward(1);

    expect(await refusal(refresh(world, token))).toMatch(/^RefreshTokenReuseException/);
    for (const { refresh: successor } of [...answers, late].slice(0, 3)) {
      expect((await refresh(world, successor)).refresh).not.toBe("");
    }
  });

  it("gives a successor no more than the rest of the first token's life", async () => {
    const { email } = await givenUser(world);
    const { refresh: first } = await signIn(world, email);
    world.clock.forward(23 * 3_600_000);
    const { refresh: second } = await refresh(world, first);
    world.clock.forward(3_600_000);

    expect(await refusal(refresh(world, second))).toBe("NotAuthorizedException: Refresh Token has expired");
  });

  it("refuses REFRESH_TOKEN_AUTH", async () => {
    const { email, username } = await givenUser(world);
    const { refresh: token } = await signIn(world, email);
    const request = new InitiateAuthCommand({
      ClientId: webId,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: token, SECRET_HASH: secretHash(world, username) },
    });

    expect(await refusal(world.cognito.send(request))).toMatch(/^InvalidParameterException/);
  });

  it("refuses a wrong or missing client secret, another client and a forged token", async () => {
    const { email } = await givenUser(world);
    const { refresh: token, access } = await signIn(world, email);
    const forged = `${token.slice(0, -4)}AAAA`;

    expect(await refusal(refresh(world, token, { ClientSecret: "wrong" }))).toMatch(
      /^NotAuthorizedException/,
    );
    expect(await refusal(refresh(world, token, { ClientSecret: undefined }))).toMatch(
      /^NotAuthorizedException/,
    );
    expect(await refusal(refresh(world, token, { ClientId: publicId, ClientSecret: undefined }))).toBe(
      "NotAuthorizedException: Invalid Refresh Token",
    );
    expect(await refusal(refresh(world, forged))).toBe("NotAuthorizedException: Invalid Refresh Token");
    expect(await refusal(refresh(world, access))).toBe("NotAuthorizedException: Invalid Refresh Token");
  });

  it("does not refresh for a disabled user", async () => {
    const { email } = await givenUser(world);
    const { refresh: token, access } = await signIn(world, email);
    await world.cognito.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: email }));

    expect(await refusal(refresh(world, token))).toBe(
      "NotAuthorizedException: Refresh Token has been revoked",
    );
    expect(await refusal(getUser(world, access))).toBe("NotAuthorizedException: User is disabled.");
  });
});

describe("without rotation", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  const classic = (token: string, username: string) =>
    world.cognito.send(
      new InitiateAuthCommand({
        ClientId: webId,
        AuthFlow: "REFRESH_TOKEN",
        AuthParameters: { REFRESH_TOKEN: token, SECRET_HASH: secretHash(world, username) },
      }),
    );

  it("refreshes by REFRESH_TOKEN_AUTH, hashed over the username and not the address", async () => {
    const { email, username } = await givenUser(world);
    const { refresh: token } = await signIn(world, email);
    const { AuthenticationResult } = await classic(token, username);

    expect(AuthenticationResult?.AccessToken).toBeDefined();
    expect(AuthenticationResult?.RefreshToken).toBeUndefined();
    expect(await refusal(classic(token, email))).toMatch(/Unable to verify secret hash/);
  });

  it("refreshes by GetTokensFromRefreshToken as often as asked", async () => {
    const { email } = await givenUser(world);
    const { refresh: token } = await signIn(world, email);

    expect((await refresh(world, token)).refresh).toBe("");
    expect((await refresh(world, token)).access).not.toBe("");
  });

  it("ends one session by RevokeToken, access token included, and leaves the others", async () => {
    const { email, username } = await givenUser(world);
    const [phone, laptop] = [await signIn(world, email), await signIn(world, email)];
    await revoke(world, phone.refresh);
    await revoke(world, phone.refresh);

    expect(await refusal(getUser(world, phone.access))).toBe(
      "NotAuthorizedException: Access Token has been revoked",
    );
    expect(await refusal(classic(phone.refresh, username))).toMatch(/Refresh Token has been revoked/);
    expect((await getUser(world, laptop.access)).Username).toBe(username);
  });

  it("refuses to revoke access tokens, foreign tokens, or for the wrong client", async () => {
    const { email } = await givenUser(world);
    const { access, refresh: token } = await signIn(world, email);

    expect(await refusal(revoke(world, access))).toMatch(/^UnsupportedTokenTypeException/);
    expect(await refusal(revoke(world, token, { ClientSecret: "wrong" }))).toMatch(/^UnauthorizedException/);
    expect(await refusal(revoke(world, token, { ClientId: publicId, ClientSecret: undefined }))).toMatch(
      /^UnauthorizedException/,
    );
    expect((await getUser(world, access)).Username).toBeDefined();
  });

  it.each(["GlobalSignOut", "AdminUserGlobalSignOut"])("ends every session by %s", async (operation) => {
    const { email } = await givenUser(world);
    const [phone, laptop] = [await signIn(world, email), await signIn(world, email)];
    if (operation === "GlobalSignOut") {
      await world.cognito.send(new GlobalSignOutCommand({ AccessToken: phone.access }));
    } else {
      await world.cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId, Username: email }));
    }

    for (const tokens of [phone, laptop]) {
      expect(await refusal(getUser(world, tokens.access))).toMatch(/Access Token has been revoked/);
      expect(await refusal(refresh(world, tokens.refresh))).toMatch(/Refresh Token has been revoked/);
    }
    expect((await signIn(world, email)).access).not.toBe("");
  });
});

it("refuses to revoke where the client has revocation switched off, and then leaves origin_jti out", async () => {
  const world = await startWorld({ client: { EnableTokenRevocation: false } });
  const { email } = await givenUser(world);
  const tokens = await signIn(world, email);

  expect(await refusal(revoke(world, tokens.refresh))).toMatch(/^UnsupportedOperationException/);
  expect((await verified(world, tokens)).access).not.toHaveProperty("origin_jti");
  await world.cognito.send(new GlobalSignOutCommand({ AccessToken: tokens.access }));
  expect(await refusal(getUser(world, tokens.access))).toMatch(/Access Token has been revoked/);
  await world.close();
});

it("refuses every use of a rotated token when there is no grace period", async () => {
  const world = await startWorld({
    client: {
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    },
  });
  const { email } = await givenUser(world);
  const { refresh: token } = await signIn(world, email);
  const results = await Promise.all([1, 2, 3].map(() => refusal(refresh(world, token))));

  expect(results.filter((result) => result === "no error")).toHaveLength(1);
  expect(results.filter((result) => result.startsWith("RefreshTokenReuseException"))).toHaveLength(2);
  await world.close();
});

const atEndpoint = (world: World, token: string) =>
  tokenCall(world, { grant_type: "refresh_token", refresh_token: token });

describe("at the token endpoint", () => {
  it("renews the access token of a sign-in through the API, with its one scope", async () => {
    const world = await startWorld();
    const { email, username } = await givenUser(world);
    const { refresh: token, id } = await signIn(world, email);
    const renewed = await atEndpoint(world, token);

    const { access } = await verified(world, { access: renewed.access_token, id, refresh: "" });
    expect(access).toMatchObject({ username, scope: "aws.cognito.signin.user.admin" });
    expect(renewed).not.toHaveProperty("id_token");
    expect(renewed).not.toHaveProperty("refresh_token");
    expect((await getUser(world, renewed.access_token)).Username).toBe(username);
    await world.close();
  });

  it("refuses a sign-in through the API where the pool tracks devices", async () => {
    const world = await startWorld({ pool: { DeviceConfiguration: {} } });
    const { email } = await givenUser(world);
    const { refresh: token } = await signIn(world, email);

    expect(await atEndpoint(world, token)).toMatchObject({ error: "invalid_grant" });
    expect((await refresh(world, token)).access).not.toBe("");
    await world.close();
  });
});
