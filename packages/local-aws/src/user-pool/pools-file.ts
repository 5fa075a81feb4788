/** Reads the file of `--pools`: pool declarations of this program, in JSON. */
import { z } from "zod";
import { jsonFileAs } from "../command-line/json-file.js";
import { readAs } from "../read-as.js";
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

/** @throws UsageError if the file cannot be read, or that names every wrong place */
export const readPoolsFile = (file: string): readonly PoolDeclaration[] =>
  jsonFileAs(file, (json) => readAs(declarations, json, "the list of pools"));
