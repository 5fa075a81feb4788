/** Users of the pool as operators see them: the pool's own, and those that a provider's sign-in made. */
import type { ExternalIdentity, NativeUser } from "./federation.js";

export type PoolUser = Omit<NativeUser, "providers"> & {
  readonly email: string | undefined;
  /** Of a federated user the one that made it; of a native user those that are linked. */
  readonly identities: readonly ExternalIdentity[];
};
