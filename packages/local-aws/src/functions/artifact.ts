/** Puts a deployment package, a zip or a folder, into the folder of a function, as Lambda does. */
import { createWriteStream, existsSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, parse, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";
import { LocalAwsError } from "../local-aws-error.js";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_UNZIPPED_BYTES = 250 * 1024 * 1024;

/**
 * What the folder held before is replaced. In place of `name.zip` there may be a folder `name` with its files.
 * @throws Error when the archive is missing, cannot be read, is larger than Lambda takes, or reaches out of the folder.
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
  // Without it, Node.js would look for the module type in the folders above, where other rules hold.
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
    throw new LocalAwsError(`${name} is outside of the deployment package`);
  return file;
};
