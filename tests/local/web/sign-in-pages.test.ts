/** The user pool's own sign-in pages in a browser, up to the application that is given a code. */
import {
  CompleteWebAuthnRegistrationCommand,
  StartWebAuthnRegistrationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { browserPresent, openBrowser, type Page } from "../../../packages/local-aws/tests/support/browser.js";
import { startServer } from "../../../packages/local-aws/tests/support/http-server.js";
import { contrastFailures, namelessControls } from "../../../packages/local-aws/tests/support/page-checks.js";
import { hostedClient, poolUrl } from "../../../packages/local-aws/tests/user-pool/oauth/hosted.js";
import {
  givenPerson,
  password,
  signIn,
  startWorld,
  type World,
  webId,
} from "../../../packages/local-aws/tests/user-pool/world.js";

// Without a Chromium (set CHROMIUM to its path) these rules cannot be seen to hold.
const inBrowser = browserPresent ? describe : describe.skip;

inBrowser("the sign-in pages", () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let application: Awaited<ReturnType<typeof startServer>>;
  let world: World;
  let page: Page;
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
    browser = await openBrowser();
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser.close();
    await world.close();
    await application.close();
  });

  const callback = () => `${application.url.replace("127.0.0.1", "localhost")}/callback`;

  /** A browser takes `localhost`, and no address, for a relying party. */
  const openLogin = async (): Promise<Page> => {
    const asked = { client_id: webId, redirect_uri: callback(), response_type: "code", scope: "openid" };
    const address = poolUrl(
      world,
      `oauth2/authorize?${new URLSearchParams({ ...asked, state: "s1", prompt: "login" })}`,
    );
    page = await browser.open(address.replace("127.0.0.1", "localhost"));
    return page;
  };

  const fill = (name: string, value: string) =>
    page.run(`document.querySelector('[name="${name}"]').value = ${JSON.stringify(value)}`);

  const codeAtTheApplication = async (): Promise<string> => {
    const address = new URL(await page.run<string>("location.href"));
    expect([address.origin + address.pathname, address.searchParams.get("state")]).toEqual([
      callback(),
      "s1",
    ]);
    return address.searchParams.get("code") ?? "";
  };

  /** The person's passkey, made by the browser that shows the page. */
  const register = async (email: string) => {
    const { access: AccessToken } = await signIn(world, email);
    const { CredentialCreationOptions: options } = await world.cognito.send(
      new StartWebAuthnRegistrationCommand({ AccessToken }),
    );
    const Credential = await page.run<object>(`navigator.credentials
      .create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(options)}) })
      .then((made) => made.toJSON())`);
    await world.cognito.send(
      new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: Credential as never }),
    );
  };

  const choosePasskey = async (email: string) => {
    await fill("username", email);
    await page.follow('button[name="choose"]');
    await page.run(`document.querySelector('[value="WEB_AUTHN"]').click()`);
    await page.follow("form button");
  };

  it("sign a person in by password, and can be read by everybody", async () => {
    const { email } = await givenPerson(world);
    await openLogin();
    expect(await page.run(`[${namelessControls}, ${contrastFailures}]`)).toEqual([[], []]);
    await fill("username", email);
    await fill("password", password);
    await page.follow("form button");

    expect(await codeAtTheApplication()).not.toBe("");
    expect(page.problems()).toEqual([]);
  });

  it("sign a person in by the passkey that the browser made", async () => {
    const { email } = await givenPerson(world);
    await openLogin();
    await page.giveAuthenticator();
    await register(email);
    await choosePasskey(email);
    await page.follow("form button");

    expect(await codeAtTheApplication()).not.toBe("");
    expect(page.problems()).toEqual([]);
  });

  it("say so when the browser has no passkey, and stay where they are", async () => {
    const { email } = await givenPerson(world);
    await openLogin();
    await page.giveAuthenticator();
    await register(email);
    await page.close();
    await openLogin();
    await page.giveAuthenticator();
    await choosePasskey(email);
    expect(await page.run("document.getElementById('failed').hidden")).toBe(true);
    await page.run(`document.querySelector("form button").click()`);
    await page.until("!document.getElementById('failed').hidden");

    expect(await page.run("document.querySelector('[name=\"CREDENTIAL\"]').value")).toBe("");
  });
});
