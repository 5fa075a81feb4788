/** The import rules of .dependency-cruiser.cjs that are about paths. */
import { createRequire } from "node:module";

type Restriction = { readonly path?: string; readonly pathNot?: string | readonly string[] };
type Rule = { readonly name: string; readonly from: Restriction; readonly to: Restriction };

const { forbidden } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
  forbidden: readonly Rule[];
};
/** Rules about paths alone; rules about cycles, packages and types of dependencies draw no arrow. */
export const pathRules = forbidden.filter(({ to }) =>
  Object.keys(to).every((key) => ["path", "pathNot"].includes(key)),
);

const matches = ({ path, pathNot = [] }: Restriction, file: string): boolean =>
  (path === undefined || new RegExp(path).test(file)) &&
  ![pathNot].flat().some((each) => new RegExp(each).test(file));
export const mayImport = (from: string, to: string): boolean =>
  !pathRules.some((rule) => matches(rule.from, from) && matches(rule.to, to));
