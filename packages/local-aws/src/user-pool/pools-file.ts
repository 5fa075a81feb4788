/** Reads the file of `--pools`: pool declarations of this program, in JSON. */
import { z } from "zod";
import { jsonFile } from "../command-line/json-file.js";
import { UsageError } from "../command-line/usage.js";
import type { PoolDeclaration } from "./store/declare-pools.js";

const properties = z.record(z.string(), z.unknown());

const declarations = z
  .array(
    z.object({
      id: z.string(),
      name: z.string(),
      arn: z.string(),
      properties,
      clients: z.array(
        z
          .object({ id: z.string(), secret: z.string().optional(), properties })
          .transform(({ secret, ...client }) => ({ ...client, ...(secret !== undefined && { secret }) })),
      ),
    }),
  )
  .min(1);

/** @throws UsageError if the file cannot be read or is not a valid declaration */
export const readPoolsFile = (file: string): readonly PoolDeclaration[] => {
  const parsed = declarations.safeParse(jsonFile(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") || "the list of pools";
  throw new UsageError(`${file}: ${place}: ${issue?.message ?? "invalid declaration"}`);
};
