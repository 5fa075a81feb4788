/** A small service, packaged: a template with functions, and their deployment packages in a separate folder. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStack, type Stack } from "../../src/template/index.js";
import { writeZip } from "./zip-archive.js";

export type SmallService = {
  readonly stack: Stack;
  readonly folder: string;
  readonly artifacts: string;
  readonly workDir: string;
  remove(): void;
};

export type FunctionSource = {
  readonly source: string;
  readonly file?: string;
  readonly handler?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
};

const PLACE = { region: "us-east-1", accountId: "123456789012", stackName: "shop-test" };

export const smallService = (
  functions: Readonly<Record<string, string | FunctionSource>>,
  resources: Readonly<Record<string, unknown>> = {},
): SmallService => {
  const folder = mkdtempSync(join(tmpdir(), "packaged-"));
  const declared = Object.entries(functions).map(([name, given]) => {
    const {
      source,
      file = "index.js",
      handler = "index.handler",
      properties = {},
    } = typeof given === "string" ? { source: given } : given;
    writeZip(join(folder, `${name}.zip`), { [file]: source });
    const Properties = {
      FunctionName: `shop-${name}`,
      Handler: handler,
      Runtime: "nodejs22.x",
      Timeout: 5,
      MemorySize: 128,
      Code: { S3Bucket: "packages", S3Key: `serverless/shop/1-2026/${name}.zip` },
      ...properties,
    };
    return [`${name}Function`, { Type: "AWS::Lambda::Function", Properties }];
  });
  return {
    stack: readStack({
      template: { Resources: { ...Object.fromEntries(declared), ...resources } },
      ...PLACE,
    }),
    folder,
    artifacts: folder,
    workDir: join(folder, "work"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
