/** Token mode, as a script in another language uses it. Without Python and its package requests, there is nothing to run. */
import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { castLegacyActor } from "../../local/story/cast.js";
import { startOwnStack } from "./own-stack.js";

/** CI requires what it installs. */
const canRun =
  process.env.REQUIRE_BROWSER === "1" || spawnSync("python3", ["-c", "import requests"]).status === 0;

(canRun ? describe : describe.skip)("a client in Python", () => {
  let stack: RunningStack;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ stack, stop } = await startOwnStack());
  }, 120_000);
  afterAll(() => stop());

  it("signs in with tokens, renews them and signs out", async () => {
    const { email, password } = await castLegacyActor(stack.describe());
    const script = join(import.meta.dirname, "token_client.py");
    const { stdout } = await promisify(execFile)("python3", [
      script,
      stack.describe().urls.site,
      email,
      password,
    ]);
    expect(JSON.parse(stdout)).toEqual({
      wrong: [401, "application/problem+json", "invalid_credentials"],
      mode: ["signed_in", "Bearer", 900],
      session_cookie: false,
      me: [200, 200, email],
      rotated: true,
      signed_out: 204,
      late: [401, "session_expired"],
      after: 401,
    });
  }, 120_000);
});
