import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { lock } from "local-aws/data-folder";
import { packageService } from "../../../local/packaging/package-service.js";
import { type SmallProject, smallProject } from "./small-project.js";

const FIRST = "Packaging the service (first start)…";
const AFTER_A_CHANGE = "Packaging the service (first start after a change of serverless.yml or resources)…";

let project: SmallProject;
beforeAll(async () => {
  project = await smallProject();
  await project.package();
}, 120_000);
afterAll(() => project.remove());

const answerOf = async (artifacts: string, name: string): Promise<unknown> => {
  const file = join(artifacts, name, "handlers", `${name}.js`);
  const require = createRequire(file);
  delete require.cache[file];
  return (require(file) as { handler(): Promise<unknown> }).handler();
};

describe("a package that is kept", () => {
  it("is kept while nothing changes", async () => {
    expect((await project.package()).lines).toEqual([]);
  });

  it("is renewed only for the function whose source changed", async () => {
    await project.write("handlers/bye.ts", 'export const handler = async () => "see you";\n');
    const { lines, artifacts } = await project.package();
    expect(lines).toEqual(["Bundling bye…"]);
    expect(await answerOf(artifacts, "bye")).toBe("see you");
  });

  it("is renewed for the functions that import the changed file", async () => {
    await project.write("shared/name.ts", 'export const name: string = "Grace";\n');
    const { lines, artifacts } = await project.package();
    expect(lines).toEqual(["Bundling hello…"]);
    expect(await answerOf(artifacts, "hello")).toBe("hello Grace");
  });

  it("is renewed for all functions when a source file is added", async () => {
    await project.write("shared/place.ts", 'export const place = "here";\n');
    expect((await project.package()).lines).toEqual(["Bundling hello, bye…"]);
  });

  it("is renewed only for the template when serverless.yml changes", async () => {
    const text = await project.read("serverless.yml");
    await project.write("serverless.yml", text.replace("mode: plain", "mode: fancy"));
    const { lines, template } = await project.package();
    expect(lines).toEqual([AFTER_A_CHANGE]);
    expect(await readFile(template, "utf8")).toContain('"MODE": "fancy"');
  }, 60_000);

  it("has a template for each set of params, and one bundle of each function", async () => {
    const { lines, template } = await project.package({ mode: "other" });
    expect(lines).toEqual([FIRST]);
    expect(await readFile(template, "utf8")).toContain('"MODE": "other"');
    expect((await project.package()).lines).toEqual([]);
  }, 60_000);

  it("is bundled by the settings in serverless.yml", async () => {
    const text = await project.read("serverless.yml");
    await project.write("serverless.yml", text.replace("minify: true", "minify: false"));
    const { lines, artifacts } = await project.package();
    expect(lines).toEqual([AFTER_A_CHANGE, "Bundling hello, bye…"]);
    expect(await readFile(join(artifacts, "bye", "handlers", "bye.js"), "utf8")).toContain(
      "// handlers/bye.ts",
    );
  }, 60_000);
});

describe("packaging that fails", () => {
  it("throws the message of esbuild, and succeeds after the correction", async () => {
    const text = await project.read("handlers/bye.ts");
    await project.write("handlers/bye.ts", `import "./nowhere.js";\n${text}`);
    await expect(project.package()).rejects.toThrow(
      /^The functions could not be bundled:\n.*Could not resolve "\.\/nowhere\.js"\n\n {4}handlers\/bye\.ts:1:7:/,
    );
    await project.write("handlers/bye.ts", text);
    expect((await project.package()).lines).toEqual([]);
  });

  it("throws the message of the framework, and compiles again at the next start", async () => {
    const text = await project.read("serverless.yml");
    await project.write("serverless.yml", text.replace("param:mode", "param:unknown"));
    await expect(project.package()).rejects.toThrow(
      /^serverless package failed:\n[\s\S]*"provider.environment.MODE": Value not found at "param" source/,
    );
    await project.write("serverless.yml", text);
    expect((await project.package()).lines).toEqual([AFTER_A_CHANGE]);
  }, 90_000);
});

describe("two processes that package", () => {
  it("one waits until the other is done, and says so", async () => {
    const release = await lock(join(project.root, ".local", "package.lock"));
    const lines: string[] = [];
    await packageService(project.root, {}, (line) => {
      lines.push(line);
      void release();
    });
    expect(lines).toEqual([`Waiting for process ${process.pid}, which packages the service…`]);
  });

  it("one continues after the other has died", async () => {
    const dead = spawn(process.execPath, ["-e", ""]);
    await once(dead, "exit");
    const folder = join(project.root, ".local", "package.lock");
    await mkdir(folder);
    await writeFile(join(folder, "pid"), `${dead.pid} 1`);
    expect((await project.package()).lines).toEqual([]);
  });
});

it("leaves nothing in the system's temp folder and in the project", async () => {
  const temp = join(project.root, "temp");
  await mkdir(temp);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = temp;
  try {
    await rm(join(project.root, ".local"), { recursive: true });
    expect((await project.package()).lines).toEqual([FIRST, "Bundling hello, bye…"]);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  expect(await readdir(temp)).toEqual([]);
  expect(await readdir(project.root)).not.toContain(".esbuild");
}, 60_000);
