/** The accounts and users of a new local stack. All of them are fictitious. */
import type { Account, MembershipStatus } from "../../shared/domain/account.js";
import type { Role } from "../../shared/domain/role.js";

export type SeedUser = {
  readonly email: string;
  readonly password: string;
  readonly legacyId: string;
  readonly name: string;
  readonly note: string;
  readonly accounts: readonly { systemAccountId: string; role: Role; status: MembershipStatus }[];
};

export const SEED_ACCOUNTS: readonly Account[] = [
  {
    systemAccountId: "acct_northwind",
    visibleAccountId: "NW-1001",
    cellId: "cell-eu-1",
    name: "Northwind Traders",
    status: "ACTIVE",
  },
  {
    systemAccountId: "acct_globex",
    visibleAccountId: "GX-2002",
    cellId: "cell-us-1",
    name: "Globex",
    status: "ACTIVE",
  },
];

export const SEED_USERS: readonly SeedUser[] = [
  {
    email: "ada@example.com",
    password: "Legacy-Pass-1!",
    legacyId: "legacy-1001",
    name: "Ada Lovelace",
    note: "Legacy user; Admin of Northwind, suspended in Globex.",
    accounts: [
      { systemAccountId: "acct_northwind", role: "Admin", status: "ACTIVE" },
      { systemAccountId: "acct_globex", role: "Viewer", status: "SUSPENDED" },
    ],
  },
  {
    email: "grace@example.com",
    password: "Legacy-Pass-2!",
    legacyId: "legacy-1002",
    name: "Grace Hopper",
    note: "Legacy user; Manager in Globex, invited to Northwind.",
    accounts: [
      { systemAccountId: "acct_globex", role: "Manager", status: "ACTIVE" },
      { systemAccountId: "acct_northwind", role: "Viewer", status: "INVITED" },
    ],
  },
  {
    email: "linus@example.com",
    password: "Legacy-Pass-3!",
    legacyId: "legacy-1003",
    name: "Linus Example",
    note: "Legacy user without any account.",
    accounts: [],
  },
];
