import { AdminSetUserMFAPreferenceCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { givenUser, lastCode, password, poolId, startWorld, type World, webId } from "../world.js";
import { alertOf, Browser, locationOf } from "./browser.js";

const callback = "http://localhost:3000/callback";
let world: World;
beforeAll(async () => {
  world = await startWorld({
    pool: {
      MfaConfiguration: "OPTIONAL",
      EnabledMfas: ["EMAIL_OTP"],
      EmailConfiguration: { EmailSendingAccount: "DEVELOPER" },
    },
    client: {
      AllowedOAuthFlows: ["code"],
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthScopes: ["openid"],
      CallbackURLs: [callback],
      SupportedIdentityProviders: ["COGNITO"],
    },
  });
});
afterAll(() => world.close());

it("asks for the code of a second factor, again after a wrong one", async () => {
  const { email, username } = await givenUser(world);
  await world.cognito.send(
    new AdminSetUserMFAPreferenceCommand({
      UserPoolId: poolId,
      Username: username,
      EmailMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  );
  const query = new URLSearchParams({ client_id: webId, redirect_uri: callback, response_type: "code" });
  const login = `${world.running.url}/${poolId}/login?${query}`;
  const browser = new Browser();
  const page = await (await browser.submit(login, { username: email, password })).text();
  const hidden = (name: string) => new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1] ?? "";
  const values = { _csrf: hidden("_csrf"), session: hidden("session") };
  expect(page).toContain("EMAIL_OTP_CODE");
  const wrong = await browser.open(login, { ...values, EMAIL_OTP_CODE: "000000" });
  expect(await alertOf(wrong)).not.toBe("");
  const back = await browser.open(login, { ...values, EMAIL_OTP_CODE: lastCode(world, email) });

  expect(locationOf(back, login).searchParams.get("code")).not.toBeNull();
});
