/** Names of the fields that several requests share, and what a refinement or a transform hides of them. */
import { MOST_NAME_CHARACTERS } from "../../../shared/domain/text.js";
import { keepingFields, passwordField } from "../../../shared/edge/auth-fields.js";
import { purposeField } from "../../../shared/edge/challenge-fields.js";
import { emailField } from "../../../shared/edge/email-field.js";
import { languageField } from "../../../shared/edge/language-field.js";
import { actionField, resourceField } from "../../../shared/edge/permission-fields.js";
import { granteeField, idField, labelField, namedIdField } from "../../../shared/edge/text-fields.js";
import { named } from "../named-schema.js";

named("Email", emailField, { description: "An e-mail address. Kept in lower case." });
named("Password", passwordField, { description: "Taken as it is." });
named("LanguageTag", languageField, { description: "The language of the mail, such as `en` or `pt-BR`." });
named("SessionMode", keepingFields.session, {
  description: "How the session is kept. Without it: a cookie for browsers, and tokens for other clients.",
});
named("Remember", keepingFields.remember, {
  description: "The cookie survives the end of the browser. Only with a cookie.",
});
named("Id", idField, { description: "An id that the service gave." });
named("NamedId", namedIdField, {
  description: "The id of what a request acts on. A malformed one is answered like an unknown one.",
});
named("Label", labelField, {
  description: "One line without invisible characters, with single plain spaces. Compared exactly.",
  also: { minLength: 1, maxLength: 64 },
});
named("Resource", resourceField, { description: "A type and an id, such as `invoice/2027-1`." });
named("Action", actionField, { description: "`read`, `write`, `admin`, or an action of the resource type." });
named("Grantee", granteeField, {
  description:
    "A user, the members of a team, a group of the pool, or the holders of a role. A group has no space, no comma and no invisible characters, and at most 256 bytes.",
  also: { pattern: "^((user|team|role):[\\w.:@-]{1,128}|group:[^ ,]{1,128})$" },
});
named("Purpose", purposeField, { description: "What a step-up is for." });

export const NAME_KEYWORDS = (most = MOST_NAME_CHARACTERS) => ({
  description: "One line without invisible characters and links.",
  minLength: 1,
  maxLength: most,
});
export const TYPED_CODE = "The mailed code, as a user types or pastes it.";
