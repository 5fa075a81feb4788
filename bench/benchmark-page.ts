/**
 * The tables of docs/benchmarks.md, and of docs/security.md. Each benchmark prints its table and, with `--write`, updates the page.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const BENCHMARKS = join(import.meta.dirname, "..", "docs", "benchmarks.md");

export interface Table {
  /** Its place in the page: between `<!-- bench NAME -->` and `<!-- end -->`. */
  readonly name: string;
  /** docs/benchmarks.md, unless it is another one. */
  readonly page?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const publish = async (table: Table, write: boolean): Promise<void> => {
  const text = markdown(table);
  console.log(`\n${text}`);
  const { page = BENCHMARKS, name } = table;
  if (write) await writeFile(page, placed(await readFile(page, "utf8"), name, text));
};

const markdown = ({ head, rows }: Table): string => {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (cells[column] ?? "").padEnd(width)).join(" | ")} |`;
  const rule = widths.map((width) => "-".repeat(width));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
};

const placed = (text: string, name: string, table: string): string => {
  const [begin, end] = [`<!-- bench ${name} -->`, "<!-- end -->"];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the page has no place for ${name}`);
  return `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`;
};

/** Two significant digits: 0.94, 1.3, 14, 310. */
export const ratio = (one: number, another: number): string => {
  const value = one / another;
  return value >= 10 ? String(Number(value.toPrecision(2))) : value.toFixed(value < 1 ? 2 : 1);
};
