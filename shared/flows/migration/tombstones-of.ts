/** The tombstones of a legacy record: if one of them exists, an operator erased its user. */
import { tombstoneTexts } from "../../domain/tombstone.js";
import type { Ports } from "../../ports/index.js";

export const tombstonesOf = (
  { pseudonyms }: Pick<Ports, "pseudonyms">,
  { legacyId, email }: { readonly legacyId: string; readonly email: string },
): Promise<readonly string[]> =>
  Promise.all(tombstoneTexts({ legacyId, emails: [email] }).map((text) => pseudonyms.of(text)));
