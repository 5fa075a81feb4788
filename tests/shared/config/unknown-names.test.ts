/** Variables of a function that look like settings of this service and are none. */
import { expect, it } from "@jest/globals";
import { SettingsError } from "../../../shared/config/concern.js";
import * as concerns from "../../../shared/config/index.js";
import { knownNames, SETTING_NAMES } from "../../../shared/config/unknown-names.js";

/** The names that are refused, in words. Empty if there are none. */
const refused = (...names: readonly string[]): string => {
  try {
    knownNames(Object.fromEntries(names.map((name) => [name, "c4nary"])));
    return "";
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
};

it("the known names are exactly those that the concerns read", () => {
  const read = Object.values(concerns).flatMap((each) => Object.keys(each.takes()));
  const ours = [...new Set(read)].filter((name) => !name.startsWith("AWS_"));

  expect(SETTING_NAMES).toEqual(ours.sort());
});

it.each([
  ["LEGACY_SYTEM", "LEGACY_SYSTEM"],
  ["SIGNUP_ACCESS", "SIGN_UP_ACCESS"],
  ["TOKEN_REVOCATOIN", "TOKEN_REVOCATION"],
  ["ROLE", "ROLES"],
  ["guard_table", "GUARD_TABLE"],
])("%s is refused with the nearest name, %s", (name, nearest) => {
  expect(refused(name)).toBe(`${name} is not a setting; the nearest is ${nearest}`);
});

it("all of them are named at once, also those that are near no other name", () => {
  expect(refused("LEGACY_SYTEM", "MESSAGE_COLOUR_OF_BUTTONS", "GAURD_TABLE")).toBe(
    "LEGACY_SYTEM is not a setting; the nearest is LEGACY_SYSTEM. MESSAGE_COLOUR_OF_BUTTONS is not a setting. " +
      "GAURD_TABLE is not a setting; the nearest is GUARD_TABLE",
  );
});

it.each([
  ["known", SETTING_NAMES],
  [
    "of Lambda",
    [
      "_HANDLER",
      "AWS_REGION",
      "AWS_REGOIN",
      "LAMBDA_TASK_ROOT",
      "LD_LIBRARY_PATH",
      "PATH",
      "LANG",
      "TZ",
      "SHLVL",
    ],
  ],
  ["of the toolkit", ["NODE_OPTIONS", "NODE_PATH", "POWERTOOLS_LOG_LEVEL", "POWERTOOLS_SERVICE_NAME"]],
  ["of extensions", ["DD_SERVICE", "DD_STAGE", "OTEL_SERVICE_NAME", "SENTRY_DSN", "NEW_RELIC_ACCOUNT_ID"]],
  ["of a shell", ["HOME", "PWD", "USER", "SHELL", "TERM", "PAGER", "MAIL", "npm_config_cache", "CI"]],
])("names %s are left alone", (_, names) => {
  expect(refused(...names)).toBe("");
});
