/** What an operation is: a name, who may call it, the shape of its input, and what it does. */
import { z } from "zod";
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

const text = z.string().max(131_072);

/** What clients say about where a call comes from. Several operations take it, and none has a use for it here. */
const surroundings = z.object({
  AnalyticsMetadata: z.object({ AnalyticsEndpointId: text.optional() }).optional(),
  UserContextData: z.object({ IpAddress: text.optional(), EncodedData: text.optional() }).optional(),
  ContextData: z
    .object({
      IpAddress: text,
      ServerName: text,
      ServerPath: text,
      HttpHeaders: z.array(z.object({ headerName: text.optional(), headerValue: text.optional() })),
      EncodedData: text.optional(),
    })
    .optional(),
});

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
    const around = surroundings.safeParse(input);
    const issues = [...(parsed.error?.issues ?? []), ...(around.error?.issues ?? [])];
    if (!parsed.success || !around.success) throw invalidParameter(validationMessage(issues));
    return run(services, parsed.data);
  },
});

/** In the manner of AWS, and without the value: it may be a password. */
function validationMessage(issues: z.core.$ZodIssue[]): string {
  const details = issues.map(({ path, message }) => {
    const field = path.join(".");
    return `Value at '${field.charAt(0).toLowerCase()}${field.slice(1)}' failed to satisfy constraint: ${message}`;
  });
  const errors = details.length === 1 ? "error" : "errors";
  return `${details.length} validation ${errors} detected: ${details.join("; ")}`;
}
