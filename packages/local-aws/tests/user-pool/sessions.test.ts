/** Sessions that users and administrators see and end one by one. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  DeleteUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GetUserPoolClientSessionConfigurationCommand,
  GetUserPoolSessionConfigurationCommand,
  ListUserSessionsCommand,
  RevokeUserSessionCommand,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  givenUser,
  poolId,
  publicId,
  refusal,
  type Setup,
  signIn,
  startWorld,
  type Tokens,
  type World,
  webId,
} from "./world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const inPool = { UserPoolId: poolId };

const track = (UserSessionTracking: "ENABLED" | "DISABLED" = "ENABLED", MaxPerUser = 20, on = world) =>
  on.cognito.send(
    new SetUserPoolSessionConfigurationCommand({
      ...inPool,
      UserSessionTracking,
      TokenSession: { MaxPerUser },
    }),
  );

const ownSessions = async ({ access }: Tokens) =>
  (await world.cognito.send(new ListUserSessionsCommand({ AccessToken: access }))).Sessions ?? [];

const sessionsOf = async (Username: string, on = world) =>
  (await on.cognito.send(new AdminListUserSessionsCommand({ ...inPool, Username }))).Sessions ?? [];

const works = ({ access }: Tokens) =>
  refusal(world.cognito.send(new GetUserCommand({ AccessToken: access })));

const refresh = ({ refresh: RefreshToken }: Tokens) => {
  const { secret: ClientSecret } = world.running.client(poolId, webId);
  return world.cognito.send(
    new GetTokensFromRefreshTokenCommand({ ClientId: webId, ClientSecret, RefreshToken }),
  );
};

describe("a tracked session", () => {
  beforeEach(() => track());

  it("is listed with its client and times, and the caller's is marked", async () => {
    const { email } = await givenUser(world);
    const first = await signIn(world, email);
    world.clock.forward(60_000);
    await signIn(world, email);
    world.clock.forward(60_000);
    await refresh(first);
    const [older, newer] = await ownSessions(first);

    expect(older).toMatchObject({ SessionType: "TOKEN", ClientId: webId, IsCurrentSession: true });
    expect(older?.SessionId).toMatch(/^tkn[a-z0-9]{25}$/);
    expect(older?.LastActiveDate?.getTime()).toBe(world.clock.now());
    expect(newer).toMatchObject({ IsCurrentSession: false, DeviceType: "unknown" });
    expect(newer?.CreateDate?.getTime()).toBeLessThan(world.clock.now() - 59_000);
    expect((await sessionsOf(email)).map(({ IsCurrentSession }) => IsCurrentSession)).toEqual([false, false]);
  });

  it("is revoked by its user from another session, with its tokens, and is not listed then", async () => {
    const { email } = await givenUser(world);
    const lost = await signIn(world, email);
    const [{ SessionId } = {}] = await ownSessions(lost);
    const kept = await signIn(world, email);
    await world.cognito.send(new RevokeUserSessionCommand({ AccessToken: kept.access, SessionId }));

    expect(await works(lost)).toMatch(/revoked/);
    expect(await refusal(refresh(lost))).toMatch(/^NotAuthorizedException/);
    expect(await works(kept)).toBe("no error");
    expect(await ownSessions(kept)).toHaveLength(1);
  });

  it("is not revoked through itself, or by another user's token", async () => {
    const ada = await signIn(world, (await givenUser(world)).email);
    const [own] = await ownSessions(ada);
    const eve = await signIn(world, (await givenUser(world)).email);
    const revoke = (AccessToken: string, SessionId = own?.SessionId) =>
      refusal(world.cognito.send(new RevokeUserSessionCommand({ AccessToken, SessionId })));

    expect(await revoke(ada.access)).toMatch(/^InvalidParameterException: The current session/);
    expect(await revoke(eve.access)).toMatch(/^ResourceNotFoundException/);
    expect(await revoke(ada.access, "tkn-short")).toMatch(/^InvalidParameterException/);
    expect(await works(ada)).toBe("no error");
  });

  it("is revoked by an administrator who names its user", async () => {
    const ada = await givenUser(world);
    const eve = await givenUser(world);
    const tokens = await signIn(world, ada.email);
    const [{ SessionId } = {}] = await sessionsOf(ada.email);
    const revoke = (Username: string) =>
      refusal(
        world.cognito.send(
          new AdminRevokeUserSessionCommand({
            ...inPool,
            Username,
            SessionId,
            RevokeAssociatedSessions: "LINKED",
          }),
        ),
      );

    expect(await revoke(eve.email)).toMatch(/^ResourceNotFoundException/);
    expect(await revoke("nobody@example.com")).toMatch(/^UserNotFoundException/);
    expect(await revoke(ada.email)).toBe("no error");
    expect(await works(tokens)).toMatch(/revoked/);
  });

  it("gives way, least recently used first, to one more than a user may have", async () => {
    await track("ENABLED", 2);
    const { email } = await givenUser(world);
    const first = await signIn(world, email);
    world.clock.forward(1000);
    const second = await signIn(world, email);
    world.clock.forward(1000);
    await refresh(first);
    world.clock.forward(1000);
    const third = await signIn(world, email);

    expect(await works(first)).toBe("no error");
    expect(await works(second)).toMatch(/revoked/);
    expect(await works(third)).toBe("no error");
    expect(await ownSessions(third)).toHaveLength(2);
  });

  it("is over with its refresh token", async () => {
    const { email } = await givenUser(world);
    await signIn(world, email);
    world.clock.forward(31 * 86_400_000);

    expect(await sessionsOf(email)).toEqual([]);
  });
});

describe("session tracking", () => {
  it("is off until it is turned on, and answers nothing then", async () => {
    const { email } = await givenUser(world);
    const tokens = await signIn(world, email);
    const read = () => world.cognito.send(new GetUserPoolSessionConfigurationCommand(inPool));

    expect(await read()).toMatchObject({ UserSessionTracking: "DISABLED", TokenSession: { MaxPerUser: 20 } });
    expect(await refusal(ownSessions(tokens))).toMatch(/^OperationNotEnabledException/);
    expect(await refusal(sessionsOf(email))).toMatch(/^OperationNotEnabledException/);
    expect(await track("ENABLED", 5)).toMatchObject({ ...inPool, TokenSession: { MaxPerUser: 5 } });
    expect(await read()).toMatchObject({ UserSessionTracking: "ENABLED", TokenSession: { MaxPerUser: 5 } });
    expect(await sessionsOf(email)).toEqual([]);
  });

  it.each([0, 101, 1.5])("takes from 1 to 100 sessions per user, and not %s", async (most) => {
    expect(await refusal(track("ENABLED", most))).toMatch(/^(InvalidParameter|Serialization)Exception/);
  });

  it("needs a plan that has it", async () => {
    const lite = await startWorld({ pool: { UserPoolTier: "LITE" }, tokenVersion: "V1_0" });

    expect(await refusal(track("ENABLED", 20, lite))).toMatch(/^FeatureUnavailableInTierException/);
    await lite.close();
  });

  it("keeps how long a client reuses a sign-in, until the client is deleted", async () => {
    const ofClient = { ...inPool, ClientId: publicId };
    const set = (MaxValidityMinutes: number) =>
      world.cognito.send(
        new SetUserPoolClientSessionConfigurationCommand({ ...ofClient, SSOSession: { MaxValidityMinutes } }),
      );
    const read = () => world.cognito.send(new GetUserPoolClientSessionConfigurationCommand(ofClient));

    expect(await read()).toMatchObject({ SSOSession: { MaxValidityMinutes: 60 } });
    expect(await refusal(set(10))).toMatch(/^OperationNotEnabledException/);
    await track();
    expect(await set(43_200)).toMatchObject(ofClient);
    expect(await read()).toMatchObject({ SSOSession: { MaxValidityMinutes: 43_200 } });
    expect(await refusal(set(129_601))).toMatch(/^InvalidParameterException/);
    await world.cognito.send(new DeleteUserPoolClientCommand(ofClient));
    expect(await refusal(read())).toMatch(/^ResourceNotFoundException/);
  });

  it("survives a restart with its sessions", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sessions-"));
    const setup: Setup = { options: { dataFile: join(folder, "pool.jsonl") } };
    const before = await startWorld(setup);
    await track("ENABLED", 7, before);
    const { email } = await givenUser(before);
    await signIn(before, email);
    const listed = await sessionsOf(email, before);
    await before.close();
    const after = await startWorld(setup);

    expect(await sessionsOf(email, after)).toEqual(listed);
    expect(await after.cognito.send(new GetUserPoolSessionConfigurationCommand(inPool))).toMatchObject({
      TokenSession: { MaxPerUser: 7 },
    });
    await after.close();
    await rm(folder, { recursive: true });
  });
});
