/** The mappings of the repository: that they fit the user pool, and that the page about them is true. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { readmeBlocks } from "../../../packages/local-aws/tests/support/readme.js";
import * as config from "../../../shared/config/index.js";
import { LEGACY_MAPPINGS } from "../../../shared/config/legacy-mappings/index.js";
import { legacyFields } from "../../../shared/domain/legacy-mapping/legacy-fields.js";
import { mapUser } from "../../../shared/domain/legacy-mapping/map-user.js";
import type { AttributeRule } from "../../../shared/domain/legacy-mapping/mapping.js";

const root = join(import.meta.dirname, "..", "..", "..");
const names = Object.keys(LEGACY_MAPPINGS);
const loaded = (name: string) => config.legacyMapping({ LEGACY_MAPPING: name });

describe("the setting of a stage", () => {
  it.each(names)("accepts %s, with the stage's roles", (name) => {
    expect(loaded(name)).toMatchObject({ roles: ["Admin", "Manager", "Viewer"] });
  });

  it.each(["nothing", "__proto__", "constructor"])("does not take %s", (name) => {
    expect(() => loaded(name)).toThrow("LEGACY_MAPPING takes standard or sample");
    expect(() => config.legacyMapping({})).toThrow("LEGACY_MAPPING is missing; it takes standard or sample");
  });

  it("checks the mapping against the stage's own roles and group rules", () => {
    const ROLES = JSON.stringify([{ role: "Admin", permissions: { "*": ["admin"] } }]);
    expect(() => config.legacyMapping({ LEGACY_MAPPING: "sample", ROLES })).toThrow(
      "the legacy mapping sample is not usable: memberships.highestRole: wrong_role",
    );
    const decided = (attribute: string) =>
      JSON.stringify([{ attribute, value: "Engineering", group: "engineering" }]);
    const GROUP_RULES = decided("custom:department");
    expect(config.legacyMapping({ LEGACY_MAPPING: "sample", GROUP_RULES }).attributes).not.toEqual([]);
  });
});

describe.each(names)("the mapping %s", (name) => {
  it("fills only custom attributes that the pool declares, and none longer than that", async () => {
    const text = await readFile(join(root, "resources", "user-pool.yml"), "utf8");
    const declared = new Map(
      [...text.matchAll(/- Name: (\w+)\n(?:.*\n)*?.*MaxLength: "(\d+)"/g)].map(([, each = "", most]) => [
        `custom:${each}`,
        Number(most),
      ]),
    );
    expect(declared.get("custom:department")).toBe(256);
    const rules: readonly AttributeRule[] = loaded(name).attributes;
    for (const { to, transforms = [] } of rules.filter((rule) => rule.to.startsWith("custom:"))) {
      const longest = Math.min(...transforms.map((transform) => bound(transform)));
      expect({ to, fits: longest <= (declared.get(to) ?? 0) }).toEqual({ to, fits: true });
    }
  });
});

const bound = (transform: NonNullable<AttributeRule["transforms"]>[number]): number => {
  if (typeof transform === "string") return Number.POSITIVE_INFINITY;
  if ("maxLength" in transform) return transform.maxLength;
  if ("values" in transform) return Math.max(...Object.values(transform.values).map(({ length }) => length));
  return Number.POSITIVE_INFINITY;
};

describe("docs/legacy-mapping.md", () => {
  const page = join(root, "docs", "legacy-mapping.md");

  it("shows the sample as it is compiled", async () => {
    const [shown] = await readmeBlocks(page, "Example", "ts");
    expect(shown).toBe(await readFile(join(root, "shared/config/legacy-mappings/sample.ts"), "utf8"));
  });

  it("shows the result for its record", async () => {
    const [record = "", result = ""] = await readmeBlocks(page, "Example", "json");
    const user = { fields: legacyFields(JSON.parse(record) as object), emailVerified: true };
    expect(mapUser(loaded("sample"), user)).toEqual(JSON.parse(result));
  });
});
