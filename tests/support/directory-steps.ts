/** The steps of random histories of the directory. */
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
