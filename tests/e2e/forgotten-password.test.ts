/** A forgotten password in the packaged service, with the codes of the inbox. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { type Answer, post, refreshTokenOf } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { castLegacyActor, legacyRow } from "../../local/story/cast.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  post(stack.describe(), path, body, headers);
const newestCode = (email: string) => stack.inbox.list({ to: email })[0]?.code;
const seen = ({ status, body, cookies }: Answer) => ({ status, body, cookies });
const NEW_PASSWORD = "Brand-New-Pass-2!";

it("gives a user that exists only in the legacy system a new password, and links their identity", async () => {
  const actor = await castLegacyActor(stack.describe());
  expect((await call("forgot", { email: actor.email })).status).toBe(202);
  expect((await legacyRow(stack.describe(), actor.legacyId))?.state).toBe("APPROVED");
  const code = newestCode(actor.email);
  expect((await call("reset", { email: actor.email, code, password: NEW_PASSWORD })).status).toBe(200);

  expect((await call("signin", { email: actor.email, password: actor.password })).status).toBe(401);
  expect((await call("signin", { email: actor.email, password: NEW_PASSWORD })).status).toBe(200);
  const row = await legacyRow(stack.describe(), actor.legacyId);
  expect([row?.state, row?.user_id]).toEqual(["LINKED", actor.userId]);
  await stack.settled();
  const events = (await deliveredEvents(stack.describe())).filter(
    ({ detail }) => detail.unmapped.subject === `user:${actor.userId}`,
  );
  const types = events.map(({ detail }) => detail.metadata.uid.split("/")[0]);
  expect(types).toEqual(
    expect.arrayContaining(["migration.approved", "password.reset", "migration.completed"]),
  );
});

it("ends the sessions of other browsers", async () => {
  const actor = await castLegacyActor(stack.describe());
  const session = await call("signin", { email: actor.email, password: actor.password });
  await call("forgot", { email: actor.email });
  const password = NEW_PASSWORD;
  expect((await call("reset", { email: actor.email, code: newestCode(actor.email), password })).status).toBe(
    200,
  );
  expect((await call("refresh", { refresh_token: refreshTokenOf(session) })).status).toBe(401);
});

it("accepts a code once, and no other code", async () => {
  const actor = await castLegacyActor(stack.describe());
  await call("forgot", { email: actor.email });
  const right = { email: actor.email, code: newestCode(actor.email), password: NEW_PASSWORD };
  expect((await call("reset", { ...right, code: "000000" })).body.code).toBe("invalid_code");
  expect((await call("reset", right)).status).toBe(200);
  expect((await call("reset", right)).body.code).toBe("invalid_code");
});

// Last: an outage is remembered.
it("gives the same answer for all names, also while the legacy system is down", async () => {
  const actor = await castLegacyActor(stack.describe());
  const email = "nobody@example.com";
  const masked = (answer: Answer) => JSON.stringify(seen(answer)).replace(/"destination":"[^"]*"/, "");
  const known = await call("forgot", { email: actor.email });
  const unknown = await call("forgot", { email });
  stack.legacy.faults({ mode: "down" });
  const later = await call("forgot", { email });
  expect([masked(unknown), masked(later)]).toEqual([masked(known), masked(known)]);
  expect(stack.inbox.list({ to: email })).toEqual([]);

  const guess = { code: "000000", password: NEW_PASSWORD };
  const wrong = await call("reset", { ...guess, email: actor.email });
  const unknownUser = await call("reset", { ...guess, email });
  const without = ({ request_id, ...body }: Record<string, unknown>) => body;
  expect([unknownUser.status, without(unknownUser.body)]).toEqual([wrong.status, without(wrong.body)]);
});
