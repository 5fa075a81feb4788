/**
 * The texts whose keyed hashes mark an erased user: nothing else of the user is kept. The kinds keep these hashes apart
 * from each other, and from the pseudonyms in audit events.
 */
export const tombstoneTexts = ({
  userId,
  legacyId,
  emails,
}: {
  readonly userId?: string | undefined;
  readonly legacyId?: string | undefined;
  /** Normalised. */
  readonly emails: readonly string[];
}): readonly string[] => [
  ...(userId === undefined ? [] : [`erased user id: ${userId}`]),
  ...(legacyId === undefined ? [] : [`erased legacy id: ${legacyId}`]),
  ...[...new Set(emails)].map((email) => `erased address: ${email}`),
];
