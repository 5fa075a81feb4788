/**
 * The events of the trigger benchmark. `{n}` is replaced by a counter, so that each event is about a new
 * user.
 */
import { readFileSync } from "node:fs";

export type TriggerCase = {
  readonly title: string;
  /** The trigger's file name. `name` is its function in serverless.yml. */
  readonly trigger: string;
  readonly name: string;
  readonly event: object;
};

/** Users with this many memberships; their ids are `bench_<number>`. */
export const MEMBERSHIPS = [1, 100, 1000];
export const memberId = (memberships: number): string => `bench_${memberships}`;
export const legacyEmail = (index: number | string): string => `bench${index}@example.com`;
export const LEGACY_PASSWORD = "Legacy-Bench-1!";

type Sample = { readonly request: { readonly userAttributes?: object } };

const sample = (name: string): Sample =>
  JSON.parse(readFileSync(new URL(`../events/${name}.json`, import.meta.url), "utf8")) as Sample;

const about = (name: string, userPoolId: string, userAttributes: object, change: object = {}): object => {
  const event = sample(name);
  const attributes = { ...event.request.userAttributes, ...userAttributes };
  return { ...event, userPoolId, request: { ...event.request, userAttributes: attributes }, ...change };
};

const signIn = (trigger: string) => ({ trigger, name: "signInTriggers" });

export const triggerCases = (pool: string): TriggerCase[] => {
  const newcomer = { sub: "bench-{n}", email: legacyEmail("-new-{n}") };
  const known = { sub: "bench-known", email: legacyEmail("-known"), "custom:user_id": memberId(1) };
  return [
    {
      title: "PostConfirmation",
      ...signIn("post-confirmation"),
      event: about("post-confirmation/confirm-sign-up", pool, newcomer),
    },
    {
      title: "PreAuthentication",
      ...signIn("pre-authentication"),
      event: about("pre-authentication/sign-in", pool, known),
    },
    {
      title: "PostAuthentication, first",
      ...signIn("post-authentication"),
      event: about("post-authentication/sign-in", pool, { ...newcomer, sub: "bench-first-{n}" }),
    },
    {
      title: "UserMigration",
      trigger: "user-migration",
      name: "arrivalTriggers",
      event: {
        ...sample("user-migration/sign-in"),
        userPoolId: pool,
        userName: legacyEmail("{n}"),
        request: { password: LEGACY_PASSWORD },
      },
    },
    ...MEMBERSHIPS.map((count) => ({
      title: `PreTokenGeneration, ${count} membership${count === 1 ? "" : "s"}`,
      ...signIn("pre-token-generation"),
      event: about("pre-token-generation/sign-in", pool, { sub: "bench", "custom:user_id": memberId(count) }),
    })),
  ];
};
