/** The files of the repository: tracked ones, and new ones that no ignore rule names. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

export const REPOSITORY = join(import.meta.dirname, "..", "..");

/** Paths from the root of the repository, with `/` between folders. */
export const repositoryFiles = (): string[] =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: REPOSITORY,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  })
    .split("\0")
    .filter((path) => path !== "");
