/** The user pools whose access tokens are accepted. */
import { describe, expect, it } from "@jest/globals";
import * as config from "../../../shared/config/index.js";
import { type Misspelt, refusedAlone } from "../../support/settings.js";

const POOL = { USER_POOL_ID: "us-east-1_Own", USER_POOL_CLIENT_ID: "own", USER_POOL_TOKEN_CLIENT_ID: "held" };
const TOKENS = { ...POOL, TOKEN_LEEWAY_SECONDS: "0" };

const misspelt: readonly Misspelt[] = [
  [config.tokens, TOKENS, "TOKEN_LEEWAY_SECONDS", "-1", "takes a whole number from 0 to 60"],
  [config.tokens, TOKENS, "TOKEN_LEEWAY_SECONDS", "61", "takes a whole number from 0 to 60"],
  ...["https://evil.example/", "cognito-idp.evil.example", "evil", "cognito-idp.eu-west-1/"].map(
    (text) =>
      [config.tokens, TOKENS, "USER_POOL_ISSUERS", text, "takes cognito-idp or issuer-cognito-idp"] as const,
  ),
  [config.tokens, TOKENS, "USER_POOL_ID", "https://evil.example/", "takes the id of a user pool"],
  ...['{"keys":[{"kty":"RSA"}]}', "[]", '{"keys":{}}', '{"keys":[]}'].map(
    (text) => [config.tokens, TOKENS, "USER_POOL_JWKS", text, "takes the key set of the user pool"] as const,
  ),
  ...[
    "{}",
    "[7]",
    '[{"userPoolId":"eu-west-1_Other"}]',
    '[{"userPoolId":"eu-west-1_Other","clientIds":[]}]',
    '[{"userPoolId":"https://evil.example/","clientIds":["a"]}]',
    '[{"userPoolId":"eu-west-1_Other","clientIds":"a"}]',
    '[{"userPoolId":"eu-west-1_Other","clientIds":["a"],"clientId":"b"}]',
    '[{"userPoolId":"eu-west-1_Other","clientIds":["a"],"issuers":[]}]',
    '[{"userPoolId":"eu-west-1_Other","clientIds":["a"],"issuers":["https://evil.example"]}]',
  ].map(
    (text) =>
      [config.tokens, TOKENS, "TRUSTED_POOLS", text, "takes a list of {userPoolId, clientIds}"] as const,
  ),
  [
    config.tokens,
    TOKENS,
    "TRUSTED_POOLS",
    '[{"userPoolId":"eu-west-1_Other","clientIds":["a"]},{"userPoolId":"eu-west-1_Third"}]',
    "trusted pool 2 is not {userPoolId, clientIds, issuers}",
  ],
];

it.each(misspelt)(
  "a wrong setting is named with what it takes: %#",
  (concern, others, setting, value, words) => {
    expect(refusedAlone(concern, others, setting, value)).toContain(words);
  },
);

describe("the values of sound settings", () => {
  it("are the own pool and those that a stage trusts", () => {
    const others = [
      { userPoolId: "eu-west-1_Other", clientIds: ["a", "b"] },
      { userPoolId: "cn-north-1_Other", clientIds: ["c"], issuers: ["issuer-cognito-idp"] },
    ];
    const { pools } = config.tokens({ ...TOKENS, TRUSTED_POOLS: JSON.stringify(others) });
    const own = { userPoolId: "us-east-1_Own", clientIds: ["own", "held"], issuers: ["cognito-idp"] };
    expect(pools).toEqual([own, ...others]);
    expect(config.tokens({ ...TOKENS, USER_POOL_SERVICE_CLIENT_ID: "services" }).pools).toMatchObject([
      { clientIds: ["own", "held", "services"] },
    ]);
  });

  it("are the issuers that a stage names", () => {
    const named = config.tokens({
      ...TOKENS,
      USER_POOL_ISSUERS: "cognito-idp, issuer-cognito-idp.eu-west-1",
    });
    expect(named.pools[0]?.issuers).toEqual(["cognito-idp", "issuer-cognito-idp.eu-west-1"]);
    expect(config.tokens({ ...TOKENS, USER_POOL_ISSUERS: "" }).pools[0]?.issuers).toEqual(["cognito-idp"]);
  });
});
