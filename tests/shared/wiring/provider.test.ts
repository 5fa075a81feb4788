import { describe, expect, it, jest } from "@jest/globals";
import { handler as authorizer } from "../../../handlers/authorizer.js";
import { handler as userMigration } from "../../../handlers/triggers/user-migration.js";
import { SettingsError } from "../../../shared/config/concern.js";
import { wired } from "../../../shared/wiring/index.js";

describe("a wired handler", () => {
  it("builds what it needs at the first invocation, once, and not before", async () => {
    const built: string[] = [];
    const provider = (name: string) => () => {
      built.push(name);
      return name;
    };
    const handler = wired(
      (deps: { a: string; b: string }) => async (event: string) => `${deps.a}${deps.b}${event}`,
      {
        a: provider("a"),
        b: provider("b"),
      },
    );
    expect(built).toEqual([]);
    expect([await handler("1"), await handler("2")]).toEqual(["ab1", "ab2"]);
    expect(built).toEqual(["a", "b"]);
  });

  it("takes no provider that the handler does not need, so that no bundle grows by one", () => {
    const factory = (deps: { a: string }) => async () => deps.a;
    const more = { a: () => "a", b: () => "b" };
    // @ts-expect-error b is not needed
    expect(typeof wired(factory, { ...more })).toBe("function");
  });

  it("forgets a build that failed, and tries again", async () => {
    let attempts = 0;
    const handler = wired((deps: { a: number }) => async () => deps.a, {
      a: () => {
        attempts += 1;
        if (attempts === 1) throw new Error("missing in the environment: A");
        return attempts;
      },
    });
    await expect(handler(undefined)).rejects.toThrow("missing in the environment: A");
    expect(await handler(undefined)).toBe(2);
  });

  it("names the wrong settings of all its providers in one line of the log", async () => {
    const wrong = (setting: string) => (): number => {
      throw new SettingsError([{ setting, words: "is missing" }]);
    };
    const lines = jest.spyOn(process.stdout, "write").mockReturnValue(true);
    const handler = wired((deps: { a: number; b: number; c: number }) => async () => deps.a, {
      a: wrong("ONE"),
      b: wrong("TWO"),
      c: wrong("ONE"),
    });
    await expect(handler(undefined)).rejects.toThrow("An internal error occurred. [internal]");
    const log = JSON.stringify(lines.mock.calls);
    lines.mockRestore();
    expect(log.match(/\w+ is missing/g)).toEqual(["ONE is missing", "TWO is missing"]);
  });

  it("can be imported anywhere: nothing is read or connected before an event comes", () => {
    expect([typeof authorizer, typeof userMigration]).toEqual(["function", "function"]);
  });
});
