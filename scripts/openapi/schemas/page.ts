/** A page of a list. */
import * as z from "zod/mini";
import { MAX_LIMIT } from "../../../shared/edge/page-of-request.js";
import { named } from "../named-schema.js";

export const pageOf = <Item extends z.core.$ZodType>(id: string, item: Item) =>
  named(
    id,
    z.strictObject({
      items: z.array(item).check(z.maxLength(MAX_LIMIT)),
      cursor: z.nullable(z.string()),
    }),
    {
      description: "A page. It may have fewer items than requested, even if more pages follow.",
      properties: { cursor: "Of the next page. Null: there is none." },
    },
  );
