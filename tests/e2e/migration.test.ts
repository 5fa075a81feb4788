import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { SEED_USERS } from "../../local/seed/users.js";
import type { RunningStack } from "../../local/stack/index.js";
import { post } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { CREDENTIALS, castLegacyActor, type LegacyActor, legacyRow } from "../../local/story/cast.js";
import { eventually } from "../../local/story/eventually.js";
import { signedAsService } from "./local-signature.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let actor: LegacyActor;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());
beforeEach(async () => {
  stack.legacy.faults({ mode: "ok" });
  actor = await castLegacyActor(stack.describe());
});

const signIn = (password = actor.password) =>
  post(stack.describe(), "signin", { email: actor.email, password });

const poolUser = async (): Promise<string | undefined> => {
  const { urls, region, pool } = stack.describe();
  const client = new CognitoIdentityProviderClient({
    endpoint: urls.cognito,
    region,
    credentials: CREDENTIALS,
  });
  try {
    const user = await client.send(new AdminGetUserCommand({ UserPoolId: pool.id, Username: actor.email }));
    return user.UserStatus;
  } catch {
    return undefined;
  }
};

it("migrates one user once when they sign in ten times at the same moment", async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => signIn()));
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect((await signIn()).status).toBe(200);
  await stack.settled();
  const events = (await deliveredEvents(stack.describe())).filter(
    ({ detail }) => detail.unmapped.subject === `user:${actor.userId}`,
  );
  const ids = new Set(
    events.map(({ detail }) => detail.metadata.uid).filter((uid) => uid.startsWith("migration.")),
  );
  expect([...ids].filter((uid) => uid.startsWith("migration.approved/"))).toHaveLength(1);
  expect([...ids].filter((uid) => uid.startsWith("migration.completed/"))).toHaveLength(1);
  expect((await legacyRow(stack.describe(), actor.legacyId))?.state).toBe("LINKED");
});

it("allows services to read either id of a user, if they sign their requests", async () => {
  expect((await signIn()).status).toBe(200);
  const { urls } = stack.describe();
  const routes = [`/api/legacy-ids/${actor.legacyId}`, `/api/users/${actor.userId}/legacy-id`];
  for (const route of routes) {
    const signed = await fetch(`${urls.site}${route}`, { headers: signedAsService(stack.describe()) });
    expect([signed.status, await signed.json()]).toEqual([
      200,
      { legacy_id: actor.legacyId, user_id: actor.userId, state: "LINKED" },
    ]);
    expect((await fetch(`${urls.site}${route}`)).status).toBe(403);
  }
});

it("makes an unprepared user a member of the accounts that the mapping names, from the first token on", async () => {
  const user = { email: "barbara-mapped@example.com", password: "Legacy-Pass-Mapped-1!" };
  await stack.legacy.add({
    ...{ ...user, id: "legacy-mapped", email_verified: true, name: "Barbara Liskov", department: "ENG" },
    companies: [
      { number: 1001, role: "admin" },
      { number: 9999, role: "admin" },
    ],
    tags: ["early-adopter", "admins"],
  });
  const session = await post(stack.describe(), "signin", user);
  const [, payload = ""] = String(session.body.id_token).split(".");
  expect(JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))).toMatchObject({
    ...{ given_name: "Barbara", family_name: "Liskov" },
    ...{ system_account_id: "acct_northwind", role: "Manager", membership_count: 1 },
    "cognito:groups": expect.arrayContaining(["beta", "managers", "engineering"]),
  });
});

it("keeps passwords and tokens out of every log line and every audit event", async () => {
  const session = await signIn();
  const wrong = await signIn("C4nary-Wrong-Pass-1!");
  // 503 if the busy machine has just made a legacy call late.
  expect(session.status).toBe(200);
  expect([401, 503]).toContain(wrong.status);
  await stack.settled();
  const written = [
    ...stack.functions.logs().map(({ line }) => line),
    ...(await deliveredEvents(stack.describe())).map((event) => JSON.stringify(event)),
  ].join("\n");
  const secrets = [
    actor.password,
    "C4nary-Wrong-Pass-1!",
    String(session.body.access_token),
    String(session.body.id_token),
    String(session.body.access_token).split(".")[2] ?? "",
    session.cookies[0]?.split(";")[0]?.split("=")[1] ?? "",
  ];
  for (const secret of secrets) {
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")]) {
      expect(form.length).toBeGreaterThan(8);
      expect(written).not.toContain(form);
    }
  }
});

it("records malformed legacy records as conflicts of their users, not as an outage", async () => {
  const wrong = await signIn("C4nary-Wrong-Pass-1!");
  // Three look-ups an hour are allowed for each address; a circuit opens after five failures.
  for (const name of ["one", "two"]) {
    const user = { email: `malformed-${name}@example.com`, password: "Legacy-Malformed-1!" };
    const record = { ...user, id: `legacy-malformed-${name}`, email_verified: "yes" };
    await stack.legacy.add(record as unknown as Parameters<typeof stack.legacy.add>[0]);
    for (let made = 0; made < 3; made += 1) {
      const answer = await post(stack.describe(), "signin", user);
      expect([answer.status, { ...answer.body, request_id: "" }]).toEqual([
        401,
        { ...wrong.body, request_id: "" },
      ]);
      expect((await post(stack.describe(), "forgot", { email: user.email })).status).toBe(202);
    }
    expect(stack.inbox.list({ to: user.email })).toEqual([]);
  }

  expect((await signIn()).status).toBe(200);
  const forgetful = await castLegacyActor(stack.describe());
  expect((await post(stack.describe(), "forgot", { email: forgetful.email })).status).toBe(202);
  expect(stack.inbox.list({ to: forgetful.email })).toMatchObject([{ code: expect.stringMatching(/./) }]);
  expect((await signIn("C4nary-Wrong-Pass-1!")).status).toBe(401);
  await stack.settled();
  const conflicts = (await deliveredEvents(stack.describe())).filter(
    (event) => event["detail-type"] === "migration.conflict",
  );
  expect(conflicts).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ detail: expect.objectContaining({ status_detail: "record_malformed" }) }),
    ]),
  );
});

// Last, because an outage is remembered: every failed sign-in then answers 503. A probe finds it, at most once a second.
it.each(["down", "error500", "html", "empty", "bomb"] as const)(
  "answers 503 with a retry text while the legacy system is %s, and leaves no incomplete migration",
  async (mode) => {
    stack.legacy.faults({ mode });
    let last = Number.NEGATIVE_INFINITY;
    const answer = await eventually("the note of the outage", async () => {
      if (performance.now() - last < 400) return undefined;
      last = performance.now();
      const failed = await signIn();
      return failed.status === 401 ? undefined : failed;
    });
    expect([answer.status, answer.body.code]).toEqual([503, "temporarily_unavailable"]);
    const known = SEED_USERS[0]?.email;
    const wrong = await post(stack.describe(), "signin", { email: known, password: "C4nary-Wrong-Pass-1!" });
    expect([wrong.status, { ...wrong.body, request_id: "" }]).toEqual([
      503,
      { ...answer.body, request_id: "" },
    ]);
    expect(answer.body.detail).toMatch(/try again/i);
    expect(await poolUser()).toBeUndefined();
    expect((await legacyRow(stack.describe(), actor.legacyId))?.state).toBe("PREPARED");
  },
);

it("ends an outage by a failed sign-in of any name, because it probes with a name that no user has", async () => {
  stack.legacy.faults({ mode: "down" });
  for (let made = 0; made < 6; made += 1) await signIn();
  stack.legacy.faults({ mode: "ok" });
  let [asked, last] = [0, 0];
  const status = await eventually("the end of the outage", async () => {
    // Seldom enough for the throttles.
    if (performance.now() - last < 400) return undefined;
    [asked, last] = [asked + 1, performance.now()];
    const unknown = { email: `nobody-${asked}@example.com`, password: "C4nary-Wrong-Pass-1!" };
    const { status } = await post(stack.describe(), "signin", unknown);
    return status === 503 ? undefined : status;
  });
  expect(status).toBe(401);
  expect((await signIn()).status).toBe(200);
});
