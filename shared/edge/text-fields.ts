/** Texts in a request body. Each comes out in its stored form. */
import * as z from "zod/mini";
import { keptGrantee } from "../domain/permission/grant.js";
import { ID, keptLabel, keptName } from "../domain/text.js";

const kept = (form: (typed: string) => string | undefined) =>
  z.pipe(z.pipe(z.string(), z.transform(form)), z.string());

export const nameField = (most?: number) => kept((typed) => keptName(typed, most));
export const labelField = kept(keptLabel);
export const granteeField = kept(keptGrantee);
export const idField = z.string().check(z.regex(ID));
/** The id of what a request acts on. Of any form: the flow answers a malformed id like an unknown one. */
export const namedIdField = z.string().check(z.maxLength(128));
