import { expect, it } from "@jest/globals";
import { legacyIds } from "../../../handlers/api/legacy-ids.js";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import { auditEvent, userSubject } from "../../../shared/domain/audit/audit-event.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { bodyOf } from "../../support/auth-api.js";
import { httpEvent } from "../../support/http-events.js";
import { asDescribed } from "../../support/openapi.js";
import { sampleEvent } from "../../support/sample-event.js";
import { ada, FIRST_ID, profileOf } from "../../support/users.js";

const BY_LEGACY = "GET /api/legacy-ids/{legacyId}";
const BY_USER = "GET /api/users/{userId}/legacy-id";
const caller = { iam: { userArn: "arn:aws:iam::111122223333:role/billing" } };

const stage = async () => {
  const ports = memoryPorts({ legacyUsers: [ada], profiles: [profileOf()] });
  await userMigration(ports)(sampleEvent("user-migration/sign-in"));
  const get = (
    route: string,
    pathParameters: Record<string, string>,
    authorizer: object | undefined = caller,
  ) => {
    const event = httpEvent(route);
    const requestContext = { ...event.requestContext, ...(authorizer && { authorizer }) };
    return asDescribed(legacyIds(ports))({ ...event, pathParameters, requestContext });
  };
  return { ports, get };
};

it("a user is found by either id, with the state of their migration", async () => {
  const { get, ports } = await stage();
  const user = { legacy_id: ada.id, user_id: FIRST_ID };
  const answers = async () => {
    const both = [await get(BY_LEGACY, { legacyId: ada.id }), await get(BY_USER, { userId: FIRST_ID })];
    return both.map((answer) => [answer.statusCode, bodyOf(answer)]);
  };
  // The user id exists for others once the first sign-in has ended.
  expect(await answers()).toMatchObject([
    [200, { ...user, state: "APPROVED" }],
    [404, { code: "not_found" }],
  ]);
  const linked = { legacyId: ada.id, userId: FIRST_ID, sub: "sub-1", email: ada.email };
  const event = auditEvent("migration.completed", {
    subject: userSubject(FIRST_ID),
    key: "1",
    at: new Date(),
  });
  await ports.directory.linkLegacy(linked, event);
  const found = [200, { ...user, state: "LINKED" }];
  expect(await answers()).toEqual([found, found]);
});

it("no user is found by an unknown id, or by the id of a user without a legacy id", async () => {
  const { get } = await stage();
  const answers = [
    await get(BY_LEGACY, { legacyId: "nobody" }),
    await get(BY_LEGACY, { legacyId: "x".repeat(257) }),
    await get(BY_LEGACY, {}),
    await get(BY_USER, { userId: "nobody" }),
    await get(BY_USER, { userId: "usr_ada" }),
  ];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404]);
});

it("no legacy id is found by a user whose legacy record is another user's by now", async () => {
  const { get, ports } = await stage();
  ports.directory.profiles.set("usr_ada", profileOf({ legacyId: ada.id }));
  expect((await get(BY_USER, { userId: "usr_ada" })).statusCode).toBe(404);
});

it("a request is refused if the gateway does not name its signer", async () => {
  const { get } = await stage();
  const unsigned = { lambda: { user_id: FIRST_ID } };
  expect((await get(BY_LEGACY, { legacyId: ada.id }, unsigned)).statusCode).toBe(403);
  expect((await get(BY_USER, { userId: FIRST_ID }, {})).statusCode).toBe(403);
});

it("a directory that is down is an outage, not an unknown user", async () => {
  const { get, ports } = await stage();
  ports.directory.broken = true;
  expect((await get(BY_LEGACY, { legacyId: ada.id })).statusCode).toBe(503);
});
