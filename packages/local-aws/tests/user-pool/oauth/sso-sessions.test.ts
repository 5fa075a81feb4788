/** Browsers that are signed in at the pages, as users and administrators see and end them. */
import {
  AdminListUserSessionsCommand,
  AdminRevokeUserSessionCommand,
  GetUserCommand,
  ListUserSessionsCommand,
  RevokeTokenCommand,
  RevokeUserSessionCommand,
  SetUserPoolClientSessionConfigurationCommand,
  SetUserPoolSessionConfigurationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { givenUser, poolId, refusal, startWorld, type World, webId } from "../world.js";
import { Browser } from "./browser.js";
import { authorized, hostedClient, redeemed, signedIn } from "./hosted.js";

const minute = 60_000;
const scope = "openid aws.cognito.signin.user.admin";
let world: World;
let email: string;
beforeEach(async () => {
  world = await startWorld({ client: hostedClient });
  await world.cognito.send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId: poolId,
      UserSessionTracking: "ENABLED",
      TokenSession: { MaxPerUser: 20 },
    }),
  );
  email = (await givenUser(world)).email;
});
afterEach(() => world.close());

const reuseFor = (MaxValidityMinutes: number) =>
  world.cognito.send(
    new SetUserPoolClientSessionConfigurationCommand({
      UserPoolId: poolId,
      ClientId: webId,
      SSOSession: { MaxValidityMinutes },
    }),
  );

const sessions = async () => {
  const list = new AdminListUserSessionsCommand({ UserPoolId: poolId, Username: email });
  const all = (await world.cognito.send(list)).Sessions ?? [];
  return {
    browsers: all.filter(({ SessionType }) => SessionType === "SSO"),
    tokens: all.filter(({ SessionType }) => SessionType === "TOKEN"),
  };
};

const silently = async (browser: Browser) =>
  (await authorized(world, browser, { prompt: "none", scope })).searchParams.get("error") ?? "signed in";

const works = (AccessToken: string) => refusal(world.cognito.send(new GetUserCommand({ AccessToken })));

it("lists a browser once, and the sessions of tokens that came through it", async () => {
  const browser = new Browser();
  const tokens = await redeemed(world, await signedIn(world, browser, email, { scope }));
  world.clock.forward(minute);
  expect(await silently(browser)).toBe("signed in");
  const { browsers, tokens: through } = await sessions();

  expect(browsers).toHaveLength(1);
  expect(browsers[0]?.SessionId).toMatch(/^sso[a-z0-9]{25}$/);
  expect(browsers[0]).toMatchObject({ ClientId: webId, IsCurrentSession: false });
  expect(through.map(({ OriginSessionId }) => OriginSessionId)).toEqual([
    browsers[0]?.SessionId,
    browsers[0]?.SessionId,
  ]);
  const own = new ListUserSessionsCommand({ AccessToken: tokens.access_token });
  expect((await world.cognito.send(own)).Sessions).toHaveLength(3);
});

it("signs a browser out alone, or with what came through it", async () => {
  const browser = new Browser();
  const first = await redeemed(world, await signedIn(world, browser, email, { scope }));
  const revoke = (SessionId: string | undefined, RevokeAssociatedSessions: "NONE" | "LINKED") =>
    world.cognito.send(
      new AdminRevokeUserSessionCommand({
        UserPoolId: poolId,
        Username: email,
        SessionId,
        RevokeAssociatedSessions,
      }),
    );
  await revoke((await sessions()).browsers[0]?.SessionId, "NONE");
  expect(await silently(browser)).toBe("login_required");
  expect(await works(first.access_token)).toBe("no error");

  const second = await redeemed(world, await signedIn(world, browser, email, { scope }));
  await revoke((await sessions()).browsers[0]?.SessionId, "LINKED");
  expect(await silently(browser)).toBe("login_required");
  expect(await works(second.access_token)).toMatch(/revoked/);
  expect(await works(first.access_token)).toBe("no error");
});

it("signs the browser out with the tokens that came through it, where that is asked", async () => {
  const [desk, phone] = [new Browser(), new Browser()];
  const atDesk = await redeemed(world, await signedIn(world, desk, email, { scope }));
  await redeemed(world, await signedIn(world, phone, email, { scope }));
  const { tokens } = await sessions();
  await world.cognito.send(
    new RevokeUserSessionCommand({
      AccessToken: atDesk.access_token,
      SessionId: tokens[1]?.SessionId,
      RevokeAssociatedSessions: "LINKED",
    }),
  );
  expect(await silently(phone)).toBe("login_required");
  expect(await silently(desk)).toBe("signed in");

  const { secret: ClientSecret } = world.running.client(poolId, webId);
  const Token = atDesk.refresh_token;
  await world.cognito.send(
    new RevokeTokenCommand({ ClientId: webId, ClientSecret, Token, RevokeAssociatedSessions: "LINKED" }),
  );
  expect(await silently(desk)).toBe("login_required");
});

it("reuses a sign-in for the time that the client sets", async () => {
  await reuseFor(120);
  const browser = new Browser();
  await signedIn(world, browser, email, { scope });
  world.clock.forward(119 * minute);
  expect(await silently(browser)).toBe("signed in");
  world.clock.forward(minute);
  expect(await silently(browser)).toBe("login_required");

  await reuseFor(0);
  const other = new Browser();
  await signedIn(world, other, email, { scope });
  expect(await silently(other)).toBe("login_required");
});
