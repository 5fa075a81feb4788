/** The roles of members. */
import { DEFAULT_ROLES, isRole, parseRoles, type Roles } from "../domain/role.js";
import { concern, type Problem, plain } from "./concern.js";
import { type Form, json, orAbsent } from "./forms.js";

/** Operators' commands run without the setting. */
export const rolesForm: Form<Roles> = /* @__PURE__ */ orAbsent(
  json("a list of {role, permissions}, highest first", (_, text) => parseRoles(text)),
  DEFAULT_ROLES,
);

export const roles = /* @__PURE__ */ concern(
  () => plain({ ROLES: rolesForm }),
  ({ ROLES }): Roles => ROLES,
);

/** A setting that names a role must name a role of the stage. */
export const unknownRole = (
  setting: string,
  role: string | undefined,
  among: Roles | undefined,
): readonly Problem[] =>
  role === undefined || among === undefined || isRole(among, role)
    ? []
    : [{ setting, words: "is not a role of the stage" }];
