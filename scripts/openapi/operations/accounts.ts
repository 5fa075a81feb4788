import { accountNameFields, activeAccountFields } from "../../../shared/edge/account-fields.js";
import { ACCOUNT, ACTIVE_ACCOUNT, LAST_PAGE, OWN_ACCOUNT } from "../examples.js";
import { PAGED, type Tag } from "../operation.js";
import { account, me, ownAccount, ownAccounts } from "../schemas/accounts.js";

const OWN = {
  200: {
    description: "The account, with the caller's membership.",
    schema: ownAccount,
    example: OWN_ACCOUNT,
  },
} as const;

export const ACCOUNTS: Tag = {
  name: "Accounts",
  description: "The caller, and the accounts that the caller is a member of.",
  operations: {
    "GET /api/account/me": {
      id: "describeMe",
      summary: "The caller",
      description: "With the active account, and the memberships page by page.",
      guard: "user",
      parameters: [...PAGED, "AccountHeader"],
      answers: {
        200: {
          description: "The caller.",
          schema: me,
          example: {
            user_id: "usr_ada",
            username: "4f0c6a52-3d0a-4c6e-9d43-0c8f6f1b2a77",
            email: "ada@example.com",
            account: ACTIVE_ACCOUNT,
            memberships: [
              {
                system_account_id: "acct_northwind",
                visible_account_id: "NW-1001",
                name: "Northwind Traders",
                role: "Admin",
                status: "ACTIVE",
              },
            ],
            ...LAST_PAGE,
          },
        },
      },
    },
    "POST /api/account/active": {
      id: "switchAccount",
      summary: "Select the caller's active account",
      description: "Tokens contain it from the next refresh on. The cookie of a session follows.",
      guard: "user",
      body: { schema: activeAccountFields, example: { account_id: "acct_northwind" } },
      answers: OWN,
      errors: ["conflict"],
    },
    "GET /api/accounts": {
      id: "listAccounts",
      summary: "The caller's accounts",
      description: "Those that the caller is a member of, invited to or suspended in.",
      guard: "user",
      parameters: PAGED,
      answers: {
        200: {
          description: "A page.",
          schema: ownAccounts,
          example: { items: [OWN_ACCOUNT], ...LAST_PAGE },
        },
      },
    },
    "POST /api/accounts": {
      id: "createAccount",
      summary: "Create an account",
      description: "The caller becomes its owner, if the stage allows it. At most ten a day.",
      guard: "user",
      once: true,
      body: { schema: accountNameFields, example: { name: "Northwind Traders" } },
      answers: { 201: { description: "The account.", schema: account, example: ACCOUNT } },
      errors: ["account_creation_closed", "too_many_requests"],
    },
    "GET /api/accounts/{account_id}": {
      id: "readAccount",
      summary: "An account",
      description: "Of which the caller is an ACTIVE member.",
      guard: "user",
      answers: OWN,
    },
    "PATCH /api/accounts/{account_id}": {
      id: "renameAccount",
      summary: "Rename an account",
      description: "For Admins.",
      guard: "user",
      body: { schema: accountNameFields, example: { name: "Northwind" } },
      answers: OWN,
      errors: ["conflict", "role_required"],
    },
    "POST /api/accounts/{account_id}/close": {
      id: "closeAccount",
      summary: "Close an account",
      description:
        "For owners, after a step-up for `close-account`. All access to it is denied. Operators can reopen it.",
      guard: "user",
      answers: {
        200: {
          description: "The closed account.",
          schema: account,
          example: { ...ACCOUNT, status: "CLOSED" },
        },
      },
      errors: ["conflict", "owner_required", "role_required", "step_up_required"],
    },
  },
};
