/** Parses what a function returned: the whole event with its `response`, or one of the documented errors. */
import { z } from "zod";
import { CognitoError } from "../errors.js";
import type { InvokeAnswer } from "./invoke.js";

/** Callers see the reason, not the cause. */
export const unreachable = (trigger: string, reason: string, cause?: unknown) =>
  new CognitoError("UnexpectedLambdaException", `${trigger} invocation failed due to error ${reason}.`, {
    cause,
  });

const functionFailure = z.object({ errorMessage: z.string().nullish() });

/** Returns the JSON of the function or throws the documented error. */
export function returnedEvent(
  trigger: string,
  { statusCode, functionError, payload }: InvokeAnswer,
): unknown {
  if (functionError !== undefined) {
    const failure = functionFailure.safeParse(parsedJson(trigger, payload));
    const text = (failure.success && failure.data.errorMessage) || functionError;
    throw new CognitoError("UserLambdaValidationException", `${trigger} failed with error ${text}.`);
  }
  if (statusCode === 404) throw unreachable(trigger, "ResourceNotFoundException");
  if (statusCode !== 200) throw unreachable(trigger, `status ${statusCode} from Lambda`);
  return parsedJson(trigger, payload);
}

const unrecognizable = (detail: string) => new CognitoError("InvalidLambdaResponseException", detail);

function parsedJson(trigger: string, payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    throw unrecognizable(`${trigger}: Invalid lambda function output : Invalid JSON`);
  }
}

interface ExpectedEvent<Answer> {
  readonly trigger: string;
  readonly source: string;
  readonly pool: { readonly id: string };
  readonly answer: z.ZodType<Answer>;
}

/** The function must return the whole event. Any other object with a `response` is rejected. */
export function checkedResponse<Answer>(call: ExpectedEvent<Answer>, answer: unknown): Answer {
  const shape = z.object({
    triggerSource: z.literal(call.source),
    userPoolId: z.literal(call.pool.id),
    userName: z.string(),
    request: z.looseObject({}),
    response: call.answer,
  });
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data.response;
  const [issue] = parsed.error.issues;
  // Schema messages never quote values, so no event data reaches the caller.
  const detail = issue ? ` (${issue.path.join(".") || "value"}: ${issue.message})` : "";
  throw unrecognizable(`${call.trigger}: Unrecognizable lambda output${detail}`);
}
