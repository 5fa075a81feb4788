/** The account that `--account` names. */
import type { Account } from "../shared/domain/account.js";
import type { OperatorPorts } from "../shared/ports/operators.js";
import { NotFoundError } from "./command.js";

/** @throws NotFoundError if there is no such account. */
export const accountOf = async (
  { directory }: Pick<OperatorPorts, "directory">,
  systemAccountId: string,
): Promise<Account> => {
  const [account] = await directory.accounts([systemAccountId]);
  if (account === undefined) throw new NotFoundError(`there is no account ${systemAccountId}`);
  return account;
};
