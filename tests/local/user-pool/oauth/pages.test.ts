import { AdminCreateUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { givenPerson, lastCode, password, poolId, sources, startWorld, type World, webId } from "../world.js";
import { alertOf, Browser, locationOf } from "./browser.js";

const callback = "http://localhost:3000/callback";
let world: World;
beforeAll(async () => {
  const answerAll = (event: unknown) => event;
  world = await startWorld({
    client: {
      AllowedOAuthFlows: ["code"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ["openid"],
      CallbackURLs: [callback],
      SupportedIdentityProviders: ["COGNITO"],
    },
    triggers: {
      PreSignUp: ({ userName, ...event }) => {
        const attributes = event.request.userAttributes as Record<string, string>;
        if (attributes.email?.endsWith("@blocked.example")) throw new Error("ERR_DOMAIN_BLOCKED");
        return { ...event, userName };
      },
      PostConfirmation: answerAll,
    },
  });
});
afterAll(() => world.close());

const pageAt = (page: string) =>
  `${world.running.url}/${poolId}/${page}?${new URLSearchParams({
    client_id: webId,
    redirect_uri: callback,
    response_type: "code",
    state: "s1",
  })}`;

it("signs somebody up, confirms the address and signs in, without a script", async () => {
  const browser = new Browser();
  const username = "grace@example.com";
  const before = world.running.invocations().at(-1)?.sequence ?? 0;
  const toConfirm = locationOf(await browser.submit(pageAt("signup"), { username, password }), pageAt(""));
  expect(toConfirm.pathname).toBe(`/${poolId}/confirmUser`);
  const wrong = await browser.submit(toConfirm.href, { username, code: "000000" });
  expect(await alertOf(wrong)).toMatch(/^Invalid verification code/);
  const code = lastCode(world, username);
  const toLogin = locationOf(await browser.submit(toConfirm.href, { username, code }), pageAt(""));
  expect(await (await browser.open(toLogin.href)).text()).toContain(`value="${username}"`);
  const back = locationOf(await browser.submit(toLogin.href, { username, password }), pageAt(""));

  expect(`${back.origin}${back.pathname}`).toBe(callback);
  expect(back.searchParams.get("code")).not.toBeNull();
  expect(sources(world, before)).toEqual(["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"]);
});

it("shows why a trigger refuses a sign-up, and what is wrong with a password", async () => {
  const refused = await new Browser().submit(pageAt("signup"), {
    username: "eve@blocked.example",
    password,
  });
  const weak = await new Browser().submit(pageAt("signup"), {
    username: "eve@example.com",
    password: "short",
  });

  expect(await alertOf(refused)).toBe("PreSignUp failed with error ERR_DOMAIN_BLOCKED.");
  expect(await alertOf(weak)).toMatch(/^Password did not conform with policy/);
});

it("changes a forgotten password, and treats an unknown name alike", async () => {
  const { email } = await givenPerson(world);
  const browser = new Browser();
  const known = locationOf(await browser.submit(pageAt("forgotPassword"), { username: email }), pageAt(""));
  const unknown = await new Browser().submit(pageAt("forgotPassword"), { username: "nobody@example.com" });
  expect(locationOf(unknown, pageAt("")).pathname).toBe(known.pathname);
  const chosen = "Another-Horse-2";
  const values = { username: email, code: lastCode(world, email), password: chosen };
  const done = locationOf(await browser.submit(known.href, values), pageAt(""));
  expect(done.pathname).toBe(`/${poolId}/login`);
  const back = await browser.submit(pageAt("login"), { username: email, password: chosen });

  expect(locationOf(back, pageAt("")).searchParams.get("state")).toBe("s1");
});

it("asks for a password of one's own before it lets anybody in", async () => {
  const username = "new@example.com";
  await world.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: username,
      TemporaryPassword: password,
      MessageAction: "SUPPRESS",
    }),
  );
  const browser = new Browser();
  const question = await browser.submit(pageAt("login"), { username, password });
  expect(question.headers.get("location")).toBeNull();
  const page = await question.text();
  const hidden = (name: string) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1] ?? "";
  const values = { _csrf: hidden("_csrf"), session: hidden("session") };
  const weak = await browser.open(pageAt("login"), { ...values, NEW_PASSWORD: "short" });
  expect(await alertOf(weak)).toMatch(/^Password did not conform/);
  const other = `${pageAt("login")}&nonce=other`;
  const elsewhere = await browser.open(other, { ...values, NEW_PASSWORD: "Another-Horse-2" });
  expect(elsewhere.headers.get("location")).toBeNull();
  const back = await browser.open(pageAt("login"), { ...values, NEW_PASSWORD: "Another-Horse-2" });

  expect(locationOf(back, pageAt("")).searchParams.get("code")).not.toBeNull();
});

it("says that external providers are not there, instead of showing its own form", async () => {
  const response = await new Browser().open(`${pageAt("oauth2/authorize")}&identity_provider=Google`);

  expect(locationOf(response, pageAt("")).searchParams.get("error")).toBe("invalid_request");
});
