/**
 * Log lines and metrics in the format of Powertools, without Powertools. It is for the authorizer, which runs
 * before every request: Powertools would be a third of its bundle and of a warm call's work. Lambda logs
 * standard output line by line.
 */
import type { Clock, Logger, Metrics } from "../../ports/index.js";
import { allowedFields } from "./log-fields.js";

const NAMESPACE = "identity-lifecycle";

const write = (line: object): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** A line without `service` if the name is undefined. */
export const lineLogger = (service: string | undefined, clock: Clock): Logger => ({
  log: (level, message, fields) => {
    const timestamp = clock.now().toISOString();
    write({ level: level.toUpperCase(), message, timestamp, service, ...allowedFields(fields) });
  },
});

/**
 * CloudWatch's embedded metric format.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const lineMetrics = (service: string, clock: Clock): Metrics => {
  let counted = new Map<string, number[]>();
  let measured = new Map<string, number>();
  return {
    count: (name) => {
      const values = counted.get(name);
      if (values === undefined) counted.set(name, [1]);
      else values.push(1);
    },
    measure: (name, seconds) => {
      measured.set(name, seconds);
    },
    flush: () => {
      if (counted.size === 0 && measured.size === 0) return;
      const [counts, times] = [counted, measured];
      counted = new Map();
      measured = new Map();
      const Metrics = [
        ...[...counts.keys()].map((Name) => ({ Name, Unit: "Count" })),
        ...[...times.keys()].map((Name) => ({ Name, Unit: "Seconds" })),
      ];
      const values = [...[...counts].map(([name, each]) => [name, each.length === 1 ? 1 : each]), ...times];
      write({
        _aws: {
          Timestamp: clock.now().getTime(),
          CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: [["service"]], Metrics }],
        },
        service,
        ...Object.fromEntries(values),
      });
    },
  };
};
