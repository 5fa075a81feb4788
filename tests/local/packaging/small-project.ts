/** A service of two functions in a separate folder, packaged with the framework and plugins of this project. */
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type PackagedService,
  packageService,
  type StageParams,
} from "../../../local/packaging/package-service.js";

const project = fileURLToPath(new URL("../../..", import.meta.url));

const SERVICE = `
service: small
provider:
  name: aws
  runtime: nodejs22.x
  environment:
    MODE: \${param:mode}
params:
  default:
    mode: plain
plugins:
  - ./scripts/packaging-plugin.cjs
  - serverless-esbuild
package:
  individually: true
  patterns: ["!**"]
custom:
  esbuild:
    minify: true
    target: node20
    format: cjs
    exclude: []
    skipRebuild: true
    skipBuild: \${strToBool(\${env:PACKAGE_TEMPLATE_ONLY, "false"})}
functions:
  hello:
    handler: handlers/hello.handler
  bye:
    handler: handlers/bye.handler
`;

const FILES: Readonly<Record<string, string>> = {
  "serverless.yml": SERVICE,
  "package.json": '{"name":"small","version":"1.0.0","type":"module"}',
  "package-lock.json": "{}",
  "handlers/hello.ts":
    'import { name } from "../shared/name.js";\nexport const handler = async () => "hello " + name;\n',
  "handlers/bye.ts": 'export const handler = async () => "bye";\n',
  "shared/name.ts": 'export const name: string = "Ada";\n',
};

export type SmallProject = {
  readonly root: string;
  write(file: string, text: string): Promise<void>;
  read(file: string): Promise<string>;
  /** Packages for the local stack; the lines are those that it reported. */
  package(params?: StageParams): Promise<PackagedService & { lines: readonly string[] }>;
  remove(): Promise<void>;
};

export const smallProject = async (): Promise<SmallProject> => {
  const root = await mkdtemp(join(tmpdir(), "small-project-"));
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  };
  for (const [file, text] of Object.entries(FILES)) await write(file, text);
  await cp(join(project, "scripts", "packaging-plugin.cjs"), join(root, "scripts", "packaging-plugin.cjs"));
  await symlink(join(project, "node_modules"), join(root, "node_modules"));
  return {
    root,
    write,
    read: (file) => readFile(join(root, file), "utf8"),
    package: async (params) => {
      const lines: string[] = [];
      return { ...(await packageService(root, params, (line) => lines.push(line))), lines };
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
};
