/** The address that is recorded for API keys and tokens, at the authorizer and at the endpoints of services. */
import { describe, expect, it } from "@jest/globals";
import { keyValidate } from "../../handlers/api/key-validate.js";
import { tokenValidate } from "../../handlers/api/token-validate.js";
import { authorizer } from "../../handlers/authorizer.js";
import { AuthError } from "../../shared/domain/errors.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import { apiKeyOf, KEY_TEXT } from "../support/api-keys.js";
import { authorizerEvent, httpEvent, jsonEvent } from "../support/http-events.js";
import { accountOf, membershipOf, NOW, principalOf, profileOf } from "../support/users.js";

const SECRET = "the-secret-of-the-distribution";
const LEGACY = "account=acc-1;cell=cell-7";
const seed: MemorySeed = {
  now: NOW,
  tokens: { good: principalOf({ activeAccountId: "acc-1" }) },
  profiles: [profileOf()],
  accounts: [accountOf(), accountOf({ systemAccountId: "acc-2" })],
  memberships: [membershipOf()],
  apiKeys: [apiKeyOf({ status: "REVOKED" })],
  legacyApiKeys: [{ text: LEGACY, claim: { accountId: "acc-1", cellId: "cell-7" } }],
};

type Headers = Readonly<Record<string, string>>;
type Ask = (ports: MemoryPorts, headers: Headers) => Promise<unknown>;
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const signed = <Event extends ReturnType<typeof httpEvent>>(event: Event): Event => ({
  ...event,
  requestContext: {
    ...event.requestContext,
    authorizer: { iam: { userArn: "arn:aws:iam::111122223333:role/mail" } },
  } as never,
});
const asks: readonly (readonly [string, Ask])[] = [
  [
    "a revoked API key at the authorizer",
    (ports, headers) =>
      authorizer(ports)(authorizerEvent({ headers: { ...headers, "x-api-key": KEY_TEXT } })).catch(
        () => undefined,
      ),
  ],
  [
    "a legacy API key at the authorizer",
    (ports, headers) => authorizer(ports)(authorizerEvent({ headers: { ...headers, "x-api-key": LEGACY } })),
  ],
  [
    "a token for an account of others at the authorizer",
    (ports, headers) =>
      authorizer(ports)(
        authorizerEvent({ headers: { ...headers, authorization: "Bearer good", "x-account-id": "acc-2" } }),
      ),
  ],
  [
    "a revoked API key that a service validates",
    (ports, headers) =>
      keyValidate(ports)(signed(jsonEvent("POST /key/validate", { key: KEY_TEXT }, { headers }))),
  ],
  [
    "a token that a service validates for an account of others",
    (ports, headers) =>
      tokenValidate(ports)(
        signed(
          httpEvent("POST /api/token/validate", {
            headers: { ...headers, ...FORM },
            body: "token=good&account_id=acc-2",
          }),
        ),
      ),
  ],
];

const VIEWER = "198.51.100.7";
const CONNECTION = "203.0.113.10";
const headersOf = (proof: string): Headers => ({
  "cloudfront-viewer-address": `${VIEWER}:46532`,
  "x-forwarded-for": "192.0.2.66",
  "x-origin-secret": proof,
});
const recorded = async (
  ask: Ask,
  headers: Headers,
  ports = memoryPorts({ ...seed, originSecret: SECRET }),
) => {
  await ask(ports, headers);
  return ports.audit.events.map(({ details }) => details.sourceIp);
};

describe.each(asks)("the event of %s", (_, ask) => {
  it("has the viewer's address beside the secret of the distribution", async () => {
    expect(await recorded(ask, headersOf(SECRET))).toEqual([VIEWER]);
  });

  it("has the address of the connection if the secret is missing or another one", async () => {
    const { "x-origin-secret": _proof, ...unproved } = headersOf(SECRET);
    expect(await recorded(ask, unproved)).toEqual([CONNECTION]);
    expect(await recorded(ask, headersOf("a-guess"))).toEqual([CONNECTION]);
    expect(await recorded(ask, headersOf(""))).toEqual([CONNECTION]);
  });

  it("has the address of the connection if nothing stands before the API", async () => {
    expect(await recorded(ask, headersOf(SECRET), memoryPorts(seed))).toEqual([CONNECTION]);
  });

  it("has the address of the connection if the secret cannot be read", async () => {
    const failing = async (): Promise<boolean> => {
      throw new AuthError("temporarily_unavailable");
    };
    const ports = { ...memoryPorts(seed), originProof: { holds: failing } };
    expect(await recorded(ask, headersOf(SECRET), ports)).toEqual([CONNECTION]);
  });
});

it("the authorizer does not believe a header that is sent twice in different case", async () => {
  const twice = { ...headersOf(SECRET), "CloudFront-Viewer-Address": "192.0.2.66:1" };
  for (const [name, ask] of asks.filter(([name]) => name.endsWith("authorizer")))
    expect([name, await recorded(ask, twice)]).toEqual([name, [CONNECTION]]);
});

it("the authorizer asks for the secret only when it writes an event", async () => {
  const asked: unknown[] = [];
  const holds = async (given: unknown): Promise<boolean> => asked.push(given) > 0;
  const ports = { ...memoryPorts({ ...seed, apiKeys: [apiKeyOf()] }), originProof: { holds } };
  const ask = (headers: Headers) =>
    authorizer(ports)(authorizerEvent({ headers: { ...headersOf(SECRET), ...headers } }));
  expect(await ask({ authorization: "Bearer good" })).toMatchObject({ isAuthorized: true });
  expect(await ask({ "x-api-key": KEY_TEXT })).toMatchObject({ isAuthorized: true });
  expect(asked).toEqual([]);
});
