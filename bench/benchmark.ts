/** A benchmark as a command: its options, their help, and what it measures. */
import { type DescribedOptions, helpOf, readOptions, type Values } from "local-aws/command-line";

export interface Benchmark {
  /** One line for each option. */
  readonly help: string;
  /** @throws UsageError for an error in the options. */
  run(args: readonly string[]): Promise<void>;
}

/** Of a number of runs or calls. */
export const BOUNDS = { least: 1, most: 1_000_000 };

export const benchmark = <const T extends DescribedOptions>(
  options: T,
  measure: (values: Values<T>) => Promise<void>,
): Benchmark => ({
  help: helpOf(options),
  run: async (args) => measure(readOptions(options, args)),
});
