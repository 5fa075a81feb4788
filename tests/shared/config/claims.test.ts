/** Claims, roles and permission rules. */
import { describe, expect, it } from "@jest/globals";
import * as config from "../../../shared/config/index.js";
import { DEFAULT_ROLES } from "../../../shared/domain/role.js";
import { type Misspelt, refusedAlone } from "../../support/settings.js";

const CLAIMS = { CLAIMS_WHEN_UNREADABLE: "closed", SUPPRESSED_CLAIMS: "" };

const misspelt: readonly Misspelt[] = [
  [config.claimPolicy, CLAIMS, "CLAIMS_WHEN_UNREADABLE", "Closed", "takes open or closed"],
  [config.claimPolicy, CLAIMS, "SUPPRESSED_CLAIMS", "legacy_id, sub", "the claim sub cannot be suppressed"],
  [config.claimPolicy, CLAIMS, "SUPPRESSED_CLAIMS", "cognito:groups", "cannot be suppressed"],
  [
    config.claimPolicy,
    CLAIMS,
    "SUPPRESSED_CLAIMS",
    "emial, sub, custom:, jti, iss",
    "the name at place 1 is not a claim of the tokens; the claim sub cannot be suppressed; the name at place 3 is not " +
      "a claim of the tokens; the claim jti cannot be suppressed; the claim iss cannot be suppressed",
  ],
  [config.claimPolicy, CLAIMS, "GROUP_RULES", "{}", "not a list"],
  [config.claimPolicy, CLAIMS, "GROUP_RULES", "[", "takes a list of {attribute, value, group}"],
  [
    config.claimPolicy,
    CLAIMS,
    "GROUP_RULES",
    '[{"attribute":"name","value":"x","group":"y"}]',
    "group rule 1 is not",
  ],
  [
    config.claimPolicy,
    CLAIMS,
    "GROUP_RULES",
    '[{"attribute":"custom:d","value":"","group":"y"}]',
    "rule 1 is not",
  ],
  [
    config.claimPolicy,
    CLAIMS,
    "GROUP_RULES",
    '[{"attribute":"custom:d","value":"x","group":"a b"}]',
    "1 is not",
  ],
  [
    config.claimPolicy,
    CLAIMS,
    "GROUP_RULES",
    '[{"attribute":"custom:d","value":"x","group":"y","more":1}]',
    "group rule 1 is not",
  ],
  [
    config.claimPolicy,
    CLAIMS,
    "GROUP_RULES",
    '[{"attribute":"custom:d","value":"x","group":"Admins"}]',
    "gives the group of a role",
  ],
  [config.roles, {}, "ROLES", "Admin", "takes a list of {role, permissions}"],
  [config.permissionRules, {}, "PERMISSION_RULES", '{"invoice":{"read":["x"]}}', "is not well formed"],
];

it.each(misspelt)(
  "a wrong setting is named with what it takes: %#",
  (concern, others, setting, value, words) => {
    expect(refusedAlone(concern, others, setting, value)).toContain(words);
  },
);

describe("the values of sound settings", () => {
  it("permit tokens without accounts only if the stage sets it", () => {
    expect(config.claimPolicy(CLAIMS)).toEqual({
      whenUnreadable: "closed",
      roles: DEFAULT_ROLES,
      groupRules: [],
      suppressed: [],
    });
  });
});
