/** Unpacks a deployment package, a zip file or a folder, into the folder of a function. */
import { createWriteStream, existsSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, parse, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";
import { LocalAwsError } from "../local-aws-error.js";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_UNZIPPED_BYTES = 250 * 1024 * 1024;

/**
 * Replaces the previous contents of the folder. A folder `name` is accepted instead of `name.zip`.
 * @throws Error if the package is missing, unreadable, larger than Lambda allows, or has paths outside of the
 * folder.
 */
export const unpack = async (archive: string, folder: string): Promise<void> => {
  const { dir, name } = parse(archive);
  const files = join(dir, name);
  const source = [archive, files].find(existsSync);
  if (source === undefined) throw new LocalAwsError(`${archive} is missing: package the service first`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  if (source === files) await cp(files, folder, { recursive: true });
  else await extract(archive, folder);
  // Prevents Node.js from using the module type of a parent folder's package.json.
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) await writeFile(manifest, '{"type":"commonjs"}\n');
};

const extract = async (archive: string, folder: string): Promise<void> => {
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false });
  try {
    let bytes = 0;
    for await (const entry of zip.eachEntry()) {
      bytes += entry.uncompressedSize;
      if (bytes > MAX_UNZIPPED_BYTES)
        throw new LocalAwsError(`${archive} is larger than 250 MB when unpacked`);
      if (entry.fileName.endsWith("/")) continue;
      const file = inside(folder, entry.fileName);
      await mkdir(dirname(file), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(file));
    }
  } finally {
    zip.close();
  }
};

const inside = (folder: string, name: string): string => {
  const file = resolve(folder, name);
  if (!file.startsWith(resolve(folder) + sep))
    throw new LocalAwsError(`${name} is a path outside of the deployment package`);
  return file;
};
