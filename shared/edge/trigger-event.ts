/**
 * What the events of all triggers have in common, and how one is read. A map of attributes that is
 * not one is read as empty: no trigger may fail for an attribute that it does not need.
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

/** What every trigger reads of who the event is about. */
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
    /** A user of an external provider, who vouches for the address. */
    vouchedFor:
      present("cognito:user_status") === "EXTERNAL_PROVIDER" && present("email_verified") === "true",
  };
};

export type TriggerSchema<Input> = {
  /** The sources that the trigger handles; compared without regard to case. */
  readonly sources: readonly string[];
  /** Reads the event, or answers undefined when it does not have the documented shape. */
  readonly read: (event: unknown) => Input | undefined;
};

/** Reads events of `shape` and translates them into what the flow takes. */
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
