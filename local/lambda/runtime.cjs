// Runs in a worker thread, as Lambda's Node.js runtime does in its sandbox: loads the handler once,
// then answers one event after another. Plain JavaScript, because it is the worker's entry point.
const { parentPort, workerData } = require("node:worker_threads");

const errorOf = (thrown) =>
  thrown instanceof Error
    ? { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? "").split("\n") }
    : { errorType: "string", errorMessage: String(thrown), trace: [] };

const contextOf = ({ requestId, deadline, functionName, arn, memory }) => ({
  awsRequestId: requestId,
  functionName,
  functionVersion: "$LATEST",
  invokedFunctionArn: arn,
  memoryLimitInMB: memory,
  logGroupName: `/aws/lambda/${functionName}`,
  logStreamName: "local",
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
});

const load = () => {
  const handler = require(workerData.file)[workerData.export];
  if (typeof handler !== "function") throw new Error(`${workerData.export} is not exported as a function`);
  return handler;
};

let handler;
parentPort.on("message", async ({ event, ...invocation }) => {
  try {
    handler ??= load();
    const answer = await handler(JSON.parse(event), contextOf(invocation));
    parentPort.postMessage({ payload: JSON.stringify(answer ?? null) });
  } catch (thrown) {
    parentPort.postMessage({ payload: JSON.stringify(errorOf(thrown)), failed: true });
  }
});
