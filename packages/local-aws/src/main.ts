/** `local-aws <service>`: one service by itself, in the foreground until Ctrl-C. */
const SERVICES: Readonly<Record<string, () => Promise<unknown>>> = {
  "user-pool": () => import("./user-pool/main.js"),
  "event-bus": () => import("./event-bus/main.js"),
};

const [name = "", ...options] = process.argv.slice(2);
const service = Object.hasOwn(SERVICES, name) ? SERVICES[name] : undefined;
if (service === undefined) {
  process.stderr.write(`local-aws takes a service: ${Object.keys(SERVICES).join(", ")}\n`);
  process.exit(2);
}
process.argv = [...process.argv.slice(0, 2), ...options];
await service();
