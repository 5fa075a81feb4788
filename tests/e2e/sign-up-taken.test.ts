/** Sign-ups with addresses in use, in the packaged service and with the mails of the inbox. */
import { createHmac } from "node:crypto";
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  ListUsersCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { post } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { CREDENTIALS, castLegacyActor, type LegacyActor } from "../../local/story/cast.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let cognito: CognitoIdentityProviderClient;
let actor: LegacyActor;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  const { urls, region } = stack.describe();
  cognito = new CognitoIdentityProviderClient({ endpoint: urls.cognito, region, credentials: CREDENTIALS });
}, 120_000);
afterAll(() => stop());
beforeEach(async () => {
  stack.legacy.faults({ mode: "ok" });
  actor = await castLegacyActor(stack.describe());
});

const register = (email: string, more: object = {}) =>
  post(stack.describe(), "signup", { email, password: "Brand-New-1!", ...more });
const poolUsers = async (email: string): Promise<number> => {
  const { pool } = stack.describe();
  const Filter = `email = "${email}"`;
  return (await cognito.send(new ListUsersCommand({ UserPoolId: pool.id, Filter }))).Users?.length ?? 0;
};
const mailTo = (email: string) => stack.inbox.waitFor((message) => message.to === email, 60_000);
const fresh = () => `fresh-${actor.legacyId}@example.com`;

it("answers the address of a legacy user like a new one, creates no user, and tells the owner to sign in", async () => {
  const answers = [await register(actor.email), await register(fresh())];
  expect(answers.map(({ status, body }) => [status, body.status])).toEqual([
    [202, "confirmation_required"],
    [202, "confirmation_required"],
  ]);
  expect([await poolUsers(actor.email), await poolUsers(fresh())]).toEqual([0, 1]);
  expect((await mailTo(actor.email)).subject).toBe("You already have an account with Identity Lifecycle");

  const session = await post(stack.describe(), "signin", { email: actor.email, password: actor.password });
  expect([session.status, await poolUsers(actor.email)]).toEqual([200, 1]);
  await stack.settled();
  const types = (await deliveredEvents(stack.describe())).map((event) => event["detail-type"]);
  expect(types).toEqual(expect.arrayContaining(["signup.legacy_owner", "signup.duplicate"]));
});

it("refuses the same through Cognito's own API, in the words of a refused domain", async () => {
  const { pool } = stack.describe();
  const client = { UserPoolId: pool.id, ClientId: pool.clientId };
  const { UserPoolClient } = await cognito.send(new DescribeUserPoolClientCommand(client));
  const SecretHash = createHmac("sha256", UserPoolClient?.ClientSecret ?? "")
    .update(`${actor.email}${pool.clientId}`)
    .digest("base64");
  const attempt = cognito.send(
    new SignUpCommand({
      ClientId: pool.clientId,
      Username: actor.email,
      SecretHash,
      Password: "Brand-New-1!",
      UserAttributes: [{ Name: "email", Value: actor.email }],
    }),
  );
  await expect(attempt).rejects.toMatchObject({
    name: "UserLambdaValidationException",
    message: expect.stringContaining("Sign-up is not available for this email address. [sign_up_refused]"),
  });
  expect(await poolUsers(actor.email)).toBe(0);
});

it("gives the owner an address that an attacker registered and could not confirm, with the owner's password", async () => {
  const [squatter, owner] = ["Strangers-Pass-1!", "The-Owners-Pass-1!"];
  const email = fresh();
  const first = await register(email, { password: squatter });
  const second = await register(email, { password: owner });
  expect([second.status, second.body]).toEqual([first.status, first.body]);
  const code = stack.inbox.list({ to: email })[0]?.code;
  const confirmed = await post(stack.describe(), "confirm", { email, code, password: owner });
  expect(confirmed.status).toBe(200);
  const statusOf = async (password: string) =>
    (await post(stack.describe(), "signin", { email, password })).status;
  expect([await statusOf(squatter), await statusOf(owner)]).toEqual([401, 200]);
});

it("notifies the owner of an address in the pool, once", async () => {
  await register(fresh());
  const { code } = await mailTo(fresh());
  const user = { email: fresh(), password: "Brand-New-1!" };
  expect((await post(stack.describe(), "confirm", { ...user, code })).status).toBe(200);
  for (let again = 0; again < 3; again += 1)
    expect((await register(fresh(), { language: "de" })).status).toBe(202);
  const subjects = stack.inbox.list({ to: fresh() }).map(({ subject }) => subject);
  expect(
    subjects.filter((subject) => subject === "Ihr Konto bei Identity Lifecycle besteht schon"),
  ).toHaveLength(1);
});

it("refuses a disposable address", async () => {
  const { status, body } = await register("somebody@mailinator.com");
  expect([status, body.code]).toEqual([403, "sign_up_refused"]);
});

it("while the legacy system is down, tells all users to retry later, known or not", async () => {
  await register(fresh());
  stack.legacy.faults({ mode: "down" });
  const emails = [actor.email, fresh(), `nobody-${actor.legacyId}@example.com`];
  const answers = await Promise.all(emails.map((email) => register(email)));
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
    emails.map(() => [503, "temporarily_unavailable"]),
  );
});
