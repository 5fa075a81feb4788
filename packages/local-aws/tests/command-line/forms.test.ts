/** The forms of options, and the version of the command. */
import { expect, it } from "@jest/globals";
import { localAws } from "../../src/command-line/local-aws.js";

it("all options of a wrong form are named at once", async () => {
  const args = ["dynamodb", "--data", "", "--account", "abc", "--region", "EU", "--delay-ms", "x"];
  await expect(localAws(args, () => undefined)).rejects.toThrow(
    [
      "--region takes a Region such as eu-west-1",
      "--account takes 12 digits",
      "--data takes a folder",
      '--delay-ms takes a whole number from 0 to 60000, not "x"',
    ].join("\n"),
  );
});

it("--version prints the version of the package", async () => {
  const printed: string[] = [];
  await localAws(["--version"], (line) => printed.push(line));
  expect(printed).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
});
