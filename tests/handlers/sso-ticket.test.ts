import { expect, it } from "@jest/globals";
import { ssoTicket } from "../../handlers/sso-ticket.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../support/public-words.js";
import { NOW, profileOf, SUB } from "../support/users.js";

const stage = () => memoryPorts({ now: NOW, profiles: [profileOf()] });

it("returns a ticket, its user and its expiry; the log contains none of them", async () => {
  const ports = stage();
  const answer = await ssoTicket(ports)({ user_id: "usr_ada" });
  expect(answer).toEqual({ ticket: expect.stringMatching(/^sso_\d{32}$/), username: SUB, expires_in: 60 });
  expect(ports.audit.events).toMatchObject([{ type: "ticket.issued", subject: "user:usr_ada" }]);
  expect(ports.logger.lines).toMatchObject([
    { level: "info", fields: { source: "ssoTicket", outcome: "answered" } },
  ]);
  expect(JSON.stringify([ports.logger.lines, ports.audit.events])).not.toContain(answer.ticket);
});

it("has another ticket each time", async () => {
  const ports = stage();
  const [one, other] = [
    await ssoTicket(ports)({ user_id: "usr_ada" }),
    await ssoTicket(ports)({ user_id: "usr_ada" }),
  ];
  expect(one.ticket).not.toBe(other.ticket);
  expect(new Set(ports.audit.events.map(({ id }) => id)).size).toBe(2);
});

it.each([undefined, null, "usr_ada", {}, { user_id: "" }, { user_id: 7 }, { user_id: "x".repeat(65) }])(
  "refuses %j in public words",
  async (input) => {
    const ports = stage();
    expect((await rejectionOf(ssoTicket(ports)(input))).message).toBe(thrownWords("invalid_request"));
    expect(ports.audit.events).toEqual([]);
  },
);

it("is refused for an unknown user, without details", async () => {
  expect((await rejectionOf(ssoTicket(stage())({ user_id: "usr_nobody" }))).message).toBe(
    thrownWords("forbidden"),
  );
});

it("says nothing of what went wrong inside", async () => {
  const ports = stage();
  ports.directory.broken = true;
  const thrown = await rejectionOf(ssoTicket(ports)({ user_id: "usr_ada" }));
  expect(thrown.message).toBe(thrownWords("temporarily_unavailable"));
  expect(thrown.cause).toBeUndefined();
});
