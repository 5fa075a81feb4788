/** Linked identities in memory, for users that a test names. */
import { AuthError } from "../domain/errors.js";
import type { ExternalIdentity, NativeUser } from "../domain/federation.js";
import type { Identities } from "../ports/index.js";

export type SeedNativeUser = Partial<NativeUser> & { readonly email: string };

export type MemoryIdentities = Identities & {
  /** Maps `<provider>/<subject>` to the user name of the linked user. */
  readonly links: Map<string, string>;
  /** User names whose sessions were ended, in order. */
  readonly ended: string[];
  /** While true, the pool throttles administrative calls. */
  broken: boolean;
};

const keyOf = ({ provider, subject }: ExternalIdentity) => `${provider}/${subject}`;

export const memoryIdentities = (natives: readonly SeedNativeUser[]): MemoryIdentities => {
  const within = async <T>(work: () => T): Promise<T> => {
    if (port.broken) throw new AuthError("too_many_requests", { retryAfterSeconds: 60 });
    return work();
  };
  const providersOf = (username: string) =>
    [...port.links].filter(([, holder]) => holder === username).map(([key]) => key.split("/")[0] ?? "");
  const port: MemoryIdentities = {
    links: new Map(),
    ended: [],
    broken: false,
    nativeUser: (_, email) =>
      within(() => {
        const found = natives.find((native) => native.email === email);
        const username = found?.username ?? found?.sub ?? "native";
        return (
          found && {
            ...{ sub: username, enabled: true, status: "CONFIRMED", emailVerified: true },
            ...found,
            username,
            providers: providersOf(username),
          }
        );
      }),
    isLinked: (_, { username }, identity) => within(() => port.links.get(keyOf(identity)) === username),
    link: (_, username, identity) =>
      within(() => {
        // Cognito refuses an identity that is linked, also to the same user.
        if (port.links.has(keyOf(identity))) throw new AuthError("invalid_request");
        port.links.set(keyOf(identity), username);
      }),
    unlink: (_, identity) =>
      within(() => (port.links.delete(keyOf(identity)) ? ("unlinked" as const) : ("unknown" as const))),
    endSessions: (_, username) => within(() => void port.ended.push(username)),
  };
  return port;
};
