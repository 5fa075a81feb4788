/** A command that npm runs, ended by ending npm. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "@jest/globals";

const root = join(import.meta.dirname, "..", "..");

it.each(["user-pool", "event-bus"])(
  "npm start -- %s leaves nothing behind when npm is told to end",
  async (name) => {
    const folder = await mkdtemp(join(tmpdir(), "npm-"));
    const more = name === "user-pool" ? ["--data", folder] : [];
    const npm = spawn("npm", ["-s", "start", "--", name, "--port", "0", ...more], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: "" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    // The service holds the other end of its output for as long as it lives.
    const ended = once(npm.stdout, "close");
    const [line] = await once(npm.stdout, "data");
    const { url } = JSON.parse(String(line)) as { url: string };
    npm.kill("SIGTERM");
    await ended;

    await expect(fetch(url)).rejects.toThrow("fetch failed");
    await rm(folder, { recursive: true });
  },
);
