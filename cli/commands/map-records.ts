/** `legacy map`. */
import { required, UsageError, wholeNumber } from "local-aws/command-line";
import { checkedMapping } from "../../shared/domain/legacy-mapping/check-mapping.js";
import type { CheckedMapping } from "../../shared/domain/legacy-mapping/mapping.js";
import { roleNames } from "../../shared/domain/role.js";
import { type MappedRecord, mapRecord } from "../../shared/flows/operator/map-record.js";
import type { OperatorPorts } from "../../shared/ports/operators.js";
import { command } from "../command.js";
import { jsonLines } from "../json-lines.js";

type Line = { readonly line: number } & MappedRecord;

export const legacyMap = command({
  name: "legacy map",
  usage: "FILE --mapping NAME [--show N]",
  about: "applies a mapping to legacy records, from JSON lines; calls no service and writes nothing",
  options: {
    mapping: { type: "string" },
    show: wholeNumber("the number of records to show", 100, { least: 0, most: 1_000_000 }),
  },
  operands: 1,
  run: async ({ operands, values, ports }) => {
    const mapping = mappingOf(ports, required("--mapping", values.mapping));
    const lines: Line[] = [];
    const tally = { records: 0, migrate: 0, refused: 0, wrong: 0, dropped: {} as Record<string, number> };
    for await (const { line, value } of jsonLines(required("FILE", operands[0]))) {
      const mapped = mapRecord(mapping, value);
      count(tally, mapped);
      if (lines.length < values.show) lines.push({ line, ...mapped });
    }
    const { records, migrate, refused, wrong, dropped } = tally;
    return {
      json: { ...tally, lines },
      text: [
        ...lines.map(words),
        ...Object.entries(dropped).map(([what, times]) => `dropped ${what} in ${times}`),
        `${records} records: ${migrate} migrate, ${refused} lack a required value, ${wrong} are invalid`,
      ],
      failed: refused + wrong > 0,
    };
  },
});

/** @throws UsageError if the mapping does not exist or does not fit the stage's roles. */
const mappingOf = ({ legacyMappings, roles }: OperatorPorts, name: string): CheckedMapping => {
  const mapping = Object.hasOwn(legacyMappings, name) ? legacyMappings[name] : undefined;
  if (mapping === undefined)
    throw new UsageError(`--mapping takes ${Object.keys(legacyMappings).join(", ")}`);
  try {
    return checkedMapping(name, mapping, { roles: roleNames(roles), groupAttributes: [] });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

type Tally = {
  records: number;
  migrate: number;
  refused: number;
  wrong: number;
  dropped: Record<string, number>;
};

const count = (tally: Tally, mapped: MappedRecord): void => {
  tally.records += 1;
  if (mapped.kind === "wrong") {
    tally.wrong += 1;
    return;
  }
  tally[mapped.migrates ? "migrate" : "refused"] += 1;
  for (const what of mapped.dropped) tally.dropped[what] = (tally.dropped[what] ?? 0) + 1;
};

// Prints names and the mapping's own values only. Users' values appear in the JSON output alone.
const words = (line: Line): string => {
  if (line.kind === "wrong") return `line ${line.line}: ${line.reason}`;
  const { attributes, entitlements, dropped, missing, verified } = line;
  const parts = {
    "": [
      ...Object.keys(attributes),
      ...Object.keys(entitlements.attributes).map((name) => `directory:${name}`),
    ],
    "; member ": entitlements.memberships.map(({ systemAccountId, role }) => `${systemAccountId} ${role}`),
    "; groups ": entitlements.groups,
    "; dropped ": dropped,
    "; missing ": missing,
  };
  const said = Object.entries(parts).map(([what, names]) =>
    names.length === 0 ? "" : `${what}${names.join(", ")}`,
  );
  return `line ${line.line}: ${said.join("")}${verified ? "" : "; address not verified"}`;
};
