/** The steps of random histories of the directory, and the users and accounts that they name. */
export const PEOPLE = ["ada", "grace", "joan", "linus", "twin"] as const;
/** Who signed in with a provider, and has the address of a native user: a merge removes the duplicate. */
export const TWINS = { kept: "joan", duplicate: "twin" } as const;
export const ACCOUNTS = ["acc-1", "acc-2"] as const;
export const RESOURCES = ["invoice/1", "invoice/2"] as const;
/** Who owns each account at the start. */
export const FOUNDERS = [
  ["ada", "acc-1"],
  ["grace", "acc-2"],
] as const;
/** The members of the group that grants name. */
export const STAFF: readonly string[] = ["linus", "twin"];
export const addressOf = (who: string): string => `${who === TWINS.duplicate ? TWINS.kept : who}@example.com`;

export const ROLES = ["Admin", "Manager", "Viewer"] as const;
export const ACTIONS = ["read", "write", "admin"] as const;
export const GRANTEES = ["user", "team", "group", "role"] as const;
export type RoleName = (typeof ROLES)[number];
export type ActionName = (typeof ACTIONS)[number];
type Where = { readonly account: string };
type Between = Where & { readonly by: string; readonly who: string };

export type Step =
  | (Between & { readonly kind: "invite"; readonly role: RoleName })
  | (Between & { readonly kind: "promote"; readonly role: RoleName })
  | (Where & { readonly kind: "operatorInvite"; readonly who: string; readonly role: RoleName })
  | (Where & { readonly kind: "accept"; readonly who: string })
  | (Between & { readonly kind: "suspend" | "reinstate" | "remove" })
  | (Between & {
      readonly kind: "grant";
      /** Default: the user `who`. */
      readonly to?: (typeof GRANTEES)[number];
      readonly resource: string;
      readonly action: ActionName;
      readonly hours?: number;
    })
  | (Between & { readonly kind: "own"; readonly resource: string })
  | (Where & { readonly kind: "createTeam" | "deleteTeam"; readonly by: string })
  | (Between & { readonly kind: "joinTeam" | "leaveTeam" })
  | (Where & { readonly kind: "issueKey"; readonly by: string; readonly role: RoleName })
  | { readonly kind: "rotateKey"; readonly by: string; readonly key: number }
  | (Where & { readonly kind: "close"; readonly by: string })
  | (Where & { readonly kind: "reopen" })
  | (Where & { readonly kind: "nameOwner"; readonly who: string })
  | { readonly kind: "suspendUser" | "reinstateUser" | "erase"; readonly who: string }
  | { readonly kind: "signIn"; readonly who: string }
  /** `reported`: the directory learns of it at once. */
  | {
      readonly kind: "poolDelete" | "poolDisable" | "poolEnable";
      readonly who: string;
      readonly reported: boolean;
    }
  | { readonly kind: "reconcile" | "merge" }
  | { readonly kind: "wait"; readonly hours: number };

export type MemberStep = Extract<Step, { kind: "promote" | "suspend" | "reinstate" | "remove" }>;
export type OperatorStep = Extract<
  Step,
  {
    kind:
      | "nameOwner"
      | "reopen"
      | "suspendUser"
      | "reinstateUser"
      | "erase"
      | "poolDelete"
      | "poolDisable"
      | "poolEnable"
      | "reconcile"
      | "merge";
  }
>;

export type GrantStep = Extract<Step, { kind: "grant" }>;

export const HOUR = 3600;
export const atLeast = (held: RoleName, wanted: RoleName) => ROLES.indexOf(held) <= ROLES.indexOf(wanted);
export const contains = (held: ActionName, wanted: ActionName) =>
  ACTIONS.indexOf(held) >= ACTIONS.indexOf(wanted);
export const BY_ROLE: Record<RoleName, ActionName> = { Admin: "admin", Manager: "write", Viewer: "read" };
