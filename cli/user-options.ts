/** The options that select a user: `--user` or `--email`. */
import { required, UsageError } from "local-aws/command-line";
import type { UserProfile } from "../shared/domain/account.js";
import { isEmail, normaliseIdentifier } from "../shared/domain/identifier.js";
import { isForeignId, isId, keptReason } from "../shared/domain/text.js";
import { findUser, type UserReference } from "../shared/flows/operator/find-user.js";
import type { OperatorPorts } from "../shared/ports/operators.js";
import { NotFoundError } from "./command.js";

export const USER_OPTIONS = { user: { type: "string" }, email: { type: "string" } } as const;
type UserValues = { readonly user?: string | undefined; readonly email?: string | undefined };

/** @throws UsageError unless exactly one of the two is given. */
export const userReference = ({ user, email }: UserValues): UserReference => {
  if ((user === undefined) === (email === undefined))
    throw new UsageError("select the user with either --user or --email");
  if (user !== undefined) return { userId: idFrom("--user", user) };
  return { email: addressFrom(email ?? "") };
};

/** The id that an option takes. @throws UsageError if it is missing or malformed. */
export const idFrom = (option: string, value: string | undefined): string => {
  const id = required(option, value);
  if (!isId(id)) throw new UsageError(`${option} is not a valid id`);
  return id;
};

/** As `idFrom`, for an id of the legacy system. @throws UsageError */
export const legacyIdFrom = (value: string | undefined): string => {
  const id = required("--legacy-id", value);
  if (!isForeignId(id)) throw new UsageError("--legacy-id is not a valid id");
  return id;
};

/** The kept form of a reason. @throws UsageError if it is missing or malformed. */
export const reasonFrom = (value: string | undefined): string => {
  const reason = keptReason(required("--reason", value));
  if (reason === undefined) throw new UsageError("--reason takes one line of at most 500 visible characters");
  return reason;
};

/** @throws UsageError if the text is not an e-mail address. */
export const addressFrom = (text: string): string => {
  const address = normaliseIdentifier(text);
  if (!isEmail(address)) throw new UsageError("--email takes an address such as ada@example.com");
  return address;
};

/** The error that no user has the id or the address. */
export const noSuchUser = ({ user, email }: UserValues): NotFoundError =>
  new NotFoundError(`there is no user ${user ?? email}`);

/**
 * Returns the selected profile. Profiles that were merged into another one are found by their id only.
 * @throws NotFoundError if none matches, UsageError if several match.
 */
export const onlyProfile = async (ports: OperatorPorts, values: UserValues): Promise<UserProfile> => {
  const found = (await findUser(ports, userReference(values))).profiles;
  const profiles = found.filter(({ mergedInto }) => values.user !== undefined || mergedInto === undefined);
  const [profile, ...others] = profiles;
  if (profile === undefined) throw noSuchUser(values);
  if (others.length === 0) return profile;
  const ids = profiles.map(({ userId }) => userId).join(", ");
  throw new UsageError(`several users have this address; select one with --user: ${ids}`);
};
