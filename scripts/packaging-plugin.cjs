/**
 * A plugin of the Serverless Framework, in front of serverless-esbuild, for what that one cannot be told.
 *
 * It makes a temp folder for each function and does not remove it: here the system's temp folder is one in its work
 * folder, which it removes when the package is complete. And where only the template is asked for (`skipBuild`), it
 * takes zips that are there already: here they are empty ones.
 */
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

/** The end of a zip archive that has no entries. */
const EMPTY_ZIP = Buffer.from("504b0506".padEnd(44, "0"), "hex");

module.exports = class PackagingPlugin {
  constructor(serverless, options) {
    const { service, config } = serverless;
    this.hooks = {
      initialize: () => {
        if (service.custom.esbuild.skipBuild !== true) return;
        for (const name of service.getAllFunctions()) {
          writeFileSync(join(options.package, `${name}.zip`), EMPTY_ZIP);
        }
      },
      "before:package:createDeploymentArtifacts": () => {
        const folder = join(config.serviceDir, ".esbuild", "tmp");
        mkdirSync(folder, { recursive: true });
        process.env.TMPDIR = folder;
      },
    };
  }
};
