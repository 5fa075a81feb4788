import { expect, it } from "@jest/globals";
import { createInbox, type SentMessage } from "../../../local/inbox/index.js";

const message = (to: string, code: string): SentMessage => ({
  channel: "EMAIL",
  to,
  subject: "Your code",
  body: `Your code is ${code}.`,
  code,
  triggerSource: "CustomMessage_SignUp",
  poolId: "us-east-1_AbcdEf123",
  username: to,
  at: 0,
});

it("lists messages newest first, and for one address in any case", () => {
  const inbox = createInbox();
  inbox.deliver(message("ada@example.com", "1"));
  inbox.deliver(message("bob@example.com", "2"));
  inbox.deliver(message("ada@example.com", "3"));

  expect(inbox.list().map(({ code }) => code)).toEqual(["3", "2", "1"]);
  expect(inbox.list({ to: "ADA@example.com" }).map(({ id }) => id)).toEqual([3, 1]);
});

it("keeps the newest messages only, and goes on counting", () => {
  const inbox = createInbox({ limit: 2 });
  for (const code of ["1", "2", "3"]) inbox.deliver(message("ada@example.com", code));

  expect(inbox.list().map(({ id }) => id)).toEqual([3, 2]);
});

it("answers a wait with the newest message that fits", async () => {
  const inbox = createInbox();
  inbox.deliver(message("ada@example.com", "old"));
  inbox.deliver(message("ada@example.com", "new"));

  await expect(inbox.waitFor(({ to }) => to === "ada@example.com", 1)).resolves.toMatchObject({
    code: "new",
  });
});

it("waits for a message to come", async () => {
  const inbox = createInbox();
  const waiting = inbox.waitFor(({ to }) => to === "bob@example.com", 5_000);
  inbox.deliver(message("ada@example.com", "1"));
  inbox.deliver(message("bob@example.com", "2"));

  await expect(waiting).resolves.toMatchObject({ code: "2" });
});

it("ends a wait after its time, without the content of any message", async () => {
  const inbox = createInbox();
  inbox.deliver(message("ada@example.com", "c4nary"));

  await expect(inbox.waitFor(() => false, 5)).rejects.toThrow("No matching message within 5 ms.");
});

it("fails a wait whose predicate throws, and still delivers to the others", async () => {
  const inbox = createInbox();
  const broken = inbox.waitFor(() => {
    throw new Error("broken");
  }, 5_000);
  const sound = inbox.waitFor(() => true, 5_000);
  inbox.deliver(message("ada@example.com", "1"));

  await expect(broken).rejects.toThrow("broken");
  await expect(sound).resolves.toMatchObject({ code: "1" });
});

it("tells subscribers of later messages until they leave", () => {
  const inbox = createInbox();
  const seen: number[] = [];
  inbox.deliver(message("ada@example.com", "1"));
  const leave = inbox.subscribe(({ id }) => seen.push(id));
  inbox.deliver(message("ada@example.com", "2"));
  leave();
  inbox.deliver(message("ada@example.com", "3"));

  expect(seen).toEqual([2]);
});

it("ends waits when it closes, and stays readable", async () => {
  const inbox = createInbox();
  inbox.deliver(message("ada@example.com", "1"));
  const waiting = inbox.waitFor(() => false, 60_000);
  inbox.close();

  await expect(waiting).rejects.toThrow("The inbox is closed.");
  expect(inbox.list()).toHaveLength(1);
});
