/**
 * Where a profile comes from: the people of other directories that it stands for (developer guide, "Linking federated users
 * to an existing user profile"). The pool's own user has none until one is linked.
 */
export interface Identity {
  /** The subject at the provider, or the value of `attributeName`. */
  readonly userId: string;
  readonly providerName: string;
  readonly providerType: string;
  readonly issuer: string | null;
  /** The profile was made for this identity; the others were linked to it. */
  readonly primary: boolean;
  readonly dateCreated: number;
  /** Of a link by a mapped attribute, until the first sign-in tells the subject. */
  readonly attributeName?: string;
  /** An administrator ended sign-ins by this identity. */
  readonly disabled?: true;
}

/** Stands for the subject in links. */
export const subjectAttribute = "Cognito_Subject";

interface Holder {
  readonly identities?: readonly Identity[];
}

/** A profile that the pool made for somebody of another directory. It holds no sign-in names of this one. */
export const isExternalProfile = ({ identities = [] }: Holder): boolean =>
  identities.some(({ primary }) => primary);

/** Neither unlinked nor ended by an administrator. */
export const signsInBy = ({ identities = [] }: Holder, provider: string): boolean =>
  identities.some(({ providerName, disabled }) => providerName === provider && !disabled);

/** Only what Amazon Cognito shows. */
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

/** As an attribute: JSON in a string. Nothing for a profile without identities. */
export const identitiesAttribute = ({ identities = [] }: Holder): { identities?: string } =>
  identities.length === 0 ? {} : { identities: JSON.stringify(identities.map(shown)) };

/** As a claim of the ID token, where everything in it is a string. */
export function identitiesClaim({ identities = [] }: Holder): { identities?: readonly object[] } {
  const claimed = identities.map(shown).map(({ primary, dateCreated, ...identity }) => ({
    ...identity,
    primary: String(primary),
    dateCreated: String(dateCreated),
  }));
  return claimed.length === 0 ? {} : { identities: claimed };
}
