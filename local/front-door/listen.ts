import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The loopback addresses that `localhost` means, the first of which every machine has. */
const [FIRST, ...OTHERS] = ["127.0.0.1", "::1"] as const;

type Ports = { readonly port?: number | undefined; readonly preferredPort?: number | undefined };

/**
 * Listens on all loopback addresses of the machine, with one server for each, and returns the port. Rejects if `port` is
 * taken. If `preferredPort` is taken, any free port is used.
 */
export const listen = async (open: () => Server, { port, preferredPort }: Ports): Promise<Listening> => {
  try {
    return await listenOn(open, port ?? preferredPort ?? 0);
  } catch (error) {
    if (port !== undefined || !TAKEN.has(codeOf(error))) throw error;
    return listenAnywhere(open);
  }
};

export type Listening = { readonly port: number; readonly servers: readonly Server[] };

const TAKEN: ReadonlySet<string> = new Set(["EADDRINUSE", "EACCES"]);
const NO_SUCH_ADDRESS: ReadonlySet<string> = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

/** A port that is free on one address can be taken on another. */
const listenAnywhere = async (open: () => Server, attempts = 20): Promise<Listening> => {
  try {
    return await listenOn(open, 0);
  } catch (error) {
    if (attempts <= 1 || !TAKEN.has(codeOf(error))) throw error;
    return listenAnywhere(open, attempts - 1);
  }
};

const listenOn = async (open: () => Server, wanted: number): Promise<Listening> => {
  const first = open();
  const port = await listenAt(first, wanted, FIRST);
  const servers = [first];
  try {
    for (const address of OTHERS) {
      const server = open();
      const found = await listenAt(server, port, address).catch((error) => {
        if (!NO_SUCH_ADDRESS.has(codeOf(error))) throw error;
        return undefined;
      });
      if (found !== undefined) servers.push(server);
    }
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
  return { port, servers };
};

const listenAt = (server: Server, port: number, address: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      server.off("error", settle).off("listening", settle);
      if (error) reject(error);
      else resolve((server.address() as AddressInfo).port);
    };
    server.once("error", settle).once("listening", settle).listen(port, address);
  });
