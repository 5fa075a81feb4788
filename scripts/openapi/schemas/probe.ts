/** Responses of the routes that show what their guard found. */
import * as z from "zod/mini";
import { named } from "../named-schema.js";

export const openProbe = named("OpenProbe", z.strictObject({ guard: z.literal("none") }));
export const iamProbe = named("IamProbe", z.strictObject({ guard: z.literal("iam"), caller: z.string() }));
export const accountProbe = named(
  "AccountProbe",
  z.strictObject({
    guard: z.literal("authorizer"),
    credential: z.enum(["token", "cookie", "api_key"]),
    user_id: z.nullable(z.string()),
    key_id: z.nullable(z.string()),
    system_account_id: z.nullable(z.string()),
    role: z.nullable(z.string()),
    scopes: z.array(z.string()),
  }),
);

const text = z.nullable(z.string());
export const demoCaller = named(
  "DemoCaller",
  z.strictObject({
    user: z.nullable(
      z.strictObject({
        iam_arn: text,
        identity_id: text,
        sub: text,
        username: text,
        email: text,
        user_id: text,
        legacy_id: text,
      }),
    ),
    groups: z.array(z.string()),
    is_admin: z.boolean(),
    is_viewer: z.boolean(),
  }),
  {
    description: "Who calls.",
    properties: {
      user: "Null for guests, and for requests with neither a signature nor a token.",
      is_admin: "Whether the role in the active account is Admin.",
      is_viewer: "Whether the role in the active account is Viewer.",
    },
  },
);
