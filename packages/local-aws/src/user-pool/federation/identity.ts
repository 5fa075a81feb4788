/**
 * The identities of a profile at external providers (developer guide, "Linking federated users to an existing
 * user profile"). A native user of the pool has none until one is linked.
 */
export interface Identity {
  /** The subject at the provider, or the value of `attributeName`. */
  readonly userId: string;
  readonly providerName: string;
  readonly providerType: string;
  readonly issuer: string | null;
  /** True for the identity that the profile was created for, false for linked ones. */
  readonly primary: boolean;
  readonly dateCreated: number;
  /** Set on a link by a mapped attribute, until the first sign-in reveals the subject. */
  readonly attributeName?: string;
  /** Set after an administrator disabled sign-ins by this identity. */
  readonly disabled?: true;
}

/** The attribute name that means the subject in links. */
export const subjectAttribute = "Cognito_Subject";

interface Holder {
  readonly identities?: readonly Identity[];
}

/** Whether the pool created the profile for a user of a provider. Such a profile holds no sign-in names. */
export const isExternalProfile = ({ identities = [] }: Holder): boolean =>
  identities.some(({ primary }) => primary);

/** Whether the profile has an identity at the provider that is not disabled. */
export const signsInBy = ({ identities = [] }: Holder, provider: string): boolean =>
  identities.some(({ providerName, disabled }) => providerName === provider && !disabled);

/** Only the members that Amazon Cognito shows. */
const shown = ({ userId, providerName, providerType, issuer, primary, dateCreated }: Identity) => ({
  userId,
  providerName,
  providerType,
  issuer,
  primary,
  dateCreated,
});

export const identityKey = (providerName: string, attributeName: string, value: string): string =>
  `identity:${JSON.stringify([providerName, attributeName, value])}`;

export const identityKeys = ({ identities = [] }: Holder): string[] =>
  identities.map(({ providerName, attributeName = subjectAttribute, userId }) =>
    identityKey(providerName, attributeName, userId),
  );

/** The attribute form: a JSON string. Empty for a profile without identities. */
export const identitiesAttribute = ({ identities = [] }: Holder): { identities?: string } =>
  identities.length === 0 ? {} : { identities: JSON.stringify(identities.map(shown)) };

/** The claim of the ID token, in which all values are strings. */
export function identitiesClaim({ identities = [] }: Holder): { identities?: readonly object[] } {
  const claimed = identities.map(shown).map(({ primary, dateCreated, ...identity }) => ({
    ...identity,
    primary: String(primary),
    dateCreated: String(dateCreated),
  }));
  return claimed.length === 0 ? {} : { identities: claimed };
}
