/** Unpacks a function's deployment package, as Lambda does, into a folder of its own. */
import { createWriteStream } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { openPromise } from "yauzl";

/** @throws Error when the archive cannot be read or reaches outside of the folder. */
export const unpack = async (archive: string, folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // The bundles are CommonJS; without it they would take after the package that surrounds the folder.
  await writeFile(join(folder, "package.json"), '{"type":"commonjs"}');
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const target = resolve(folder, entry.fileName);
      if (!target.startsWith(folder + sep)) throw new Error(`${archive} reaches outside of its folder`);
      if (entry.fileName.endsWith("/")) continue;
      await mkdir(dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
    }
  } finally {
    zip.close();
  }
};
