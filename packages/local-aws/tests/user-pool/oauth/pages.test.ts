import { AdminCreateUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { givenUser, lastCode, password, poolId, sources, startWorld, type World, webId } from "../world.js";
import { obstacles } from "./accessible.js";
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

it("signs a user up, confirms the address and signs in, without a script", async () => {
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

it("sends the sign-up code again", async () => {
  const browser = new Browser();
  const username = "hopper@example.com";
  const toConfirm = locationOf(await browser.submit(pageAt("signup"), { username, password }), pageAt(""));
  const first = lastCode(world, username);
  const again = await browser.submit(toConfirm.href, { username, code: "", other: "1" });
  expect(await again.text()).toContain('role="status">A new code is on its way.<');
  expect(world.messages.filter(({ to }) => to === username)).toHaveLength(2);
  const stale = await browser.submit(toConfirm.href, { username, code: first });
  expect(await alertOf(stale)).toMatch(/^Invalid verification code/);
  const code = lastCode(world, username);
  const toLogin = locationOf(await browser.submit(toConfirm.href, { username, code }), pageAt(""));

  expect(toLogin.pathname).toBe(`/${poolId}/login`);
});

describe("the language", () => {
  const open = async (browser: Browser, page: string, lang?: string) => {
    const text = await (await browser.open(`${pageAt(page)}${lang ? `&lang=${lang}` : ""}`)).text();
    expect(obstacles(text)).toEqual([]);
    return { lang: /<html lang="(\w+)"/.exec(text)?.[1], title: /<h1>([^<]*)/.exec(text)?.[1] };
  };

  it.each([
    ["de", "Anmelden"],
    ["es", "Iniciar sesión"],
    ["fr", "Se connecter"],
    ["xx", "Sign in"],
  ])("%s of the address makes the title %s", async (lang, title) => {
    expect(await open(new Browser(), "login", lang)).toEqual({ lang: lang === "xx" ? "en" : lang, title });
  });

  it("is remembered by the browser, and passed on by the authorize endpoint", async () => {
    const browser = new Browser();
    const to = locationOf(await browser.open(`${pageAt("oauth2/authorize")}&lang=de`), pageAt(""));
    expect(to.searchParams.get("lang")).toBe("de");
    await open(browser, "login", "de");

    expect(await open(browser, "signup")).toEqual({ lang: "de", title: "Registrieren" });
    expect(await open(browser, "confirmUser", "fr")).toEqual({ lang: "fr", title: "Confirmez votre compte" });
  });
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
  const { email } = await givenUser(world);
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

it("requires a new password before the sign-in completes", async () => {
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

it("reports that external providers are not available, instead of showing its own form", async () => {
  const response = await new Browser().open(`${pageAt("oauth2/authorize")}&identity_provider=Google`);

  expect(locationOf(response, pageAt("")).searchParams.get("error")).toBe("invalid_request");
});
