/** The table of operations against the deployed routes and their guards, and its examples against their schemas. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { parse } from "yaml";
import * as z from "zod/mini";
import { componentSchemas } from "../../scripts/openapi/named-schema.js";
import type { Operation } from "../../scripts/openapi/operation.js";
import { OPERATIONS } from "../../scripts/openapi/table.js";
import { purposeField } from "../../shared/edge/challenge-fields.js";
import { emailField } from "../../shared/edge/email-field.js";
import { languageField } from "../../shared/edge/language-field.js";
import { actionField, resourceField } from "../../shared/edge/permission-fields.js";
import { granteeField, idField, labelField } from "../../shared/edge/text-fields.js";
import { differences } from "../support/openapi.js";
import { REPOSITORY } from "../support/repository-files.js";

type HttpApi = string | { method: string; path: string; authorizer?: { name?: string; type?: string } };
type Functions = Record<string, { events?: { httpApi?: HttpApi }[] } | string | null>;

const functionsIn = (file: string): Functions => parse(readFileSync(file, "utf8"), { logLevel: "silent" });
const folder = join(REPOSITORY, "resources", "functions");
const declared: Functions = Object.assign(
  {},
  ...readdirSync(folder).map((file) => functionsIn(join(folder, file))),
  { demo: functionsIn(join(REPOSITORY, "resources", "demo", "on.yml")).demo },
);

/** The authorization of each deployed route: `account`, `aws_iam`, or none. */
const deployed = Object.fromEntries(
  Object.values(declared)
    .flatMap((each) => (typeof each === "object" ? (each?.events ?? []) : []))
    .flatMap(({ httpApi }) => (httpApi === undefined ? [] : [httpApi]))
    .map((each) =>
      typeof each === "string"
        ? [each, "none"]
        : [`${each.method} ${each.path}`, each.authorizer?.name ?? each.authorizer?.type ?? "none"],
    )
    .filter(([route = ""]) => !route.endsWith("{proxy+}")),
) as Record<string, string>;

const authorizationOf = ({ guard }: Operation): string => {
  if (guard === "iam") return "aws_iam";
  return guard === "user" || guard === "user_or_key" ? "account" : "none";
};

describe("the table of operations", () => {
  it("has every deployed route, and no other, with its guard", () => {
    const described = Object.fromEntries(
      Object.entries(OPERATIONS).map(([route, operation]) => [route, authorizationOf(operation)]),
    );
    expect(described).toEqual(deployed);
  });

  it("names each operation once", () => {
    const ids = Object.values(OPERATIONS).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(Object.entries(OPERATIONS))(
    "shows a request of %s that its function accepts",
    (_route, { body }) => {
      if (body !== undefined) expect(z.safeParse(body.schema, body.example)).toMatchObject({ success: true });
    },
  );

  it.each(Object.entries(OPERATIONS))("shows answers of %s that fit their schemas", (_route, { answers }) => {
    for (const { schema, example, examples = { example } } of Object.values(answers))
      for (const shown of schema === undefined ? [] : Object.values(examples))
        expect(z.safeParse(schema ?? z.never(), shown)).toMatchObject({ success: true });
  });
});

describe("a schema of the document", () => {
  const texts = [
    "",
    "a",
    "user:usr_1",
    "team:t.1",
    "group:ops",
    "group:a b",
    "group:a,b",
    "usr_1",
    "é",
    "😀",
    "en",
    "pt-BR",
  ];
  const more = [
    "invoice/2027-1",
    "Invoice/1",
    "invoice/",
    "read",
    "Read",
    "api-keys",
    "two words",
    "a@b.example",
    " a",
    "a\n",
  ];
  const long = [
    "a".repeat(64),
    "a".repeat(65),
    "a".repeat(129),
    `group:${"g".repeat(128)}`,
    `group:${"g".repeat(129)}`,
  ];
  const fields = {
    ...{ Action: actionField, Grantee: granteeField, Id: idField, Label: labelField },
    ...{ LanguageTag: languageField, Purpose: purposeField, Resource: resourceField },
  };
  it.each(Object.entries(fields))("%s refuses no text that the functions accept", (name, field) => {
    for (const text of [...texts, ...more, ...long])
      if (z.safeParse(field, text).success)
        expect([text, differences(`components/schemas/${name}`, text)]).toEqual([text, []]);
  });

  it.each([
    ["Action", "Read"],
    ["Grantee", "usr_1"],
    ["Grantee", "group:a b"],
    ["Id", "two words"],
    ["Label", "a".repeat(65)],
    ["LanguageTag", "e"],
    ["Purpose", "API keys"],
    ["Resource", "invoice"],
  ] as const)("%s refuses %j, as the functions do", (name, text) => {
    expect(z.safeParse(fields[name], text).success).toBe(false);
    expect(differences(`components/schemas/${name}`, text)).not.toEqual([]);
  });

  it("has the limits of an address as the functions parse it", () => {
    expect(componentSchemas().Email).toMatchObject({ type: "string", maxLength: 320 });
    expect(z.safeParse(emailField, `${"a".repeat(320)}@b.example`).success).toBe(false);
  });

  it("is of no response that takes unknown properties", () => {
    const answered = new Set(
      Object.values(OPERATIONS).flatMap(({ answers }) =>
        Object.values(answers).flatMap(({ schema = [] }) => schema),
      ),
    );
    for (const schema of answered) {
      const { properties, additionalProperties, anyOf } = z.toJSONSchema(schema, { io: "input" });
      expect(anyOf !== undefined || (properties !== undefined && additionalProperties === false)).toBe(true);
    }
  });
});
