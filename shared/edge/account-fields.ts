/** Fields of the requests about accounts. */
import * as z from "zod/mini";
import { namedIdField, nameField } from "./text-fields.js";

export const accountNameFields = z.object({ name: nameField() });
export const activeAccountFields = z.object({ account_id: namedIdField });
