/** Whom a command is about: `--user` or `--email`. */
import type { UserProfile } from "../shared/domain/account.js";
import { isEmail, normaliseIdentifier } from "../shared/domain/identifier.js";
import { findPerson, type PersonKey } from "../shared/flows/operator/find-person.js";
import type { OperatorPorts } from "../shared/ports/operators.js";
import { UsageError } from "./command.js";

export const PERSON_OPTIONS = { user: { type: "string" }, email: { type: "string" } } as const;
type PersonValues = { readonly user?: string | undefined; readonly email?: string | undefined };

/** @throws UsageError unless exactly one of the two is there. */
export const personKey = ({ user, email }: PersonValues): PersonKey => {
  if ((user === undefined) === (email === undefined))
    throw new UsageError("name the person with either --user or --email");
  if (user !== undefined) return { userId: user };
  return { email: addressFrom(email ?? "") };
};

/** @throws UsageError for what is no address. */
export const addressFrom = (text: string): string => {
  const address = normaliseIdentifier(text);
  if (!isEmail(address)) throw new UsageError("--email takes an address such as ada@example.com");
  return address;
};

/** The one profile that is meant. @throws UsageError for nobody, and for an address of several. */
export const onlyProfile = async (ports: OperatorPorts, values: PersonValues): Promise<UserProfile> => {
  const { profiles } = await findPerson(ports, personKey(values));
  const [profile, ...others] = profiles;
  if (profile === undefined) throw new UsageError("there is no such user");
  if (others.length === 0) return profile;
  const ids = profiles.map(({ userId }) => userId).join(", ");
  throw new UsageError(`several users have this address, name one with --user: ${ids}`);
};
