/** The settings of the functions: checked before they start, and reported when a function refuses them. */
import type { LogLine } from "local-aws/functions";
import type { Stack } from "local-aws/template";
import { problemsOfFunctions } from "../../shared/config/function-settings.js";
import { WRONG_SETTINGS } from "../../shared/config/wrong-settings-line.js";

/** @throws Error that names every wrong variable of the functions in the template. */
export const checkFunctionSettings = (stack: Stack): void => {
  const functions = stack.resources("AWS::Lambda::Function").map(({ physicalId, properties }) => {
    const { Variables: variables = {} } = (properties.Environment ?? {}) as {
      Variables?: Readonly<Record<string, unknown>>;
    };
    return { name: physicalId.replace(`${stack.name}-`, ""), variables };
  });
  const problems = problemsOfFunctions(functions);
  if (problems.length > 0)
    throw new Error(`The settings of the functions are wrong:\n  ${problems.join("\n  ")}`);
};

/** Reports each refusal once: a function logs it at every invocation. */
export const refusedSettings = (report: (line: string) => void): ((line: LogLine) => void) => {
  const reported = new Set<string>();
  return ({ functionName, line }) => {
    const message = line.includes(WRONG_SETTINGS) ? messageOf(line) : "";
    const refusal = `${functionName}: ${message}`;
    if (!message.startsWith(`${WRONG_SETTINGS}: `) || reported.has(refusal)) return;
    reported.add(refusal);
    report(refusal);
  };
};

/** Empty if the line is no log line of ours. */
const messageOf = (line: string): string => {
  try {
    const { message } = JSON.parse(line) as { message?: unknown };
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
};
