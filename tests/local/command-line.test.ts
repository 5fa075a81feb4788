/** `npm start`, called wrongly: one line that says what to put right, and exit code 2. */
import { join } from "node:path";
import { afterEach, expect, it } from "@jest/globals";
import { endCommands, outcomeOf } from "../../packages/local-aws/tests/support/local-command.js";

const STACK = join(import.meta.dirname, "..", "..", "local", "main.ts");

afterEach(endCommands);

it.each([
  [["--port", "70000"], /^--port takes a whole number/],
  [["--param", "messageDelivery"], /^--param takes a pair such as /],
  [["--nonsense"], /^Unknown option '--nonsense'/],
])("npm start with %j says so in one line, with exit code 2", async (args, line) => {
  const { out, err, exitCode } = await outcomeOf(STACK, args);

  expect(err).toMatch(line);
  expect(err.trimEnd()).not.toContain("\n");
  expect([out, exitCode]).toEqual(["", 2]);
});

it("npm start names every wrong setting on a separate line, before it starts anything", async () => {
  const wrong = [
    "mesageDelivery=ses",
    "signUpAccess=invite",
    "legacyKeysSunset=soon",
    "suppressedClaims=emial",
  ];
  const { out, err, exitCode } = await outcomeOf(
    STACK,
    wrong.flatMap((each) => ["--param", each]),
  );

  expect(err.replace(" (--help shows the options)", "").trimEnd().split("\n").sort()).toEqual([
    "legacyKeysSunset takes a day as YYYY-MM-DD, or nothing",
    "mesageDelivery is not a setting; the nearest is messageDelivery",
    "signUpAccess takes open or invited",
    "suppressedClaims takes standard claims of OpenID Connect, claims of this service or custom: attributes, separated by commas, or nothing; the name at place 1 is not a claim of the tokens",
  ]);
  expect([out, exitCode]).toEqual(["", 2]);
});

it("npm start -- --help lists the options", async () => {
  const { out, exitCode } = await outcomeOf(STACK, ["--help"]);

  expect(out).toMatch(/^npm start.*\[options\]\n.*--port N/s);
  expect(exitCode).toBe(0);
});
