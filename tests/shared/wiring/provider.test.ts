import { describe, expect, it, jest } from "@jest/globals";
import { handler as authorizer } from "../../../handlers/authorizer.js";
import { handler as userMigration } from "../../../handlers/triggers/user-migration.js";
import { SettingsError } from "../../../shared/config/concern.js";
import { composed, wired } from "../../../shared/wiring/provider.js";

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

  it("drops a failed build, and builds again", async () => {
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

  it("names the wrong settings of all parts of a provider, also if the parts have parts", async () => {
    const wrong = (setting: string) => (): string => {
      throw new SettingsError([{ setting, words: "is missing" }]);
    };
    const store = composed({ one: wrong("ONE"), two: wrong("TWO") }, (parts) => parts);
    const port = composed({ store, three: wrong("THREE") }, (parts) => parts);
    const lines = jest.spyOn(process.stdout, "write").mockReturnValue(true);
    await expect(wired((deps: { port: object }) => async () => deps, { port })(undefined)).rejects.toThrow();
    const log = JSON.stringify(lines.mock.calls);
    lines.mockRestore();
    expect(log.match(/\w+ is missing/g)).toEqual(["ONE is missing", "TWO is missing", "THREE is missing"]);
  });

  it("can be imported anywhere: nothing is read or connected before an event comes", () => {
    expect([typeof authorizer, typeof userMigration]).toEqual(["function", "function"]);
  });
});

describe("a real function", () => {
  const COMPOSED = [
    "AWS_REGION",
    "AUDIT_TABLE",
    "GUARD_TABLE",
    "ACCESS_CACHE_SECONDS",
    "PSEUDONYM_SECRET",
    "ROLES",
  ];
  const WRONG_VALUES = { ACCESS_CACHE_SECONDS: "600", ROLES: "{}" };

  const refusalWith = async (absent: readonly string[], wrong: Readonly<Record<string, string>>) => {
    const lines = jest.spyOn(process.stdout, "write").mockReturnValue(true);
    const saved = { ...process.env };
    for (const name of absent) delete process.env[name];
    Object.assign(process.env, wrong);
    await expect(authorizer({} as never)).rejects.toThrow("An internal error occurred. [internal]");
    for (const name of [...absent, ...Object.keys(wrong)]) delete process.env[name];
    Object.assign(process.env, saved);
    const [line] = lines.mock.calls.map(([text]) => JSON.parse(String(text)));
    lines.mockRestore();
    return line as { readonly message: string; readonly service?: string };
  };

  it("names every wrong setting of its composed ports at its start", async () => {
    const { message } = await refusalWith(COMPOSED, WRONG_VALUES);

    expect(COMPOSED.filter((name) => !message.includes(`${name} `))).toEqual([]);
  });

  it("names SERVICE if it is missing, and invents no name for it", async () => {
    const { message, service } = await refusalWith(["SERVICE"], {});

    expect(message).toContain("SERVICE is missing; it takes the name of a service");
    expect(service).toBeUndefined();
  });

  it("does not repeat a service name of a wrong form", async () => {
    expect(await refusalWith([], { SERVICE: "identity lifecycle" })).not.toHaveProperty("service");
  });

  it("says in the line which service has the wrong settings", async () => {
    const { service } = await refusalWith(["AUDIT_TABLE"], { SERVICE: "identity-lifecycle" });

    expect(service).toBe("identity-lifecycle");
  });
});
