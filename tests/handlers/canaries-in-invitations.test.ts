import { expect, it } from "@jest/globals";
import { memoryPorts } from "../../shared/memory/ports.js";
import type { Ports } from "../../shared/ports/index.js";
import type { OutgoingMessage } from "../../shared/ports/messages.js";
import { accountsApi } from "../support/accounts-api.js";
import { blabbing, leaksOf, saidBy } from "../support/canary.js";
import { notices } from "../support/triggers.js";

const TOKEN = `invite_${"0123456789abcdef".repeat(2)}`;
const stages: [string, () => Partial<Ports>][] = [
  ["is refused", () => ({})],
  ["meets pseudonyms that blab", () => ({ pseudonyms: { of: blabbing } })],
  [
    "whose directory repeats it in errors",
    () => ({
      pseudonyms: { of: async (text) => text },
      invitations: { ...memoryPorts().invitations, byTokenHash: blabbing },
    }),
  ],
];

it.each(stages)("the token of an invitation that %s stays where it was", async (_, overrides) => {
  for (const route of ["POST /api/invitations/accept", "POST /api/invitations/decline"]) {
    const { ports, call } = accountsApi({}, { creation: "open" }, notices, overrides());
    for (const body of [{ token: TOKEN }, { token: `${TOKEN}x` }, TOKEN]) {
      const answer = await call("joan", route, { body });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(leaksOf(TOKEN, saidBy(ports, JSON.stringify(answer)))).toEqual([]);
    }
  }
});

it("the token of an invitation is written nowhere if its mail cannot be sent", async () => {
  const mails: OutgoingMessage[] = [];
  const messenger = {
    send: (message: OutgoingMessage) => {
      mails.push(message);
      return blabbing(JSON.stringify(message));
    },
  };
  const { ports, call } = accountsApi({}, { creation: "open" }, notices, { messenger });
  const answer = await call("ada", "POST /api/accounts/{account_id}/invitations", {
    pathParameters: { account_id: "acc-1" },
    body: { email: "mary@example.com", role: "Viewer" },
  });
  const token = /invite_[0-9a-f]{32}/.exec(JSON.stringify(mails))?.[0] ?? "";
  expect([answer.status, token]).toEqual([500, expect.stringMatching(/^invite_/)]);
  expect(leaksOf(token, saidBy(ports, JSON.stringify(answer)))).toEqual([]);
});
