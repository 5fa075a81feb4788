/** Renders docs/fidelity.md. */
import type { ComponentFidelity, FidelityArea, FidelityRow } from "../../src/fidelity/row.js";
import { meantBy, type PassedTest, referenceTo } from "./evidence.js";

const AREAS = {
  flow: "Flows and endpoints",
  trigger: "Triggers",
  operation: "Operations",
  behaviour: "Rules",
} as const satisfies Record<FidelityArea, string>;

const STATES = {
  done: "done",
  partial: "partial",
  not: "not",
  unknowable: "unknowable without AWS",
} as const satisfies Record<FidelityRow["state"], string>;

/** Longer lists of tests are shown as a count. */
const SHOWN_TESTS = 2;

/** Throws if a row references a test that is not in the evidence. */
export const renderPage = (
  components: readonly ComponentFidelity[],
  evidence: readonly PassedTest[],
): string =>
  `# Fidelity of the embedded stack

Generated from a test run and the \`fidelity.ts\` of each component; do not edit. A test run writes this page. The run fails
if a test that is named here does not exist, is skipped or fails.

- **done**: follows the AWS documentation.
- **partial**: follows the AWS documentation, except for the stated difference.
- **not**: not implemented.
- **unknowable without AWS**: the AWS documentation is silent or contradicts itself; the stricter reading was chosen.

${countTable(components)}
${components.map((component) => section(component, evidence)).join("\n")}`;

function countTable(components: readonly ComponentFidelity[]): string {
  const states = Object.keys(STATES) as FidelityRow["state"][];
  const counts = ({ title, rows }: ComponentFidelity) =>
    line([title, ...states.map((state) => String(rows.filter((entry) => entry.state === state).length))]);
  const head = [line(["component", ...Object.values(STATES)]), `|---|${"---|".repeat(states.length)}`];
  return `${[...head, ...components.map(counts)].join("\n")}\n`;
}

function section(component: ComponentFidelity, evidence: readonly PassedTest[]): string {
  const { title, rows, missingOperations = [] } = component;
  const areas = (Object.keys(AREAS) as FidelityArea[])
    .map((area) => ({ area, entries: rows.filter((entry) => entry.area === area) }))
    .filter(({ entries }) => entries.length > 0);
  const heading = ({ area }: { area: FidelityArea }) => (areas.length > 1 ? `### ${AREAS[area]}\n\n` : "");
  const tables = areas.map(
    (area) => `${heading(area)}| feature | state | difference | tests |
|---|---|---|---|
${area.entries.map((entry) => rowLine(component, entry, evidence)).join("\n")}
`,
  );
  const absent =
    missingOperations.length > 0
      ? `\nNot implemented; these operations return \`NotImplementedException\`: ${missingOperations.map((name) => `\`${name}\``).join(", ")}\n`
      : "";
  return `## ${title}\n\n${tables.join("\n")}${absent}`;
}

function rowLine({ folder }: ComponentFidelity, entry: FidelityRow, evidence: readonly PassedTest[]): string {
  const { name, state, note = "", test } = entry;
  const difference = state === "unknowable" ? `stricter reading: ${note}` : note;
  return line([name, STATES[state], difference, test === undefined ? "" : shownBy(folder, test, evidence)]);
}

function shownBy(folder: string, test: string, evidence: readonly PassedTest[]): string {
  const reference = referenceTo(folder, test);
  const titles = meantBy(reference, evidence).map(({ title }) => title);
  if (titles.length === 0) throw new Error(`No passed test in the evidence for ${folder}: ${test}`);
  const more = titles.length > SHOWN_TESTS ? `; and ${titles.length - SHOWN_TESTS} more` : "";
  const file = reference.file.slice("tests/".length, -".test.ts".length);
  return `\`${file}\`: ${titles.slice(0, SHOWN_TESTS).join("; ")}${more}`;
}

const line = (cells: readonly string[]): string =>
  `| ${cells.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
