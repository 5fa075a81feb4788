import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import {
  type LegacySystem,
  type LegacyUserWithPassword,
  startLegacySystem,
} from "../../../local/legacy-system/index.js";

const TOKEN = "shared-token";
const ADA: LegacyUserWithPassword = {
  id: "legacy-1",
  email: "Ada@Example.com",
  email_verified: true,
  username: "ada",
  password: "Right-Pass-1",
  name: "Ada Lovelace",
  department: "Engines",
};

let system: LegacySystem;
afterEach(() => system.close());

const started = async (
  options: { users?: LegacyUserWithPassword[]; dataFile?: string } = {},
): Promise<LegacySystem> => {
  system = await startLegacySystem({ token: TOKEN, users: [ADA], ...options });
  return system;
};

const ask = async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(system.url + path, {
    method: body === undefined ? "GET" : "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${TOKEN}`, ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: JSON.parse(text) };
};

describe("verify", () => {
  it.each(["Ada@Example.com", "ada@example.com", "ADA", " ada "])("finds a user by %j", async (username) => {
    await started();
    const { password, ...user } = ADA;

    expect(await ask("/verify", { username, password })).toMatchObject({
      status: 200,
      body: { match: true, user },
    });
  });

  it("answers a wrong password and an unknown name alike", async () => {
    await started();
    const wrong = await ask("/verify", { username: "ada", password: "wrong" });
    const unknown = await ask("/verify", { username: "nobody", password: "Right-Pass-1" });

    expect(wrong).toEqual({ status: 401, text: '{"match":false}', body: { match: false } });
    expect(unknown).toEqual(wrong);
  });

  it.each([{}, { username: "ada" }, { username: 1, password: "x" }, "{", "null"])(
    "refuses %j as malformed",
    async (body) => {
      await started();
      expect(await ask("/verify", body)).toMatchObject({ status: 400 });
    },
  );

  it("reads no body that is not declared as JSON, or is over 16 KiB", async () => {
    await started();
    const right = { username: "ada", password: ADA.password };
    expect(await ask("/verify", right, { "content-type": "text/plain" })).toMatchObject({ status: 400 });
    expect(await ask("/verify", { ...right, padding: "x".repeat(20_000) })).toMatchObject({ status: 400 });
  });
});

describe("lookup", () => {
  it("finds a user without a password", async () => {
    await started();
    const { status, body, text } = await ask("/lookup", { username: "ada@example.com" });

    expect({ status, body }).toMatchObject({ status: 200, body: { found: true, user: { id: "legacy-1" } } });
    expect(text).not.toContain("Right-Pass-1");
  });

  it("reports an unknown user", async () => {
    await started();
    expect(await ask("/lookup", { username: "nobody" })).toMatchObject({
      status: 404,
      body: { found: false },
    });
  });
});

describe("the token", () => {
  it.each(["", "Bearer", "Bearer wrong", `Basic ${TOKEN}`, `bearer ${TOKEN}`, `Bearer ${TOKEN}x`])(
    "refuses %j",
    async (authorization) => {
      await started();
      const asked = { username: "ada", password: ADA.password };
      expect(await ask("/verify", asked, { authorization })).toMatchObject({ status: 403 });
      expect(await ask("/lookup", asked, { authorization })).toMatchObject({ status: 403 });
    },
  );

  it("must not be empty", async () => {
    await started();
    await expect(startLegacySystem({ token: "", users: [] })).rejects.toThrow("token");
  });
});

describe("users", () => {
  it("are added through the endpoint and can then sign in", async () => {
    await started();
    const grace = { id: "legacy-2", email: "grace@example.com", email_verified: false, password: "Pass-2" };

    expect(await ask("/_local/users", grace)).toMatchObject({ status: 201 });
    expect(await ask("/verify", { username: "grace@example.com", password: "Pass-2" })).toMatchObject({
      body: { match: true, user: { email_verified: false } },
    });
  });

  it("are replaced by id, and their old names are forgotten", async () => {
    await started();
    await system.add({ ...ADA, username: "countess", email: "ada@new.example" });

    expect((await ask("/lookup", { username: "ada" })).status).toBe(404);
    expect((await ask("/lookup", { username: "ada@example.com" })).status).toBe(404);
    expect((await ask("/lookup", { username: "countess" })).status).toBe(200);
  });

  it("are removed by id, once, and their names are free", async () => {
    await started();
    const remove = async (id: unknown) =>
      (
        await fetch(`${system.url}/_local/users`, {
          method: "DELETE",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ id }),
        })
      ).status;

    expect([await remove(ADA.id), await remove(ADA.id), await remove(7)]).toEqual([200, 400, 400]);
    expect((await ask("/lookup", { username: ADA.email })).status).toBe(404);
    expect(await system.add({ ...ADA, id: "legacy-9" })).toMatchObject({ kind: "added" });
  });

  it("cannot take each other's names", async () => {
    await started();
    const thief = { ...ADA, id: "legacy-9", username: "ADA@example.com", email: "thief@example.com" };

    await expect(system.add(thief)).resolves.toEqual({ kind: "name-taken" });
    expect(await ask("/_local/users", thief)).toMatchObject({ status: 409 });
  });

  it("may share a name if that is requested: the password selects the user, and a look-up finds the first one", async () => {
    await started();
    const twin = { ...ADA, id: "legacy-9", username: "ada-2", password: "Twin-Pass-1" };
    await system.add(twin, { sharing: true });

    const verify = async (password: string) => (await ask("/verify", { username: ADA.email, password })).body;
    expect(await verify("Twin-Pass-1")).toMatchObject({ user: { id: "legacy-9" } });
    expect(await verify(ADA.password)).toMatchObject({ user: { id: ADA.id } });
    expect(await verify("neither")).toEqual({ match: false });
    expect((await ask("/lookup", { username: ADA.email })).body).toMatchObject({ user: { id: ADA.id } });
  });

  it.each([{ id: "x" }, { ...ADA, email: "none" }, { ...ADA, email_verified: "yes" }, { ...ADA, age: null }])(
    "are not added from %j",
    async (body) => {
      await started();
      expect((await ask("/_local/users", body)).status).toBe(400);
    },
  );

  it("are shown without passwords and hashes", async () => {
    await started();
    const { password, ...user } = ADA;
    expect((await ask("/_local/users")).body).toEqual({ users: [user] });
  });

  it("survive a restart as they were left, hashed, and seeds do not overwrite them", async () => {
    const folder = await mkdtemp(join(tmpdir(), "legacy-"));
    const dataFile = join(folder, "data", "users.json");
    await started({ dataFile });
    await system.add({ ...ADA, password: "Changed-1" });
    await system.close();

    expect(await readFile(dataFile, "utf8")).not.toMatch(/Changed-1|Right-Pass-1/);
    await started({ dataFile });
    expect((await ask("/verify", { username: "ada", password: "Changed-1" })).status).toBe(200);
    expect((await ask("/verify", { username: "ada", password: "Right-Pass-1" })).status).toBe(401);
    await rm(folder, { recursive: true });
  });
});

describe("calls", () => {
  it("are counted by outcome and user, without any input", async () => {
    await started();
    await ask("/verify", { username: "ada", password: "Right-Pass-1" });
    await ask("/verify", { username: "ada", password: "c4nary" });
    await ask("/verify", { username: "typed-c4nary", password: "x" });
    await ask("/lookup", { username: "ADA" }, { authorization: "no" });

    const { body, text } = await ask("/_local/calls");
    expect(body).toEqual({
      verify: { received: 3, accepted: 1, refused: 2, forbidden: 0, malformed: 0 },
      lookup: { received: 1, accepted: 0, refused: 0, forbidden: 1, malformed: 0 },
      validate: { received: 0, accepted: 0, refused: 0, forbidden: 0, malformed: 0 },
      users: { "legacy-1": { verify: 2, lookup: 0 } },
    });
    expect(text).not.toContain("c4nary");
    expect(system.calls()).toEqual(body);
  });
});
