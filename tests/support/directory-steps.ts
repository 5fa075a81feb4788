/** The steps of random histories of the directory, and the values of the model. */
export const ROLES = ["Admin", "Manager", "Viewer"] as const;
export const ACTIONS = ["read", "write", "admin"] as const;
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
      readonly resource: string;
      readonly action: ActionName;
      readonly hours?: number;
    })
  | (Between & { readonly kind: "own"; readonly resource: string })
  | (Where & { readonly kind: "issueKey"; readonly by: string; readonly role: RoleName })
  | { readonly kind: "rotateKey"; readonly by: string; readonly key: number }
  | (Where & { readonly kind: "close"; readonly by: string })
  | (Where & { readonly kind: "reopen" })
  | (Where & { readonly kind: "nameOwner"; readonly who: string })
  | { readonly kind: "disable" | "enable"; readonly who: string }
  | { readonly kind: "wait"; readonly hours: number };

export type MemberStep =
  | Extract<Step, { kind: "promote" }>
  | (Between & { readonly kind: "suspend" | "reinstate" | "remove" });

export type Member = { role: RoleName; status: "ACTIVE" | "SUSPENDED"; owner: boolean };
export type Invitation = { readonly by: string | undefined; readonly role: RoleName; used: boolean };
export type Grant = { readonly action: ActionName; readonly until: number };
export type Secret = { readonly text: string; issuer: string | undefined };
export type ModelKey = {
  readonly account: string;
  readonly role: RoleName;
  current: Secret;
  previous?: Secret & { readonly until: number };
};

export const HOUR = 3600;
export const atLeast = (held: RoleName, wanted: RoleName) => ROLES.indexOf(held) <= ROLES.indexOf(wanted);
export const contains = (held: ActionName, wanted: ActionName) =>
  ACTIONS.indexOf(held) >= ACTIONS.indexOf(wanted);
export const BY_ROLE: Record<RoleName, ActionName> = { Admin: "admin", Manager: "write", Viewer: "read" };
