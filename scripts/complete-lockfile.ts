/**
 * Adds platform packages that are missing in the registry used to package-lock.json, so that `npm ci` works
 * on every platform. They are optional: a platform does not install the packages of another.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

type Package = {
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
};
type Lockfile = { packages: Record<string, Package> };

const file = join(import.meta.dirname, "..", "package-lock.json");
const lockfile = JSON.parse(await readFile(file, "utf8")) as Lockfile;

const PLATFORMS = /(android|darwin|freebsd|linux|win32|openharmony|netbsd|openbsd|sunos|aix)/;
const PROCESSORS = /(arm64|x64|ia32|ppc64|riscv64|s390x|loong64|mips64el|wasm32|arm(?=-|$))/;

/** Whether a package can be resolved from the location of another one. */
const isLocked = (from: string, name: string): boolean => {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    if (Object.hasOwn(lockfile.packages, `${base === "" ? "" : `${base}/`}node_modules/${name}`)) return true;
    if (base === "") return false;
  }
};

const platformPackage = (name: string, range: string, dev: boolean): Package => {
  const target = name.split("/").at(-1) ?? name;
  const os = PLATFORMS.exec(target)?.[1];
  const cpu = PROCESSORS.exec(target)?.[1];
  const libc = target.includes("musl")
    ? "musl"
    : os === "linux" && target.includes("gnu")
      ? "glibc"
      : undefined;
  return {
    version: range.replace(/^[\^~]/, ""),
    optional: true,
    ...(dev && { dev }),
    ...(cpu !== undefined && { cpu: [cpu] }),
    ...(os !== undefined && { os: [os] }),
    ...(libc !== undefined && { libc: [libc] }),
  };
};

let added = 0;
for (const [path, { optionalDependencies = {}, dev = false }] of Object.entries(lockfile.packages)) {
  if (path === "") continue;
  for (const [name, range] of Object.entries(optionalDependencies)) {
    if (isLocked(path, name)) continue;
    lockfile.packages[`node_modules/${name}`] = platformPackage(name, range, dev);
    added += 1;
  }
}
const ordered = Object.entries(lockfile.packages).sort(([one], [other]) => (one < other ? -1 : 1));
await writeFile(
  file,
  `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(ordered) }, undefined, 2)}\n`,
);
console.log(`${added} platform package(s) added`);
