/** The decision table of docs/authorization.md, row by row, compared with the answers of the authorizer. */
import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { authorizer } from "../../handlers/authorizer.js";
import { AuthError } from "../../shared/domain/errors.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import { authorizerEvent } from "../support/http-events.js";
import { accountOf, membershipOf, NOW, principalOf, profileOf } from "../support/users.js";

const member: MemorySeed = {
  now: NOW,
  tokens: {
    good: principalOf({ activeAccountId: "acc-1" }),
    bare: principalOf(),
    stranger: principalOf({ userId: undefined, sub: "sub-x" }),
    changed: "signature",
    old: "expired",
    identity: "use",
  },
  profiles: [profileOf()],
  accounts: [accountOf()],
  memberships: [membershipOf()],
};

type Scene = {
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly seed?: MemorySeed;
  readonly routeKey?: string;
  readonly account?: string;
  /** The user in the path. */
  readonly user?: string;
  readonly prepare?: (ports: MemoryPorts) => Promise<void> | void;
};

const SCENES: Readonly<Record<string, Scene>> = {
  "a valid token of an ACTIVE member": { authorization: "Bearer good" },
  "a valid token of a user without an account, on a route about the user": {
    authorization: "Bearer bare",
    seed: { memberships: [] },
    routeKey: "GET /api/account/me",
  },
  "no credential": {},
  "a scheme other than Bearer": { authorization: "Basic Z29vZA==" },
  "a token and an API key": { authorization: "Bearer good", headers: { "x-api-key": "key" } },
  "two tokens in one header": { authorization: "Bearer good, Bearer good" },
  "a token that was changed, or signed with another key": { authorization: "Bearer changed" },
  "an expired token": { authorization: "Bearer old" },
  "an ID token": { authorization: "Bearer identity" },
  "a token of a session that has ended": {
    authorization: "Bearer good",
    prepare: (ports) => ports.sessions.end("session-1"),
  },
  "a valid token of an unknown user": { authorization: "Bearer stranger" },
  "a suspended user": {
    authorization: "Bearer good",
    seed: { profiles: [profileOf({ status: "SUSPENDED" })] },
  },
  "a valid token of a former member who leaves the account again": {
    authorization: "Bearer good",
    seed: { memberships: [membershipOf({ status: "REMOVED" })] },
    routeKey: "DELETE /api/accounts/{account_id}/members/{user_id}",
    account: "acc-1",
    user: profileOf().userId,
  },
  "an account that does not exist, or where the user is not a member, or no longer": {
    authorization: "Bearer good",
    account: "acc-2",
  },
  "a membership that is INVITED or SUSPENDED": {
    authorization: "Bearer good",
    seed: { memberships: [membershipOf({ status: "SUSPENDED" })] },
  },
  "an account that is not ACTIVE": {
    authorization: "Bearer good",
    seed: { accounts: [accountOf({ status: "CLOSED" })] },
  },
  "no account, on a route that needs one": { authorization: "Bearer bare" },
  "two different accounts": {
    authorization: "Bearer good",
    account: "acc-1",
    headers: { "x-account-id": "acc-2" },
  },
  "the tables are down": {
    authorization: "Bearer good",
    prepare: (ports) => {
      ports.directory.broken = true;
    },
  },
  "the signing keys of the pool cannot be fetched": {
    authorization: "Bearer good",
    prepare: (ports) => {
      ports.tokens.verify = () => Promise.reject(new AuthError("temporarily_unavailable"));
    },
  },
};

const page = readFileSync(new URL("../../docs/authorization.md", import.meta.url), "utf8");
const rows = (page.split("\n## Decisions\n")[1]?.split("\n## ")[0] ?? "")
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .slice(1)
  .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")))
  .map(([, what = "", answer = "", reason = "", event = ""]) => ({ what, answer, reason, event }));

const STATUS: Readonly<Record<string, string>> = { Unauthorized: "401", Internal: "500" };

const decide = async ({ authorization, headers, seed, routeKey, account, user, prepare }: Scene) => {
  const ports = memoryPorts({ ...member, ...seed });
  await prepare?.(ports);
  const event = authorizerEvent({
    headers: { ...(authorization !== undefined && { authorization }), ...headers },
    ...(routeKey !== undefined && { routeKey }),
    ...(account !== undefined && {
      pathParameters: { account_id: account, ...(user !== undefined && { user_id: user }) },
    }),
  });
  const answer = await authorizer(ports)(event)
    .then(({ isAuthorized }) => (isAuthorized ? "pass" : "403"))
    .catch((thrown: Error) => STATUS[thrown.message] ?? thrown.message);
  const { reason = "" } = ports.logger.lines.at(-1)?.fields ?? {};
  return { answer, reason, event: ports.audit.events.map(({ type }) => type).join() };
};

it("the table has a row for each scene, and each row its scene", () => {
  expect(rows.map(({ what }) => what).sort()).toEqual(Object.keys(SCENES).sort());
});

it.each(rows)("$what: $answer $reason", async ({ what, ...said }) => {
  expect(await decide(SCENES[what] ?? {})).toEqual(said);
});
