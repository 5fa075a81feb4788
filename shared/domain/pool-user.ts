/** Users of the pool as operators see them: native users and federated users. */
import type { ExternalIdentity, NativeUser } from "./federation.js";

export type PoolUser = Omit<NativeUser, "providers" | "userId"> & {
  readonly email: string | undefined;
  /** `custom:user_id`, for migrated users, also before their first sign-in. */
  readonly userId: string | undefined;
  /** `custom:legacy_id`, for migrated users. */
  readonly legacyId?: string | undefined;
  /** Of a federated user, its own identity; of a native user, the linked identities. */
  readonly identities: readonly ExternalIdentity[];
};

/** Whether a sign-in with an external provider created this user. Such a user has no password. */
export const isFederated = ({ status }: PoolUser): boolean => status === "EXTERNAL_PROVIDER";

/** The pool user in the form that the linking rules take. */
export const asNative = ({
  identities,
  email: _email,
  legacyId: _legacyId,
  ...user
}: PoolUser): NativeUser => ({
  ...user,
  providers: identities.map(({ provider }) => provider),
});
