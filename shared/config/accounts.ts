/** Accounts, and the permissions of their members. */
import * as z from "zod/mini";
import { type AccountSettings, isCellId } from "../domain/account-settings.js";
import { parseTypeRules, type TypeRules } from "../domain/permission/type-rules.js";
import { concern, problemOf } from "./concern.js";
import { json, oneOf, text } from "./forms.js";
import { rolesForm } from "./roles.js";
import { schema, setting } from "./schema.js";

export const accounts = /* @__PURE__ */ concern(
  () =>
    schema(
      z.object({
        ACCOUNT_CREATION: setting(oneOf("operators", "open")),
        DEFAULT_CELL: setting(text("small letters, digits and hyphens, at most 32", isCellId)),
      }),
    ),
  ({ ACCOUNT_CREATION, DEFAULT_CELL }): AccountSettings => ({
    creation: ACCOUNT_CREATION,
    defaultCell: DEFAULT_CELL,
  }),
);

export const permissionRules = /* @__PURE__ */ concern(
  () =>
    schema(
      z.object({
        ROLES: setting(rolesForm),
        PERMISSION_RULES: setting(
          json("{actions, department, project} by resource type", (_, rules) => {
            parseTypeRules(rules, []);
            return rules;
          }),
        ),
      }),
    ),
  ({ PERMISSION_RULES, ROLES }): TypeRules => parseTypeRules(PERMISSION_RULES, ROLES),
  ({ PERMISSION_RULES: rules, ROLES: roles }) =>
    rules === undefined || roles === undefined
      ? []
      : problemOf("PERMISSION_RULES", () => parseTypeRules(rules, roles)),
);
