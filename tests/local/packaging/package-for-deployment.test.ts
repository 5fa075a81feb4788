import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { packageForDeployment } from "../../../local/packaging/package-for-deployment.js";
import { type SmallProject, smallProject } from "./small-project.js";

let project: SmallProject;
beforeAll(async () => {
  project = await smallProject();
});
afterAll(() => project.remove());

const packaged = async (timeLimitMs = 60_000): Promise<string> => {
  let output = "";
  const report = (text: string) => {
    output += text;
  };
  await packageForDeployment(project.root, { options: ["--stage", "local"], timeLimitMs, report });
  return output;
};

it("makes a zip of each function, and leaves nothing in the system's temp folder", async () => {
  const temp = join(project.root, "temp");
  await mkdir(temp);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = temp;
  try {
    expect(await packaged()).toContain("Service packaged");
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  expect(await readdir(join(project.root, ".serverless"))).toEqual(
    expect.arrayContaining(["bye.zip", "hello.zip", "cloudformation-template-update-stack.json"]),
  );
  expect(await readdir(temp)).toEqual([]);
  expect(await readdir(project.root)).not.toContain(".esbuild");
}, 70_000);

it("fails with the words of esbuild when a function cannot be bundled", async () => {
  const text = await project.read("handlers/bye.ts");
  await project.write("handlers/bye.ts", `import "./nowhere.js";\n${text}`);
  await expect(packaged()).rejects.toThrow(
    /^serverless package failed:\n[\s\S]*Could not resolve "\.\/nowhere\.js"/,
  );
  await project.write("handlers/bye.ts", text);
}, 70_000);

it("ends what takes longer than its time limit", async () => {
  await expect(packaged(10)).rejects.toThrow(
    /^serverless package was ended because it took more than 0\.01 s:\n/,
  );
});
