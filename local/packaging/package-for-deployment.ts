/** Packages for a deployment with the Serverless Framework: serverless-esbuild bundles and zips each function. */

import { whilePackaging } from "./package-service.js";
import { runFramework } from "./run-framework.js";

const TIME_LIMIT_MS = 300_000;

type Deployment = {
  /** Options of `serverless package`. */
  readonly options: readonly string[];
  readonly timeLimitMs?: number;
  /** Receives the output in parts, immediately. */
  report(text: string): void;
};

/** @throws Error with the framework's own output when it fails, or when it has not ended within the time limit. */
export const packageForDeployment = (
  root: string,
  { options, timeLimitMs = TIME_LIMIT_MS, report }: Deployment,
): Promise<void> =>
  whilePackaging(
    root,
    (line) => report(`${line}\n`),
    () => runFramework({ root, args: ["package", ...options], timeLimitMs, onOutput: report }),
  );
