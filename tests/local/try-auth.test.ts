/** `npm run try-auth`, as a developer runs it against a running stack. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { startOwnStack } from "../e2e/own-stack.js";

const root = join(import.meta.dirname, "..", "..");
let stack: RunningStack;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
}, 120_000);
afterAll(() => stop());

type Ended = { readonly code: number; readonly out: string; readonly err: string };
const tryAuth = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> =>
  new Promise((resolve) => {
    const command = ["--conditions=source", "--import", "tsx", "local/try-auth/main.ts", ...args];
    const options = { cwd: root, env: { ...process.env, ...environment } };
    const child = execFile(process.execPath, command, options, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
const atSite = () => ["--site", stack.describe().urls.site];
const atStack = (...args: string[]) => tryAuth([...atSite(), ...args]);

it("shows each way in, with answers as they should be and no secret", async () => {
  const { code, out, err } = await atStack();
  expect([code, err]).toEqual([0, ""]);
  expect(out).not.toContain("✗");
  expect(out.match(/^[a-z-]+(?=:)/gm)).toEqual([
    ...["none", "own-credentials", "password", "srp", "guest", "api-key", "cookie"],
  ]);
  for (const shown of [
    'is_admin":true',
    "signed as a guest -> 403",
    "with a changed key -> 401",
    "__Host-Http-session",
  ])
    expect(out).toContain(shown);
  for (const secret of ["eyJ", "Legacy-Pass", "il_", "SecretKey"]) expect(out).not.toContain(secret);
}, 180_000);

it("shows one way alone, of another user", async () => {
  const { code, out } = await atStack("--email", "linus@example.com", "--only", "srp", "--only", "api-key");
  expect([code, out.match(/^[a-z-]+(?=:)/gm)]).toEqual([0, ["srp", "api-key"]]);
  expect(out).toContain('"email":"linus@example.com"');
  expect(out).toContain("there is no key");
}, 120_000);

it("says which way failed, without the password", async () => {
  const asked = [...atSite(), ...["none", "srp", "password"].flatMap((way) => ["--only", way])];
  const { code, out, err } = await tryAuth(asked, { TRY_AUTH_PASSWORD: "c4nary-Wrong-1!" });
  expect(out).toContain("✗ NotAuthorizedException: Incorrect username or password.");
  expect(out).toContain("-> 401, expected 200");
  expect([code, err.trim()]).toEqual([1, "Not as it should be: password, srp"]);
  expect(`${out}${err}`).not.toContain("c4nary");
}, 120_000);

it.each([
  [["--only", "magic"], "no such way: magic"],
  [["--outputs", "none.json"], "--outputs needs --email"],
])(
  "refuses %j in words",
  async (args, words) => {
    const { code, err } = await atStack(...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
  },
  60_000,
);
