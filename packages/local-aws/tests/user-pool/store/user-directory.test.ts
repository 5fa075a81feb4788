import { expect, it } from "@jest/globals";
import { newUser } from "../../../src/user-pool/store/user.js";
import { UserDirectory } from "../../../src/user-pool/store/user-directory.js";

const settings = { UsernameAttributes: ["email" as const], AliasAttributes: [] };
const userWithSub = (sub: string) =>
  newUser({
    ...{ username: sub, sub, status: "CONFIRMED", now: 0 },
    attributes: { email: "ada@example.com" },
  });

it("does not restore a deleted user by a late change", () => {
  const written: string[] = [];
  const users = new UserDirectory(settings, (username) => written.push(username));
  const first = userWithSub("first");
  users.save(first);
  users.remove(first);
  const second = userWithSub("second");
  users.save(second);
  users.save(first);

  expect([...users.all()]).toEqual([second]);
  expect(users.find("ada@example.com")).toBe(second);
  expect([...users.lists.from()].map(([, user]) => user)).toEqual([second]);
  expect(written).toEqual(["first", "first", "second"]);
});

it("deletes a user once, and not a later user of that name", () => {
  const users = new UserDirectory(settings, () => {});
  const first = userWithSub("ada");
  users.save(first);
  users.remove(first);
  const second = userWithSub("ada");
  users.save(second);
  users.remove(first);

  expect(users.byUsername("ada")).toBe(second);
  expect(users.size).toBe(1);
});
