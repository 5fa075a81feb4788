/** One local service as a command: its options, their help, and how it starts. */
import { closeOnSignal, portInUse } from "./run-command.js";
import { type Options, portOf, readOptions, UsageError, type Values } from "./usage.js";

/** Options with their help. `shown` is the placeholder for the value. */
type DescribedOptions = Readonly<
  Record<string, Options[string] & { readonly shown?: string; readonly help: string }>
>;

/** An option with a string value. */
export const option = (shown: string, help: string) => ({ type: "string", shown, help }) as const;

/** An option that may be repeated. */
export const repeated = (shown: string, help: string) =>
  ({ ...option(shown, `${help}; may be repeated`), multiple: true, default: [] as string[] }) as const;

export interface StartedService {
  readonly url: string;
  readonly port: number;
  /** More members for the JSON line that reports readiness. */
  readonly ready?: object;
  close(): Promise<void>;
}

export interface ServiceCommand {
  /** One line for each option. */
  readonly help: string;
  /** @throws LocalAwsError for an error in the options or in the files that they name. */
  start(args: readonly string[]): Promise<StartedService>;
}

const PORT = { port: { ...option("N", "the port; 0 takes a free one"), default: "0" } } as const;

export const serviceCommand = <const T extends DescribedOptions>(
  options: T,
  start: (values: Values<T>, port: number) => Promise<StartedService>,
): ServiceCommand => ({
  help: Object.entries({ ...options, ...PORT })
    .map(([name, described]) => helpLine(name, described))
    .join("\n"),
  start: async (args) => {
    const values = readOptions({ ...options, ...PORT }, args);
    const port = portOf(String((values as { port?: unknown }).port));
    const started = await start(values as Values<T>, port);
    if (port === 0 || started.port === port) return started;
    await started.close();
    throw new UsageError(portInUse(port));
  },
});

const COLUMN = 26;

const helpLine = (name: string, { shown, help, default: usual }: DescribedOptions[string]): string => {
  const option = `  --${name}${shown === undefined ? "" : ` ${shown}`} `;
  return `${option.padEnd(COLUMN)}${help}${typeof usual === "string" ? ` (${usual})` : ""}`;
};

/** Starts the service, prints one line of JSON when it is ready, and closes it on a signal. */
export const serve = async (command: ServiceCommand, args: readonly string[]): Promise<void> => {
  const { url, port, ready, close } = await command.start(args);
  closeOnSignal(close);
  process.stdout.write(`${JSON.stringify({ ready: true, url, port, ...ready })}\n`);
};
