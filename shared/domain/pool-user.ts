/** Users of the pool as operators see them: the pool's own, and those that a provider's sign-in made. */
import type { ExternalIdentity, NativeUser } from "./federation.js";

export type PoolUser = Omit<NativeUser, "providers"> & {
  readonly email: string | undefined;
  /** `custom:user_id`, of users who brought one along: also of those who have not signed in since they migrated. */
  readonly userId: string | undefined;
  /** Of a federated user the one that made it; of a native user those that are linked. */
  readonly identities: readonly ExternalIdentity[];
};

/** Whether a provider's sign-in made this user; such a user has no password of its own. */
export const isFederated = ({ status }: PoolUser): boolean => status === "EXTERNAL_PROVIDER";

/** A user of the pool's own, as the rules of linking see it. */
export const asNative = ({ identities, email: _email, userId: _userId, ...user }: PoolUser): NativeUser => ({
  ...user,
  providers: identities.map(({ provider }) => provider),
});
