/**
 * A model of the user pool for histories of sign-ins: native and federated users, links, and the order in which
 * Cognito calls the triggers. The triggers are the real ones, on memory ports that read this pool.
 */
import { randomUUID } from "node:crypto";
import { followUps } from "../../handlers/audit/follow-ups.js";
import { AuthError } from "../../shared/domain/errors.js";
import type { ExternalIdentity } from "../../shared/domain/federation.js";
import type { PoolUser } from "../../shared/domain/pool-user.js";
import type { MemoryLegacyUser } from "../../shared/memory/legacy.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import type { Identities } from "../../shared/ports/index.js";
import { streamOf, streamRecord } from "./audit-records.js";
import { challengeStory, codeIn } from "./challenge-story.js";
import { modelSessions } from "./model-sessions.js";
import { sampleEvent } from "./sample-event.js";
import { notices, TRIGGERS } from "./triggers.js";

export type ModelUser = PoolUser & { readonly password?: string; readonly legacyId?: string };
type Attributes = Record<string, string>;
const HOUR_MS = 60 * 60 * 1000;
const isNative = ({ status }: PoolUser): boolean => status !== "EXTERNAL_PROVIDER";

export const modelPool = (legacyUsers: readonly MemoryLegacyUser[]) => {
  const memory = memoryPorts({ legacyUsers });
  const users = new Map<string, ModelUser>();
  const put = (user: ModelUser): ModelUser => {
    users.set(user.username, user);
    return user;
  };
  const native = (email: string) =>
    [...users.values()].find((user) => isNative(user) && user.email === email);
  const withIdentity = ({ provider, subject }: ExternalIdentity) =>
    [...users.values()].find(({ identities }) =>
      identities.some((each) => each.provider === provider && each.subject === subject),
    );
  const link = async (_: string, username: string, identity: ExternalIdentity): Promise<void> => {
    const user = users.get(username);
    if (user === undefined || withIdentity(identity)) throw new AuthError("invalid_request");
    put({ ...user, identities: [...user.identities, identity] });
  };
  const identities: Identities = {
    nativeUser: async (_, email) => {
      const user = native(email);
      return user && { ...user, providers: user.identities.map(({ provider }) => provider) };
    },
    isLinked: async (_, { username }, identity) => withIdentity(identity)?.username === username,
    link,
    unlink: async () => "unknown",
    endSessions: (_, username) => sessions.endAtPool(username),
  };
  const ports = {
    ...memory,
    identities,
    poolDirectory: {
      bySub: async (_: string, sub: string) => [...users.values()].find((user) => user.sub === sub),
      remove: async (_: string, username: string) => void users.delete(username),
      link,
    },
    poolAttributes: {
      setLegacyId: async (_: string, username: string, legacyId: string) => {
        const user = users.get(username);
        if (user !== undefined) put({ ...user, legacyId });
      },
    },
  };
  const attributesOf = (user: ModelUser): Attributes => ({
    ...{ sub: user.sub, email: user.email ?? "", email_verified: String(user.emailVerified) },
    "cognito:user_status": user.status,
    "custom:user_id": user.userId ?? "",
    "custom:legacy_id": user.legacyId ?? "",
  });
  const eventOf = (sample: string, user: ModelUser, change: object = {}) =>
    sampleEvent(sample, {
      ...{ userName: user.username, request: { userAttributes: attributesOf(user) }, ...change },
    });
  const tokensFor = async (user: ModelUser, triggerSource = "TokenGeneration_RefreshTokens") => {
    const event = eventOf("pre-token-generation/refresh-tokens", user, { triggerSource });
    await TRIGGERS["pre-token-generation"](ports)(event);
  };
  const sessions = modelSessions({ ports, users, put, tokensFor });
  const SAMPLES = { "post-authentication": "sign-in", "post-confirmation": "confirm-sign-up" } as const;
  let fails = false;
  /** The tokens' user id; undefined if the user is disabled or a trigger withholds them. */
  const through = async (
    user: ModelUser,
    trigger: keyof typeof SAMPLES,
    triggerSource: string,
  ): Promise<string | undefined> => {
    if (!user.enabled) return undefined;
    if (fails) return undefined;
    try {
      const event = eventOf(`${trigger}/${SAMPLES[trigger]}`, user, { triggerSource });
      await TRIGGERS[trigger](ports)(event);
      if (triggerSource === "PostConfirmation_ConfirmForgotPassword") return undefined;
      await tokensFor(user, "TokenGeneration_Authentication");
    } catch {
      return undefined;
    }
    const userId = await userIdOf(user);
    if (userId !== undefined) await sessions.begin(user, userId);
    return userId;
  };
  /** A sign-in with a password that is right. */
  const withPassword = async (user: ModelUser): Promise<string | undefined> => {
    try {
      await TRIGGERS["pre-authentication"](ports)(eventOf("pre-authentication/sign-in", user));
    } catch {
      return undefined;
    }
    return through(user, ...POST_AUTHENTICATION);
  };
  const userIdOf = async ({ userId, sub }: ModelUser): Promise<string | undefined> =>
    userId ?? (await ports.directory.userIdBySub(sub));
  const migrated = async (
    email: string,
    event: "sign-in" | "forgot-password",
    request: object,
  ): Promise<ModelUser | undefined> => {
    const { response } = await TRIGGERS["user-migration"](ports)(
      sampleEvent(`user-migration/${event}`, { userName: email, request }),
    );
    const { userAttributes } = response as { userAttributes?: Attributes };
    if (userAttributes === undefined) return undefined;
    const sub = randomUUID();
    return put({
      ...{
        username: sub,
        sub,
        email,
        emailVerified: userAttributes.email_verified === "true",
        enabled: true,
      },
      ...{ status: event === "sign-in" ? "CONFIRMED" : "RESET_REQUIRED", identities: [] },
      userId: userAttributes["custom:user_id"],
      legacyId: userAttributes["custom:legacy_id"] ?? "",
    });
  };
  /** A forgotten password for which the pool mails a code. */
  const asked = async (email: string): Promise<ModelUser | undefined> => {
    const user = native(email) ?? (await migrated(email, "forgot-password", {}));
    if (!user?.emailVerified || !user.enabled) return undefined;
    await TRIGGERS["custom-message"](ports)(eventOf("custom-message/forgot-password", user));
    return user;
  };
  const POST_AUTHENTICATION = ["post-authentication", "PostAuthentication_Authentication"] as const;

  return {
    users,
    ports,
    userIdOf,
    put,
    native,
    sessions,
    withPassword,
    /** A sign-in with a password. */
    signIn: async (email: string, password: string): Promise<string | undefined> => {
      const known = native(email);
      if (known !== undefined)
        return known.status === "CONFIRMED" && known.password === password ? withPassword(known) : undefined;
      const user = await migrated(email, "sign-in", { password });
      return user && through(put({ ...user, password }), ...POST_AUTHENTICATION);
    },
    /** Runs a sign-in whose last trigger cannot be reached. The pool keeps the users that it has made. */
    withoutLastTrigger: async (signIn: () => Promise<unknown>): Promise<void> => {
      fails = true;
      await signIn();
      fails = false;
    },
    asked,
    /** A forgotten password, its code from the mailbox, and a sign-in with the new one. */
    reset: async (email: string, password: string): Promise<string | undefined> => {
      const user = await asked(email);
      if (user === undefined) return undefined;
      const ready = put({ ...user, status: "CONFIRMED", password });
      await through(ready, "post-confirmation", "PostConfirmation_ConfirmForgotPassword");
      await sessions.resetAtEndpoint(email, password);
      return withPassword(users.get(ready.username) ?? ready);
    },
    /** A sign-in with a code that the holder of the mailbox reads. */
    byCode: async (email: string): Promise<string | undefined> => {
      const user = native(email);
      if (user === undefined) return undefined;
      try {
        await TRIGGERS["pre-authentication"](ports)(eventOf("pre-authentication/sign-in", user));
      } catch {
        return undefined;
      }
      const story = challengeStory(ports, { userAttributes: attributesOf(user), userName: user.username });
      const before = memory.messenger.sent.length;
      await story.begin();
      await story.answer("code");
      const mail = memory.messenger.sent[before];
      const code = mail?.to === email ? codeIn(memory) : "";
      const { issueTokens } = await story.answer(code || "00000000");
      return issueTokens ? through(user, ...POST_AUTHENTICATION) : undefined;
    },
    /** A sign-in with a provider that has verified the address; a second attempt after a link. */
    federated: async (subject: string, email: string): Promise<string | undefined> => {
      const identity = { provider: "Google", subject };
      const userName = `google_${subject}`;
      const known = withIdentity(identity);
      if (known !== undefined) return through(known, ...POST_AUTHENTICATION);
      try {
        await TRIGGERS["pre-sign-up"](ports)(
          sampleEvent("pre-sign-up/external-provider", { userName, request: { userAttributes: { email } } }),
        );
      } catch {
        return undefined;
      }
      const linked = withIdentity(identity);
      if (linked !== undefined) return through(linked, ...POST_AUTHENTICATION);
      const created = put({
        ...{ username: userName, sub: randomUUID(), email, emailVerified: true, enabled: true },
        ...{ status: "EXTERNAL_PROVIDER", identities: [identity], userId: undefined },
      });
      return through(created, "post-confirmation", "PostConfirmation_ConfirmSignUp");
    },
    refresh: (user: ModelUser): Promise<void> => tokensFor(user).catch(() => undefined),
    /** An administrator creates a native user for the user id of another pool user. */
    createdFor: async (userId: string, email: string, password: string): Promise<string | undefined> => {
      const sub = randomUUID();
      return withPassword(
        put({
          ...{ username: sub, sub, email, emailVerified: true, enabled: true, userId, password },
          ...{ status: "CONFIRMED", identities: [] },
        }),
      );
    },
    /** What the stream delivers after each step, and an hour until the next one. */
    settle: async (): Promise<void> => {
      await followUps({ ...ports, notices })(streamOf(memory.audit.rows.map(streamRecord)));
      memory.clock.advance(HOUR_MS);
    },
  };
};
