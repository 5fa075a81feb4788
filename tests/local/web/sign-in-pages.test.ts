/** The user pool's own sign-in pages in a browser, up to the application that is given a code. */
import {
  CompleteWebAuthnRegistrationCommand,
  StartWebAuthnRegistrationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import {
  browserForTests,
  giveAuthenticator,
  inBrowser,
  problemsOf,
} from "../../../packages/local-aws/tests/support/browser.js";
import { startServer } from "../../../packages/local-aws/tests/support/http-server.js";
import { accessibilityFailures, fitsWidth } from "../../../packages/local-aws/tests/support/page-checks.js";
import { hostedClient, poolUrl } from "../../../packages/local-aws/tests/user-pool/oauth/hosted.js";
import {
  givenUser,
  password,
  signIn,
  startWorld,
  type World,
  webId,
} from "../../../packages/local-aws/tests/user-pool/world.js";

inBrowser("the sign-in pages", () => {
  const openPage = browserForTests();
  let application: Awaited<ReturnType<typeof startServer>>;
  let world: World;
  beforeAll(async () => {
    application = await startServer((_request, response) => response.end("<title>application</title>"));
    world = await startWorld({
      pool: {
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
        WebAuthnRelyingPartyID: "localhost",
      },
      client: {
        ...hostedClient,
        CallbackURLs: [callback()],
        ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
      },
    });
  });
  afterAll(async () => {
    await world.close();
    await application.close();
  });

  const callback = () => `${application.url.replace("127.0.0.1", "localhost")}/callback`;

  /** A browser takes `localhost`, and no address, for a relying party. */
  const pageAddress = (name: string): string => {
    const asked = { client_id: webId, redirect_uri: callback(), response_type: "code", scope: "openid" };
    const query = new URLSearchParams({ ...asked, state: "s1", prompt: "login" });
    return poolUrl(world, `${name}?${query}`).replace("127.0.0.1", "localhost");
  };
  const openLogin = (): Promise<Page> => openPage(pageAddress("oauth2/authorize"));

  const nameField = '[name="username"]';
  const signInByPassword = async (page: Page, email: string): Promise<void> => {
    await page.fill(nameField, email);
    await page.fill('[name="password"]', password);
    await page.click("form button");
  };

  const codeAtTheApplication = async (page: Page): Promise<string> => {
    await page.waitForURL((url) => url.origin + url.pathname === callback());
    const address = new URL(page.url());
    expect([address.origin + address.pathname, address.searchParams.get("state")]).toEqual([
      callback(),
      "s1",
    ]);
    return address.searchParams.get("code") ?? "";
  };

  /** The user's passkey, created by the browser that shows the page. */
  const register = async (page: Page, email: string) => {
    const { access: AccessToken } = await signIn(world, email);
    const { CredentialCreationOptions: options } = await world.cognito.send(
      new StartWebAuthnRegistrationCommand({ AccessToken }),
    );
    const Credential = await page.evaluate<object>(`navigator.credentials
      .create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(options)}) })
      .then((made) => made.toJSON())`);
    await world.cognito.send(
      new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: Credential as never }),
    );
  };

  const choosePasskey = async (page: Page, email: string) => {
    await page.fill(nameField, email);
    await page.click('button[name="choose"]');
    await page.check('[value="WEB_AUTHN"]');
    await page.click("form button");
    await page.locator('[name="CREDENTIAL"]').waitFor({ state: "attached" });
  };

  it("sign a user in by password, and are accessible", async () => {
    const { email } = await givenUser(world);
    const page = await openLogin();
    expect(await accessibilityFailures(page)).toEqual([]);
    await signInByPassword(page, email);

    expect(await codeAtTheApplication(page)).not.toBe("");
    expect(await problemsOf(page)).toEqual([]);
  });

  it("sign a user in by the passkey that the browser created", async () => {
    const { email } = await givenUser(world);
    const page = await openLogin();
    await giveAuthenticator(page);
    await register(page, email);
    await choosePasskey(page, email);
    expect(await accessibilityFailures(page)).toEqual([]);
    await page.click("form button");

    expect(await codeAtTheApplication(page)).not.toBe("");
    expect(await problemsOf(page)).toEqual([]);
  });

  it("say so when the browser has no passkey, and stay where they are", async () => {
    const { email } = await givenUser(world);
    const holder = await openLogin();
    await giveAuthenticator(holder);
    await register(holder, email);
    const page = await openLogin();
    await giveAuthenticator(page);
    await choosePasskey(page, email);
    expect(await page.isHidden("#failed")).toBe(true);
    await page.click("form button");
    await page.locator("#failed").waitFor();

    expect(await page.inputValue('[name="CREDENTIAL"]')).toBe("");
  });

  it.each(["login", "signup", "confirmUser", "forgotPassword", "confirmForgotPassword"])(
    "can be read, named and held on a desk and on a phone: %s",
    async (name) => {
      for (const view of [{ scheme: "light" }, { scheme: "dark", width: 360 }] as const) {
        const page = await openPage(pageAddress(name), view);
        await page.locator("form").waitFor();

        expect(await accessibilityFailures(page)).toEqual([]);
        expect(await fitsWidth(page)).toBe(true);
      }
    },
  );
});
