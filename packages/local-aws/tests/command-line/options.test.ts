/** The options of a command: all mistakes are named at once, one a line. */
import { expect, it } from "@jest/globals";
import {
  flag,
  helpOf,
  inspectOptions,
  option,
  portOption,
  readOptions,
  repeated,
  wholeNumber,
} from "../../src/command-line/options.js";
import { UsageError } from "../../src/command-line/usage.js";

const thrownBy = (read: () => unknown): UsageError => {
  try {
    read();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

it.each([
  [["--prot", "1"], /^Unknown option '--prot'; did you mean --port\?$/],
  [["--nonsense"], /^Unknown option '--nonsense'$/],
  [["9229"], /^Unexpected argument '9229' \(in PowerShell/],
  [["--port"], /^Option '--port <value>' argument missing$/],
  [["--port", "-1"], /^Option '--port' argument is ambiguous$/],
])("the options %j are refused", (args, message) => {
  expect(() => readOptions({ port: { type: "string" } }, args)).toThrow(message);
});

const MANY = {
  port: portOption("the port", 0),
  data: { ...option("DIR", "the folder"), short: "d" },
  fresh: flag("new"),
  param: repeated("N=V", "a setting"),
};

it.each([
  [
    ["--prot", "1", "--nonsense", "x", "--data=a", "--data=b"],
    ["prot", "nonsense", "data"],
  ],
  [
    ["--nonsense", "--port", "x"],
    ["nonsense", "port"],
  ],
  [
    ["--data", "--port", "70000", "left"],
    ["'--data' argument is ambiguous", "port", "left"],
  ],
  [
    ["--fresh=yes", "--data"],
    ["'-d, --data <value>' argument missing", "'--fresh' does not take an argument"],
  ],
  [
    ["--port", "1", "--port", "2", "-d", "a", "--data", "b"],
    ["--port has more", "--data has more"],
  ],
  [
    ["--prot", "x"],
    ["prot", "--port takes a whole number from 0 to 65535"],
  ],
])("all mistakes of %j are named, one a line", (args, words) => {
  const lines = thrownBy(() => readOptions(MANY, args)).message.split("\n");

  expect(lines).toHaveLength(words.length);
  for (const each of words) expect(lines).toContainEqual(expect.stringContaining(each));
});

it("the values of a misspelt option and of those beside it are kept for further checks", () => {
  const { values, problems } = inspectOptions(MANY, [
    "--parm",
    "a=1",
    "--param=b=2",
    "--fresh",
    "--port",
    "x",
  ]);

  expect(values).toEqual({ param: ["a=1", "b=2"], fresh: true });
  expect(problems).toEqual([
    "Unknown option '--parm'; did you mean --param?",
    '--port takes a whole number from 0 to 65535, not "x"',
  ]);
});

it("an option may have the same value twice", () => {
  expect(readOptions(MANY, ["--port", "1", "--port", "1", "-d", "a"])).toEqual({
    ...{ port: 1, data: "a", fresh: false, param: [] },
  });
});

it("an option with a whole number is read as a number within its bounds", () => {
  const options = { runs: wholeNumber("how often", 3, { least: 1, most: 9 }) };

  expect([readOptions(options, []).runs, readOptions(options, ["--runs", "9"]).runs]).toEqual([3, 9]);
  for (const wrong of ["0", "10", "1.5", "three", ""])
    expect(() => readOptions(options, [`--runs=${wrong}`])).toThrow(
      `--runs takes a whole number from 1 to 9, not "${wrong}"`,
    );
  expect(helpOf(options)).toMatch(/^ {2}--runs N +how often \(3\)$/);
});

it.each(["", "-1", "1.5", "x", "65536", "999999", "0x50"])("%j is no port", (text) => {
  expect(() => readOptions({ port: portOption("the port", 0) }, [`--port=${text}`])).toThrow(UsageError);
});
