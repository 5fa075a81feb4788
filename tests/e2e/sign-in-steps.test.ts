/** Steps after a correct password on the whole stack: users whom an operator made, and authenticator apps. */
import { createHmac } from "node:crypto";
import {
  AdminCreateUserCommand,
  AssociateSoftwareTokenCommand,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  VerifySoftwareTokenCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { castLegacyActor } from "../../local/story/cast.js";
import { browserOf } from "./browser.js";
import { startOwnStack } from "./own-stack.js";
import { type PoolCaller, poolCaller } from "./pool-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let pool: PoolCaller;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  pool = await poolCaller(stack);
}, 120_000);
afterAll(async () => {
  pool.cognito.destroy();
  await stop();
});

it("a user whom an operator made gets in with the temporary password and a new one", async () => {
  const browser = browserOf(stack.describe().urls.site);
  const email = "made@example.com";
  await pool.cognito.send(
    new AdminCreateUserCommand({
      ...{ UserPoolId: stack.describe().pool.id, Username: email, MessageAction: "SUPPRESS" },
      TemporaryPassword: "Temporary-1!",
      UserAttributes: [
        { Name: "email", Value: email },
        { Name: "email_verified", Value: "true" },
      ],
    }),
  );
  const begun = await browser.call("POST", "/api/account/signin", { email, password: "Temporary-1!" });
  expect(begun).toMatchObject({ status: 200, body: { status: "challenge", challenge: "new_password" } });
  const weak = await browser.call("POST", "/api/account/challenge", { new_password: "weak" });
  expect([weak.status, weak.body.code]).toEqual([400, "weak_password"]);
  const done = await browser.call("POST", "/api/account/challenge", { new_password: "Brand-New-1!" });
  expect(done).toMatchObject({ status: 200, body: { status: "signed_in", session: { email } } });
  expect((await browser.call("GET", "/api/account/me")).body).toMatchObject({ email });
  const again = await browser.call("POST", "/api/account/signin", { email, password: "Brand-New-1!" });
  expect(again.body.status).toBe("signed_in");
});

/** RFC 6238, with the pool's 30 seconds, SHA-1 and six digits. */
const totpOf = (secret: string, at = Date.now()): string => {
  const bits = [...secret].map((c) =>
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0"),
  );
  const key = Buffer.from(
    bits
      .join("")
      .match(/.{8}/g)
      ?.map((byte) => Number.parseInt(byte, 2)) ?? [],
  );
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
};

it("a user with an authenticator app gives a code, in a browser and in an application", async () => {
  const {
    urls,
    pool: { id: UserPoolId },
  } = stack.describe();
  const { email, password } = await castLegacyActor(stack.describe());
  const browser = browserOf(urls.site);
  const credentials = { email, password };
  expect((await browser.call("POST", "/api/account/signin", credentials)).body.status).toBe("signed_in");
  await pool.cognito.send(
    new SetUserPoolMfaConfigCommand({
      ...{ UserPoolId, MfaConfiguration: "OPTIONAL" },
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
  const AccessToken = await pool.ownToken(email, password);
  const { SecretCode = "" } = await pool.cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const hour = 3_600_000;
  await pool.cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: totpOf(SecretCode) }));
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
  await pool.cognito.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings }));

  const begun = await browser.call("POST", "/api/account/signin", credentials);
  expect(begun.body).toMatchObject({ status: "challenge", challenge: "totp" });
  const wrong = await browser.call("POST", "/api/account/challenge", { code: totpOf(SecretCode, hour) });
  expect([wrong.status, wrong.body.code]).toEqual([400, "invalid_code"]);
  // The pool takes each code once.
  const next = totpOf(SecretCode, Date.now() + 30_000);
  const done = await browser.call("POST", "/api/account/challenge", { code: next });
  expect(done.body).toMatchObject({ status: "signed_in", session: { email } });

  const app = async (path: string, body: object) => {
    const answer = await fetch(`${urls.site}/api/account/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  const asked = await app("signin", credentials);
  expect(asked).toMatchObject({
    status: "challenge",
    challenge: "totp",
    challenge_token: expect.any(String),
  });
  const refused = await app("challenge", { challenge_token: asked.challenge_token, code: next });
  expect(refused).toMatchObject({ code: "invalid_code" });
});
