/** Metrics in CloudWatch's embedded metric format, written to standard output by Powertools. */
import { Metrics as PowertoolsMetrics } from "@aws-lambda-powertools/metrics";
import type { Metrics } from "../../ports/index.js";

const NAMESPACE = "identity-lifecycle";

export const emfMetrics = (serviceName: string): Metrics => {
  const metrics = new PowertoolsMetrics({ namespace: NAMESPACE, serviceName });
  return {
    count: (name) => {
      metrics.addMetric(name, "Count", 1);
    },
    measure: (name, seconds) => {
      metrics.addMetric(name, "Seconds", seconds);
    },
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
};
