/** An operation: its name, access, input schema and handler. */
import { z } from "zod";
import type { Services } from "../services.js";
import { refusedInput } from "./refused-input.js";

/** `signed` operations are for administrators. AWS accepts them only with an IAM signature. */
export type Access = "public" | "signed";

export interface Operation {
  readonly name: string;
  readonly access: Access;
  /**
   * Throws InvalidParameterException or SerializationException if the input does not match the schema.
   * Otherwise throws the errors of the operation.
   */
  handle(services: Services, input: unknown): Promise<object>;
}

const text = z.string().max(131_072);

/** Client context data. Several operations accept it. It has no effect here. */
const contextData = z.object({
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
  handle: async (services, given) => {
    const input = withoutNulls(given);
    const parsed = schema.safeParse(input);
    const around = contextData.safeParse(input);
    const issues = [...(parsed.error?.issues ?? []), ...(around.error?.issues ?? [])];
    if (!parsed.success || !around.success) throw refusedInput(issues, input);
    return run(services, parsed.data);
  },
});

/** Members that hold foreign documents, in which null may have a meaning. */
const documents = new Set(["Credential", "Settings"]);

/** The maximum depth. No request of the API is deeper. */
const deepest = 12;

/** A null member counts as missing (AWS JSON 1.1). */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== "object" || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((element) => withoutNulls(element, depth + 1));
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(
    members.map(([name, member]) => [name, documents.has(name) ? member : withoutNulls(member, depth + 1)]),
  );
}
