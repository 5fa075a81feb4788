/** The initial content and the fixed answers of the memory ports. */
import type { Account, Membership, UserProfile } from "../domain/account.js";
import type { ApiKey } from "../domain/api-key/api-key.js";
import type { ApiKeyPolicy } from "../domain/api-key/api-key-outcome.js";
import type { IdTokenUser } from "../domain/id-token-rules.js";
import type { LegacyMapping } from "../domain/legacy-mapping/mapping.js";
import type { PoolUser } from "../domain/pool-user.js";
import type { Principal, TokenRefusal } from "../domain/token-rules.js";
import type {
  ChallengeAnswer,
  RefreshAnswer,
  SignInAnswer,
  SignUpAnswer,
  StartChallengeAnswer,
  StepAnswer,
} from "../ports/index.js";
import type { HostedPages } from "../ports/redirects.js";
import type { SeedNativeUser } from "./identities.js";
import type { MemoryLegacyUser } from "./legacy.js";
import type { SeedLegacyApiKey } from "./legacy-api-keys.js";

/** Adds the number of owners among the memberships to an account, if it has any. */
export const withOwners = (account: Account, memberships: readonly Membership[]): Account => {
  const owners = memberships.filter(
    ({ systemAccountId, owner }) => owner === true && systemAccountId === account.systemAccountId,
  );
  return owners.length === 0 ? account : { ...account, ownerCount: owners.length };
};

export type MemorySeed = {
  readonly now?: string;
  /** Default: the standard mapping. */
  readonly legacyMapping?: LegacyMapping;
  readonly legacyUsers?: readonly MemoryLegacyUser[];
  readonly accounts?: readonly Account[];
  readonly memberships?: readonly Membership[];
  readonly profiles?: readonly UserProfile[];
  readonly prepared?: readonly { legacyId: string; userId: string }[];
  readonly signIn?: SignInAnswer;
  readonly signUp?: SignUpAnswer;
  readonly resend?: "sent" | "withheld";
  readonly refresh?: RefreshAnswer;
  readonly redeem?: Awaited<ReturnType<HostedPages["redeem"]>>;
  readonly requestReset?: "asked" | "withheld" | "unavailable";
  readonly idTokens?: Readonly<Record<string, IdTokenUser | TokenRefusal>>;
  readonly tokens?: Readonly<Record<string, Principal | TokenRefusal>>;
  readonly startChallenge?: StartChallengeAnswer;
  readonly answerChallenge?: ChallengeAnswer;
  readonly answerStep?: StepAnswer;
  /** What the content delivery network sends to prove itself; without it, nothing stands before the API. */
  readonly originSecret?: string;
  readonly endpointClients?: readonly string[];
  readonly tokenClients?: readonly string[];
  readonly serviceClients?: readonly string[];
  readonly natives?: readonly SeedNativeUser[];
  readonly poolUsers?: readonly PoolUser[];
  readonly apiKeys?: readonly ApiKey[];
  readonly apiKeyPolicy?: Partial<ApiKeyPolicy>;
  readonly legacyApiKeys?: readonly SeedLegacyApiKey[];
  readonly allowedPools?: readonly string[];
};
