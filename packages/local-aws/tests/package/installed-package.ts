/** The package as `npm pack` makes it, installed in an empty folder outside of the repository, without a network. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const PACKAGE = join(import.meta.dirname, "..", "..");
const REPOSITORY = join(PACKAGE, "..", "..");
const run = promisify(execFile);

export interface Manifest {
  readonly name: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

export interface InstalledPackage {
  /** The empty folder. */
  readonly folder: string;
  /** The package in it. */
  readonly root: string;
  readonly manifest: Manifest;
  /** The files of the tarball, by their paths in the package. */
  readonly files: readonly string[];
  readonly tarballBytes: number;
  remove(): Promise<void>;
}

export const installPackage = async (): Promise<InstalledPackage> => {
  const folder = await mkdtemp(join(tmpdir(), "local-aws-"));
  const { stdout } = await run("npm", ["pack", "--json", "--offline", "--pack-destination", folder], {
    cwd: PACKAGE,
    env: { ...process.env, NODE_OPTIONS: "" },
    maxBuffer: 16 * 1024 * 1024,
  });
  // The build that npm runs first also prints lines.
  const [packed] = JSON.parse(stdout.slice(stdout.search(/^\[/m))) as [
    { filename: string; files: { path: string }[] },
  ];
  const tarball = join(folder, packed.filename);
  const root = join(folder, "node_modules", "local-aws");
  await mkdir(root, { recursive: true });
  await run("tar", ["-xzf", tarball, "-C", root, "--strip-components=1"]);
  const tarballBytes = (await stat(tarball)).size;
  await rm(tarball);
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as Manifest;
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
    await linkDependency(name, join(folder, "node_modules", name));
  }
  return {
    ...{ folder, root, manifest, tarballBytes },
    files: packed.files.map(({ path }) => path),
    remove: () => rm(folder, { recursive: true }),
  };
};

/** A dependency of the repository. Those of other platforms are optional, and may not be there. */
const linkDependency = async (name: string, link: string): Promise<void> => {
  const found = [PACKAGE, REPOSITORY].map((place) => join(place, "node_modules", name)).find(existsSync);
  if (found === undefined) return;
  await mkdir(dirname(link), { recursive: true });
  await symlink(found, link);
};
