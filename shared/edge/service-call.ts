/**
 * Runs a function that services invoke directly (Lambda Invoke, authorized by IAM). Checks the input, writes
 * one log line, and throws errors with the public message and the code.
 */
import * as z from "zod/mini";
import { ERROR_FACTS } from "../domain/error-facts.js";
import { AuthError, asAuthError } from "../domain/errors.js";
import type { Invocation } from "../ports/index.js";
import { errorFields } from "./error-fields.js";
import { beforeDeadline, type DeadlineDeps, LONGEST_WORK_MS } from "./invocation-deadline.js";
import { type InvocationDeps, invocationLine } from "./invocation-line.js";

export type ServiceCallDeps = InvocationDeps & DeadlineDeps;

export const serviceCall =
  <Shape extends z.core.$ZodType, Answer>(
    deps: ServiceCallDeps,
    name: string,
    shape: Shape,
    run: (input: z.infer<Shape>) => Promise<Answer>,
  ) =>
  async (event: unknown, invocation?: Invocation): Promise<Answer> => {
    const finish = invocationLine(deps, "service call", { source: name });
    try {
      const parsed = z.safeParse(shape, event);
      if (!parsed.success) throw new AuthError("invalid_request");
      const answer = await beforeDeadline(deps, invocation, LONGEST_WORK_MS.service, () => run(parsed.data));
      finish("info", { outcome: "answered" });
      return answer;
    } catch (thrown) {
      const error = asAuthError(thrown);
      finish(ERROR_FACTS[error.code].logLevel, { outcome: "failed", ...errorFields(error) });
      throw new Error(`${ERROR_FACTS[error.code].words} [${error.code}]`);
    }
  };
