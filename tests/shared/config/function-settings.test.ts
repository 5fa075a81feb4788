/** The variables of functions, checked before a function starts. */
import { expect, it } from "@jest/globals";
import { problemsOfFunctions } from "../../../shared/config/function-settings.js";

it("a misspelt name and a wrong value are named with their functions, all at once", () => {
  const variables = { REFRSH_TOKEN_DAYS: "30", GUARD_TABLE: { Ref: "GuardTable" } };
  expect(
    problemsOfFunctions([
      { name: "auth", variables: { ...variables, TOKEN_LEEWAY_SECONDS: "c4nary" } },
      { name: "challenges", variables },
      { name: "password", variables: { GUARD_TABLE: { Ref: "GuardTable" } } },
    ]),
  ).toEqual([
    "auth, challenges: REFRSH_TOKEN_DAYS is not a setting; the nearest is REFRESH_TOKEN_DAYS",
    "auth: TOKEN_LEEWAY_SECONDS takes a whole number from 0 to 60",
  ]);
});

it("a problem of every function is named once", () => {
  const variables = { AUDIT_TABEL: { Ref: "AuditTable" } };
  expect(
    problemsOfFunctions([
      { name: "auth", variables },
      { name: "probe", variables },
    ]),
  ).toEqual(["all functions: AUDIT_TABEL is not a setting; the nearest is AUDIT_TABLE"]);
});

it.each([
  ["REFRESH_TOKEN_DAYS", "thirty", "takes a whole number from 1 to 3650"],
  ["REFRESH_TOKEN_DAYS", 0, "takes a whole number from 1 to 3650"],
  ["REFRESH_TOKEN_DAYS", "", "is missing; it takes a whole number from 1 to 3650"],
  ["TOKEN_REVOCATION", true, "takes cached, immediate or lifetime"],
  ["USER_POOL_ID", "pool", "takes the id of a user pool"],
  ["AWS_ENDPOINT_URL", "http://example.com", "takes a URL with https"],
])("the value of %s is checked with its form: %j", (name, value, words) => {
  const [line, ...more] = problemsOfFunctions([{ name: "auth", variables: { [name]: value } }]);
  expect(line).toContain(`auth: ${name} ${words}`);
  expect(more).toEqual([]);
});

it.each([
  ["REFRESH_TOKEN_DAYS", 30],
  ["DIRECTORY_TABLE", { Ref: "DirectoryTable" }],
  ["REFRESH_TOKEN_DAYS", { "Fn::If": ["Long", "90", "30"] }],
  ["TRUSTED_POOLS", ""],
  ["POWERTOOLS_LOG_LEVEL", "DEBUG"],
  ["DD_SITE", "example.com"],
])("%s may be %j", (name, value) => {
  expect(problemsOfFunctions([{ name: "auth", variables: { [name]: value } }])).toEqual([]);
});
