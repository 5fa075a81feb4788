/** What an operation is: a name, who may call it, the shape of its input, and what it does. */
import type { z } from "zod";
import { invalidParameter } from "../errors.js";
import type { Services } from "../services.js";

/** `signed` operations are an administrator's: AWS accepts them only with an IAM signature. */
export type Access = "public" | "signed";

export interface Operation {
  readonly name: string;
  readonly access: Access;
  /** Throws InvalidParameterException for an input of another shape, else what the operation throws. */
  handle(services: Services, input: unknown): Promise<object>;
}

export const operation = <Schema extends z.ZodType>(
  name: string,
  access: Access,
  schema: Schema,
  run: (services: Services, input: z.output<Schema>) => Promise<object> | object,
): Operation => ({
  name,
  access,
  handle: async (services, input) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw invalidParameter(validationMessage(parsed.error));
    return run(services, parsed.data);
  },
});

/** In the manner of AWS, and without the value: it may be a password. */
function validationMessage({ issues }: z.ZodError): string {
  const details = issues.map(({ path, message }) => {
    const field = path.join(".");
    return `Value at '${field.charAt(0).toLowerCase()}${field.slice(1)}' failed to satisfy constraint: ${message}`;
  });
  const errors = details.length === 1 ? "error" : "errors";
  return `${details.length} validation ${errors} detected: ${details.join("; ")}`;
}
