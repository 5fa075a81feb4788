/** The commands of the repository, called wrongly: one line that says what to put right, and exit code 2. */
import { join } from "node:path";
import { afterEach, expect, it } from "@jest/globals";
import { endCommands, outcomeOf } from "../../packages/local-aws/tests/support/local-command.js";

const root = join(import.meta.dirname, "..", "..");
const STACK = join(root, "local", "main.ts");
const SCRIPTS: Readonly<Record<string, string>> = {
  story: join(root, "local", "story", "main.ts"),
  bench: join(root, "bench", "main.ts"),
  package: join(root, "scripts", "package.ts"),
  docs: join(root, "scripts", "errors-page.ts"),
};

afterEach(endCommands);

it.each([
  [["--port", "70000"], /^--port takes a whole number/],
  [["--param", "messageDelivery"], /^--param takes a pair such as /],
  [["--nonsense"], /^Unknown option '--nonsense'/],
])("npm start with %j says so in one line, with exit code 2", async (args, line) => {
  const { out, err, exitCode } = await outcomeOf(STACK, args);

  expect(err).toMatch(line);
  expect(err.trimEnd()).not.toContain("\n");
  expect([out, exitCode]).toEqual(["", 2]);
});

it.each([
  ["story", ["--sit", "http://localhost:4300"], "Unknown option '--sit'; did you mean --site?"],
  ["bench", ["migraton"], "no such benchmark: migraton; did you mean migration?"],
  ["bench", ["migration", "--rnus", "2"], "Unknown option '--rnus'"],
  ["bench", ["migration", "--calls", "many"], '--calls takes a whole number from 1 to 1000000, not "many"'],
  ["docs", ["--chek"], "Unknown option '--chek'; did you mean --check?"],
])("npm run %s with %j says so in one line, with exit code 2", async (script, args, line) => {
  const { out, err, exitCode } = await outcomeOf(SCRIPTS[script] ?? "", args);

  expect({ out, err, exitCode }).toEqual({
    out: "",
    err: `${line} (--help shows the options)\n`,
    exitCode: 2,
  });
});

/** Two wrong options and two wrong settings, one of them in a misspelt option. */
const WRONG = ["--parm", "signUpAccess=invite", "--param", "mesageDelivery=ses", "--nonsense", "x"];
const LINES = [
  "Unknown option '--nonsense'",
  "Unknown option '--parm'; did you mean --param?",
  "mesageDelivery is not a setting; the nearest is messageDelivery",
  "signUpAccess takes open or invited",
];

it.each([
  [
    "start",
    STACK,
    ["--port", "70000", "--data=", "--param", "suppressedClaims=emial", "--param", "legacyKeysSunset=soon"],
    [
      "--data takes a folder",
      '--port takes a whole number from 0 to 65535, not "70000"',
      "legacyKeysSunset takes a day as YYYY-MM-DD, or nothing",
      "suppressedClaims takes standard claims of OpenID Connect, claims of this service or custom: attributes, separated by commas, or nothing; the name at place 1 is not a claim of the tokens",
    ],
  ],
  [
    "run package",
    SCRIPTS.package ?? "",
    [
      "--stage",
      "my_stage",
      "--region",
      "nowhere",
      "--param",
      "s3cret",
      "--param=defaultCell=a",
      "--param=defaultCell=b",
    ],
    [
      "--param takes a pair such as NAME=value; value 3 is not a pair",
      "--region takes a Region such as eu-west-1",
      "--stage takes letters, digits and hyphens, at most 32",
      "defaultCell has more than one --param",
    ],
  ],
])(
  "npm %s names all wrong options and settings, one a line, before it starts anything",
  async (_, script, args, lines) => {
    const { out, err, exitCode } = await outcomeOf(script, [...WRONG, ...args]);

    expect(err.replace(" (--help shows the options)", "").trimEnd().split("\n").sort()).toEqual(
      [...LINES, ...lines].sort(),
    );
    expect([out, exitCode]).toEqual(["", 2]);
  },
);

it("npm start -- --help lists the options", async () => {
  const { out, exitCode } = await outcomeOf(STACK, ["--help"]);

  expect(out).toMatch(/^npm start.*\[options\]\n.*--port N/s);
  expect(exitCode).toBe(0);
});
