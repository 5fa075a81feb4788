/** `accounts create`, `accounts show`, `accounts suspend`, `accounts close`, `accounts reopen`, `accounts owner`. */
import { required, UsageError } from "local-aws/command-line";
import type { Account, Membership } from "../../shared/domain/account.js";
import { isCellId, isVisibleAccountId } from "../../shared/domain/account-settings.js";
import { keptName } from "../../shared/domain/text.js";
import {
  type AccountStep,
  makeAccount,
  nameOwner,
  stepAccount,
} from "../../shared/flows/operator/manage-accounts.js";
import type { OperatorPorts } from "../../shared/ports/operators.js";
import { accountOf } from "../account-option.js";
import { command } from "../command.js";
import { idFrom, noSuchUser, reasonFrom } from "../user-options.js";

const accountOption = { account: { type: "string" } } as const;

const line = ({ systemAccountId, visibleAccountId, cellId, name, status }: Account): string =>
  `${systemAccountId}  ${visibleAccountId}  ${cellId}  ${status}  ${name}`;

export const accountsCreate = command({
  name: "accounts create",
  usage: "--name NAME --visible-id ID --cell CELL [--owner USER]",
  about: "creates an account; --owner must be an ACTIVE user; without it, the account has no members",
  options: {
    ...{ name: { type: "string" }, "visible-id": { type: "string" } },
    ...{ cell: { type: "string" }, owner: { type: "string" } },
  },
  run: async ({ values, ports }) => {
    const name = keptName(required("--name", values.name));
    if (name === undefined)
      throw new UsageError("--name takes one line of at most 100 visible characters, without a link");
    const visibleAccountId = required("--visible-id", values["visible-id"]);
    if (!isVisibleAccountId(visibleAccountId))
      throw new UsageError("--visible-id takes 3 to 32 letters, digits and hyphens");
    const cellId = required("--cell", values.cell);
    if (!isCellId(cellId)) throw new UsageError("--cell takes a cell id such as cell-1");
    const ownerId = values.owner === undefined ? undefined : idFrom("--owner", values.owner);
    if (ownerId !== undefined && (await ports.directory.profile(ownerId)) === undefined)
      throw noSuchUser({ user: ownerId });
    const made = await makeAccount(ports, { name, visibleAccountId, cellId, ownerId });
    if (made === "taken")
      throw new UsageError(`${visibleAccountId} is taken, or the owner is not an ACTIVE user`);
    return { json: { account: made }, text: [line(made)] };
  },
});

export const accountsShow = command({
  name: "accounts show",
  usage: "--account ID",
  about: "shows an account, its status and its owners",
  options: accountOption,
  run: async ({ values, ports }) => {
    const id = idFrom("--account", values.account);
    const account = await accountOf(ports, id);
    const owners = (await everyMember(ports, id)).filter(({ owner }) => owner === true);
    const text = owners.length === 0 ? ["  no owner"] : owners.map(({ userId }) => `  owner ${userId}`);
    return { json: { account, owners }, text: [line(account), ...text] };
  },
});

const everyMember = async ({ accounts }: OperatorPorts, id: string): Promise<Membership[]> => {
  const members: Membership[] = [];
  let after: string | undefined;
  do {
    const page = await accounts.members(id, { limit: 100, after });
    members.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return members;
};

const step = (verb: AccountStep, about: string, words: { changed: string; unchanged: string }) =>
  command({
    name: `accounts ${verb}`,
    usage: "--account ID --reason TEXT",
    about,
    options: { ...accountOption, reason: { type: "string" } },
    run: async ({ values, ports }) => {
      const systemAccountId = idFrom("--account", values.account);
      const reason = reasonFrom(values.reason);
      await accountOf(ports, systemAccountId);
      const outcome = await stepAccount(ports, { systemAccountId, step: verb, reason });
      return { json: { systemAccountId, outcome }, text: [`${systemAccountId} ${words[outcome]}`] };
    },
  });

export const accountsSuspend = step("suspend", "denies all access to the account until it is reopened", {
  changed: "is suspended",
  unchanged: "is not ACTIVE, so it was not suspended",
});

export const accountsClose = step("close", "denies all access to the account; deletes no data", {
  changed: "is closed",
  unchanged: "was already closed",
});

export const accountsReopen = step("reopen", "reopens a suspended or closed account", {
  changed: "is open again, with its previous members",
  unchanged: "was already open",
});

export const accountsOwner = command({
  name: "accounts owner",
  usage: "--account ID --user ID --reason TEXT",
  about: "makes an ACTIVE member an owner, in addition to the existing owners",
  options: { ...accountOption, user: { type: "string" }, reason: { type: "string" } },
  run: async ({ values, ports }) => {
    const systemAccountId = idFrom("--account", values.account);
    const userId = idFrom("--user", values.user);
    const reason = reasonFrom(values.reason);
    await accountOf(ports, systemAccountId);
    if ((await ports.directory.profile(userId)) === undefined) throw noSuchUser({ user: userId });
    const outcome = await nameOwner(ports, { systemAccountId, userId, reason });
    if (outcome === "refused")
      throw new UsageError(`${userId} is not an ACTIVE member of an ACTIVE account ${systemAccountId}`);
    const words = outcome === "changed" ? "is an owner now" : "was already an owner";
    return { json: { systemAccountId, userId, outcome }, text: [`${userId} ${words}`] };
  },
});
