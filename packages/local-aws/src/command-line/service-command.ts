/** One local service as a command: its options, their help, and how it starts. */

import { type DescribedOptions, helpOf, inspectOptions, portOption, type Values } from "./options.js";
import { allRead, type Readings, readable } from "./readings.js";
import { closeOnSignal, portInUse } from "./run-command.js";
import { UsageError } from "./usage.js";

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

const PORT = { port: portOption("the port; 0 takes a free one", 0) } as const;

/**
 * `readings` read what the options name: files, URLs, pairs. They take the values inside the functions that they return,
 * because a wrong value cannot be taken. `start` gets their results.
 */
export const serviceCommand = <const T extends DescribedOptions, R extends object>(
  options: T,
  readings: (values: Values<T>) => Readings<R>,
  start: (values: Values<T>, read: R, port: number) => Promise<StartedService>,
): ServiceCommand => ({
  help: helpOf({ ...options, ...PORT }),
  start: async (args) => {
    const inspected = inspectOptions({ ...options, ...PORT }, args);
    const read = allRead(readings(readable(inspected) as Values<T>), inspected.problems);
    const { port } = inspected.values as Values<typeof PORT>;
    const started = await start(inspected.values as Values<T>, read, port);
    if (port === 0 || started.port === port) return started;
    await started.close();
    throw new UsageError(portInUse(port));
  },
});

/** Starts the service, prints one line of JSON when it is ready, and closes it on a signal. */
export const serve = async (
  command: ServiceCommand,
  args: readonly string[],
  print: (line: string) => void,
): Promise<void> => {
  const { url, port, ready, close } = await command.start(args);
  closeOnSignal(close);
  print(JSON.stringify({ ready: true, url, port, ...ready }));
};
