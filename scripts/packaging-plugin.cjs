/**
 * A Serverless Framework plugin that runs before serverless-esbuild, for behaviour that it cannot configure:
 * - It creates a temporary folder per function and does not delete it. This plugin redirects the system's
 *   temp folder into serverless-esbuild's work folder, which is deleted after packaging.
 * - With `skipBuild` (template only), it expects existing zip files. This plugin creates empty ones.
 */
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

/** A zip archive without entries: its end record only. */
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
