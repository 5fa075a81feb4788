import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { authorizer } from "../../handlers/authorizer.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { authorizerEvent } from "../support/http-events.js";
import { dynamoStores, type Stores } from "../support/stores.js";
import { accountOf, membershipOf, principalOf, profileOf } from "../support/users.js";

const stores = dynamoStores();
let open: Stores;
beforeAll(async () => {
  open = await stores.open({
    accounts: [accountOf()],
    memberships: [membershipOf()],
    prepared: [{ legacyId: "legacy-42", profile: profileOf({ sub: undefined }) }],
  });
});
afterAll(() => stores.close());

const ask = (account: string) => {
  const ports = memoryPorts({ tokens: { good: principalOf() } });
  const { access, audit } = open;
  return authorizer({ ...ports, access, audit })(
    authorizerEvent({
      headers: { authorization: "Bearer good", "x-account-id": account },
      requestId: account.slice(0, 40),
    }),
  );
};

describe("the authorizer on the tables", () => {
  it("allows a member of the account", async () => {
    expect(await ask("acc-1")).toMatchObject({ isAuthorized: true, context: { role: "Manager" } });
  });

  it.each([
    ["of another account", "acc-2"],
    ["of no account", ""],
    ["longer than a key can be", "a".repeat(2_000)],
    ["longer than a partition key can be", "é".repeat(4_000)],
    ["that looks like a key", "acc-1#META"],
    ["with a lone surrogate", "\ud800"],
  ])("denies an id %s, and does not fail", async (_, account) => {
    expect(await ask(account)).toEqual({ isAuthorized: false });
  });
});
