/** `legacy prepare`, `legacy progress`. */
import { required } from "local-aws/command-line";
import { roleNames } from "../../shared/domain/role.js";
import { prepareUser } from "../../shared/flows/operator/prepare-user.js";
import { takenAddresses } from "../../shared/flows/operator/taken-addresses.js";
import type { OperatorPorts } from "../../shared/ports/operators.js";
import { command } from "../command.js";
import { type PreparedLine, preparedLines } from "../prepared-file.js";

const AT_ONCE = 8;

type Refused = { readonly line: number; readonly reason: string };
type Tally = { prepared: number; there: number; refused: Refused[] };

export const legacyPrepare = command({
  name: "legacy prepare",
  usage: "FILE",
  about: "loads legacy users and memberships before a migration, from JSON lines; can be repeated",
  options: {},
  operands: 1,
  run: async ({ operands, ports }) => {
    const tally: Tally = { prepared: 0, there: 0, refused: [] };
    const lines = preparedLines(required("FILE", operands[0]), roleNames(ports.roles));
    // The file is opened before the directory is read.
    const first = await lines.next();
    const taken = await takenAddresses(ports);
    if (!first.done) await load(ports, taken, first.value, tally);
    const worker = async () => {
      for await (const line of lines) await load(ports, taken, line, tally);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const refused = tally.refused.sort((one, other) => one.line - other.line);
    return {
      json: { ...tally, refused },
      text: [
        ...refused.map(({ line, reason }) => `line ${line}: ${reason}`),
        `${tally.prepared} prepared, ${tally.there} already existed, ${refused.length} refused`,
      ],
      failed: refused.length > 0,
    };
  },
});

const load = async (
  ports: OperatorPorts,
  taken: ReadonlySet<string>,
  entry: PreparedLine,
  tally: Tally,
): Promise<void> => {
  if (entry.kind === "wrong") {
    tally.refused.push({ line: entry.line, reason: entry.reason });
    return;
  }
  const outcome = await prepareUser(ports, taken, entry.user);
  if (outcome.kind === "refused") tally.refused.push({ line: entry.line, reason: outcome.reason });
  else tally[outcome.kind] += 1;
};

export const legacyProgress = command({
  name: "legacy progress",
  usage: "",
  about:
    "counts legacy users: loaded (PREPARED), confirmed by the legacy system (APPROVED), signed in (LINKED)",
  options: {},
  run: async ({ ports }) => {
    const progress = await ports.legacyRecords.progress();
    return {
      json: progress,
      text: Object.entries(progress).map(([state, count]) => `${state.padEnd(9)}${count}`),
    };
  },
});
