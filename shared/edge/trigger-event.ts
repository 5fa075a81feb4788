/**
 * The common parts of all trigger events, and their parser. A malformed attribute map is read as empty, so
 * that no trigger fails because of an attribute that it does not need.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
import * as z from "zod/mini";

export const attributes = z.catch(z.record(z.string(), z.string()), {});

export const envelope = {
  version: z.string(),
  region: z.string(),
  userPoolId: z.string(),
  userName: z.string(),
  callerContext: z.looseObject({ clientId: z.optional(z.nullable(z.string())) }),
};

/** The user of the event. */
export const about = (event: { userName: string; request: { userAttributes: Record<string, string> } }) => {
  const held = event.request.userAttributes;
  const present = (name: string) => (held[name] === undefined || held[name] === "" ? undefined : held[name]);
  return {
    userName: event.userName,
    sub: present("sub") ?? event.userName,
    email: present("email") ?? "",
    emailVerified: held.email_verified === "true",
    userId: present("custom:user_id"),
    legacyId: present("custom:legacy_id"),
    /** The user is federated, and the provider verified the address. */
    emailVerifiedByProvider:
      present("cognito:user_status") === "EXTERNAL_PROVIDER" && present("email_verified") === "true",
  };
};

export type TriggerSchema<Input> = {
  /** The sources that the trigger handles; compared case-insensitively. */
  readonly sources: readonly string[];
  /** Parses the event. Undefined if it does not have the documented shape. */
  readonly read: (event: unknown) => Input | undefined;
};

/** A schema that parses events of `shape` and translates them into the flow's input. */
export const triggerEvent = <Shape extends z.core.$ZodType, Input>(
  sources: readonly string[],
  shape: Shape,
  translate: (event: z.infer<Shape>) => Input,
): TriggerSchema<Input> => ({
  sources,
  read: (event) => {
    const parsed = z.safeParse(shape, event);
    return parsed.success ? translate(parsed.data) : undefined;
  },
});
