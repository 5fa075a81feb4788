/** AddCustomAttributes and GetCSVHeader, which lists a pool's attributes for a user import. */
import { z } from "zod";
import { invalidParameter } from "../errors.js";
import { checkNoImport } from "../imports/import-job.js";
import { csvHeader } from "../settings/csv-header.js";
import { parsePoolSettings } from "../settings/pool-settings.js";
import type { Pool } from "../store/pool.js";
import { poolId } from "./fields.js";
import { operation } from "./operation.js";

const mostCustomAttributes = 50;

const addInput = z.object({
  UserPoolId: poolId,
  CustomAttributes: z
    .array(
      z.looseObject({
        Name: z.string().regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u, "must be an attribute name"),
        DeveloperOnlyAttribute: z.boolean().default(false),
        Required: z.boolean().default(false),
      }),
    )
    .min(1)
    .max(25),
});

type NewAttribute = z.output<typeof addInput>["CustomAttributes"][number];

export const addCustomAttributes = operation(
  "AddCustomAttributes",
  "signed",
  addInput,
  ({ store, clock }, { UserPoolId, CustomAttributes: added }) => {
    const pool = store.pool(UserPoolId);
    checkNoImport(pool);
    checkAddition(pool, added);
    // The prefix keeps a custom attribute apart from the standard attribute of the same name.
    const declared = added.map((attribute) => ({ ...attribute, Name: fullName(attribute) }));
    const settings = { ...pool.settings, Schema: [...pool.settings.Schema, ...declared] };
    pool.configure(parsePoolSettings(settings, `User pool ${pool.name}`), clock.now());
    return {};
  },
);

const fullName = ({ Name, DeveloperOnlyAttribute: developerOnly }: NewAttribute): string =>
  `${developerOnly ? "dev:" : ""}custom:${Name}`;

function checkAddition(pool: Pool, added: readonly NewAttribute[]): void {
  if (added.some(({ Required }) => Required)) {
    throw invalidParameter("Required custom attributes are not supported currently.");
  }
  const names = new Set(pool.schema.keys());
  for (const name of added.map(fullName)) {
    if (names.has(name)) throw invalidParameter(`${name}: Existing attribute already has name ${name}.`);
    names.add(name);
  }
  const custom = [...pool.schema.values()].filter(({ standard }) => !standard).length + added.length;
  if (custom > mostCustomAttributes) {
    throw invalidParameter(`A user pool has at most ${mostCustomAttributes} custom attributes.`);
  }
}

export const getCsvHeader = operation(
  "GetCSVHeader",
  "signed",
  z.object({ UserPoolId: poolId }),
  ({ store }, { UserPoolId }) => ({ UserPoolId, CSVHeader: csvHeader(store.pool(UserPoolId).schema) }),
);
