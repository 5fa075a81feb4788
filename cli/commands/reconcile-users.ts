/** `users reconcile`. */
import { flag } from "local-aws/command-line";
import {
  MOST_ENDINGS,
  type ReconciledUser,
  type Reconciliation,
  reconcileUsers,
} from "../../shared/flows/operator/reconcile-users.js";
import { command } from "../command.js";

const CAUSES: Record<ReconciledUser["cause"], string> = {
  deleted: "deleted in the pool",
  disabled: "disabled in the pool",
  began: "the ending was interrupted",
};
const OUTCOMES: Record<ReconciledUser["outcome"], string> = {
  ended: "ended",
  kept: "kept: changed in the meantime",
  would_end: "would end",
};

export const usersReconcile = command({
  name: "users reconcile",
  usage: "[--dry-run] [--go-on]",
  about: `ends users whom the pool deleted or disabled; stops if more than ${MOST_ENDINGS.percent} % or ${MOST_ENDINGS.users} users would end, unless --go-on`,
  options: {
    "dry-run": flag("only shows who would end"),
    "go-on": flag("ends them, however many they are"),
  },
  run: async ({ values, ports }) => {
    const report = await reconcileUsers(ports, { dryRun: values["dry-run"], goOn: values["go-on"] });
    const failed = report.stopped || report.ownerless.length > 0;
    return { json: report, text: lines(report), failed };
  },
});

const lines = ({ poolId, compared, stopped, users, ownerless }: Reconciliation): string[] => [
  ...users.map(({ userId, cause, outcome }) => `${userId}  ${CAUSES[cause]}  ${OUTCOMES[outcome]}`),
  ...ownerless.map((account) => `account ${account}  no living owner`),
  `${compared} users compared with the pool ${poolId}`,
  ...(stopped
    ? [
        `Stopped: ${users.length} users would end. If this is the right pool, and it is complete, run the command with --go-on.`,
      ]
    : []),
];
