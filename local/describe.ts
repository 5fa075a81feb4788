/** What a running stack says of itself: printed as one JSON line, shown on the start page, read by the story. */
import type { SeedPerson } from "./seed/people.js";

export type StackDescription = {
  readonly name: string;
  readonly readyInMs: number;
  readonly region: string;
  readonly urls: {
    /** The pages, the API and the doors for people, on one origin. */
    readonly site: string;
    readonly inbox: string;
    readonly api: string;
    readonly cognito: string;
    readonly jwks: string;
    readonly dynamodb: string;
    readonly eventbridge: string;
    readonly lambda: string;
    readonly secrets: string;
    readonly parameters: string;
    readonly legacy: string;
  };
  readonly pool: { readonly id: string; readonly clientId: string; readonly issuer: string };
  readonly tables: { readonly directory: string; readonly audit: string; readonly guard: string };
  readonly audit: { readonly bus: string; readonly logGroup: string };
  readonly people: readonly SeedPerson[];
  readonly accounts: readonly {
    readonly systemAccountId: string;
    readonly visibleAccountId: string;
    readonly cellId: string;
    readonly name: string;
  }[];
  readonly tryThis: readonly { readonly title: string; readonly command: string }[];
};

/** Three things to try, as commands that can be pasted as they are. */
export const thingsToTry = (site: string): StackDescription["tryThis"] => [
  {
    title: "Sign in a person whom only the legacy system knows; they are migrated on the way",
    command: `curl -s ${site}/api/account/signin -H 'content-type: application/json' -d '{"email":"ada@example.com","password":"Legacy-Pass-1!"}'`,
  },
  {
    title: "Ask who that person is in their account, then in one where they are suspended (403)",
    command: `TOKEN=$(curl -s ${site}/api/account/signin -H 'content-type: application/json' -d '{"email":"ada@example.com","password":"Legacy-Pass-1!"}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'); curl -s ${site}/api/account/me -H "authorization: Bearer $TOKEN"; echo; curl -s -o /dev/null -w '%{http_code}\\n' ${site}/api/account/me -H "authorization: Bearer $TOKEN" -H 'x-account-id: acct_globex'`,
  },
  {
    title: "Watch the audit events arrive, in another terminal",
    command: `curl -sN ${site}/_local/audit`,
  },
];
