/** Writes docs/configuration.md from the stage settings; `--check` only checks that it is up to date. */
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { STAGE_SETTINGS, type StageSetting, stageSettingTakes } from "../shared/config/stage-settings.js";
import { generatedPage } from "./generated-page.js";

const SERVICE = new URL("../serverless.yml", import.meta.url);

type Service = { readonly params: { readonly default: Readonly<Record<string, unknown>> } };
const { params } = parse(await readFile(SERVICE, "utf8"), { logLevel: "silent" }) as Service;
const takes = stageSettingTakes();

// A `<` inside code is left as it is: Markdown decodes no entities there.
const cell = (text: string): string =>
  text.replaceAll("|", "\\|").replace(/(`[^`]*`)|</g, (_, code?: string) => code ?? "&lt;");

const defaultOf = (name: string): string => {
  const value = String(params.default[name]);
  if (value === "") return "";
  return value.length > 40 ? "in `serverless.yml`" : `\`${value}\``;
};

const row = (name: string): string =>
  `| \`${name}\` | ${cell(takes[name as StageSetting])} | ${defaultOf(name)} | ${cell(STAGE_SETTINGS[name as StageSetting].does)} |`;

const page = `# Settings of a stage

Generated from \`shared/config/stage-settings.ts\` by \`npm run docs\`; do not edit.

A setting is a param of \`serverless.yml\`, under \`params.default\` or \`params.<stage>\`, or \`--param name=value\`. All wrong,
unknown and contradicting settings are reported together before \`npm run package\`, a deployment and \`npm start\`. The
two npm commands name wrong options and a wrong stage in the same run. When the template is complete, all three check the
variables of each function: a name that is close to that of a setting, and the form of each literal value. A function checks
its settings again when it starts: its callers get \`internal\`, and its log names the settings. \`npm start\` prints that
line. Values are never shown.

Except on the stage \`local\`, a placeholder (\`.invalid\`) is rejected if it is used.

| setting | takes | default | what it does |
|---|---|---|---|
${Object.keys(STAGE_SETTINGS).map(row).join("\n")}
`;

generatedPage("docs/configuration.md", () => page);
