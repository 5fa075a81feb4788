/** `npm start` refuses wrong variables of functions, and prints the refusal of a function that starts with such settings. */
import { expect, it } from "@jest/globals";
import { readStack } from "local-aws/template";
import { checkFunctionSettings, refusedSettings } from "../../../local/stack/function-settings.js";
import { session } from "../../../shared/config/sessions.js";
import { composed, wired } from "../../../shared/wiring/provider.js";

const stackWith = (Variables: Readonly<Record<string, unknown>>) =>
  readStack({
    template: {
      Resources: {
        GuardTable: { Type: "AWS::DynamoDB::Table" },
        AuthLambdaFunction: {
          Type: "AWS::Lambda::Function",
          Properties: { FunctionName: "identity-local-auth", Environment: { Variables } },
        },
      },
    },
    stackName: "identity-local",
    region: "us-east-1",
    accountId: "000000000000",
  });

it("a stack starts only with variables whose names and values its functions accept", () => {
  const check = (variables: Readonly<Record<string, unknown>>) => () =>
    checkFunctionSettings(stackWith(variables));

  expect(check({ GUARD_TABLE: { Ref: "GuardTable" }, REFRESH_TOKEN_DAYS: "30" })).not.toThrow();
  expect(check({ GAURD_TABLE: { Ref: "GuardTable" }, REFRESH_TOKEN_DAYS: "thirty" })).toThrow(
    new Error(
      "The settings of the functions are wrong:\n" +
        "  auth: GAURD_TABLE is not a setting; the nearest is GUARD_TABLE\n" +
        "  auth: REFRESH_TOKEN_DAYS takes a whole number from 1 to 3650",
    ),
  );
});

const heard = (lines: readonly string[]): readonly string[] => {
  const reported: string[] = [];
  const hear = refusedSettings((line) => reported.push(line));
  for (const line of lines) hear({ sequence: 1, at: 0, functionName: "auth", line });
  return reported;
};

/** What a function without REFRESH_TOKEN_DAYS writes at an invocation. */
const refusedLine = async (): Promise<string> => {
  const lines: string[] = [];
  const write = process.stdout.write;
  process.stdout.write = (text) => lines.push(String(text)) > 0;
  try {
    const handler = wired((_: { session: unknown }) => async () => "", {
      session: composed({}, () => session({})),
    });
    await expect(handler({})).rejects.toThrow("[internal]");
  } finally {
    process.stdout.write = write;
  }
  return lines.join("").trim();
};

it("the refusal of a function is reported once, whatever else it writes", async () => {
  const refusal = await refusedLine();

  expect(heard(["no JSON: the settings are wrong", '{"message":"signed in"}', refusal, refusal])).toEqual([
    "auth: the settings are wrong: REFRESH_TOKEN_DAYS is missing; it takes a whole number from 1 to 3650",
  ]);
});
