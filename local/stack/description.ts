/** The description of a running stack: printed as one JSON line, shown on the start page, read by the story. */

import type { Stack } from "local-aws/template";
import { SEED_ACCOUNTS, SEED_USERS, type SeedUser } from "../seed/users.js";

type DescribedUser = SeedUser & {
  readonly accounts: readonly (SeedUser["accounts"][number] & { readonly visibleAccountId: string })[];
};

export type StackDescription = {
  readonly name: string;
  readonly readyInMs: number;
  readonly region: string;
  readonly urls: {
    /** The pages, the API and the local pages, on one origin. */
    readonly site: string;
    readonly inbox: string;
    /** The pages of the user pool and the event bus. */
    readonly triggers: string;
    readonly events: string;
    readonly api: string;
    readonly cognito: string;
    /** Cognito identity pools. */
    readonly identity: string;
    readonly jwks: string;
    readonly dynamodb: string;
    readonly eventbridge: string;
    readonly lambda: string;
    readonly secrets: string;
    readonly parameters: string;
    readonly legacy: string;
    readonly google?: string;
  };
  readonly pool: {
    readonly id: string;
    readonly clientId: string;
    /** The client of sessions whose tokens applications hold. */
    readonly tokenClientId: string;
    readonly issuer: string;
  };
  readonly identityPool: { readonly id: string };
  readonly tables: { readonly directory: string; readonly audit: string; readonly guard: string };
  readonly audit: { readonly bus: string; readonly logGroup: string };
  readonly users: readonly DescribedUser[];
  readonly accounts: readonly {
    readonly systemAccountId: string;
    readonly visibleAccountId: string;
    readonly cellId: string;
    readonly name: string;
  }[];
  readonly tryThis: readonly { readonly title: string; readonly command: string }[];
};

/** Three things to try, as commands that can be pasted as they are. */
const thingsToTry = (site: string): StackDescription["tryThis"] => [
  {
    title: "Sign in a user that exists only in the legacy system; the sign-in migrates them",
    command: `curl -s ${site}/api/account/signin -H 'content-type: application/json' -d '{"email":"ada@example.com","password":"Legacy-Pass-1!"}'`,
  },
  {
    title: "Ask who that user is in their account, then in one where they are suspended (403)",
    command: `TOKEN=$(curl -s ${site}/api/account/signin -H 'content-type: application/json' -d '{"email":"ada@example.com","password":"Legacy-Pass-1!"}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'); curl -s ${site}/api/account/me -H "authorization: Bearer $TOKEN"; echo; curl -s -o /dev/null -w '%{http_code}\\n' ${site}/api/account/me -H "authorization: Bearer $TOKEN" -H 'x-account-id: acct_globex'`,
  },
  {
    title: "Watch the audit events arrive, in another terminal",
    command: `curl -sN ${site}/_local/audit`,
  },
];

const nameOf = (stack: Stack, logicalId: string): string => stack.resource(logicalId).physicalId;

/** The log group that the first consumer of the audit bus fills. */
export const auditLogGroup = (stack: Stack): string => nameOf(stack, "AuditLogGroup");

export const describeStack = (
  stack: Stack,
  facts: {
    readyInMs: number;
    urls: Omit<StackDescription["urls"], "inbox" | "triggers" | "events" | "jwks">;
  },
): StackDescription => {
  const { readyInMs, urls } = facts;
  const { region } = stack;
  const pool = nameOf(stack, "UserPool");
  return {
    name: "identity-lifecycle",
    readyInMs,
    region,
    urls: {
      ...urls,
      inbox: `${urls.site}/inbox`,
      triggers: `${urls.cognito}/_local/`,
      events: `${urls.eventbridge}/_local/`,
      jwks: `${urls.cognito}/${pool}/.well-known/jwks.json`,
    },
    pool: {
      id: pool,
      clientId: nameOf(stack, "UserPoolClient"),
      tokenClientId: nameOf(stack, "TokenClient"),
      issuer: `https://cognito-idp.${region}.amazonaws.com/${pool}`,
    },
    identityPool: { id: nameOf(stack, "IdentityPool") },
    tables: {
      directory: nameOf(stack, "DirectoryTable"),
      audit: nameOf(stack, "AuditTable"),
      guard: nameOf(stack, "GuardTable"),
    },
    audit: { bus: nameOf(stack, "AuditBus"), logGroup: auditLogGroup(stack) },
    users: SEED_USERS.map(withVisibleAccounts),
    accounts: SEED_ACCOUNTS,
    tryThis: thingsToTry(urls.site),
  };
};

// The pages show accounts by their visible id.
const withVisibleAccounts = (user: SeedUser): DescribedUser => ({
  ...user,
  accounts: user.accounts.map((membership) => ({
    ...membership,
    visibleAccountId:
      SEED_ACCOUNTS.find(({ systemAccountId }) => systemAccountId === membership.systemAccountId)
        ?.visibleAccountId ?? membership.systemAccountId,
  })),
});
