import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The loopback addresses that `localhost` means. Every machine has the first one. */
const LOOPBACK = ["127.0.0.1", "::1"];

type Ports = { readonly port?: number | undefined; readonly preferredPort?: number | undefined };
export type Listening = { readonly port: number; close(): Promise<void> };

/**
 * Listens on all loopback addresses of the machine, with one server for each, at one port. Rejects if `port` is taken on
 * one of them. If `preferredPort` is, the next port is used that is free on all of them.
 */
export const listen = async (
  open: () => Server,
  ports: Ports,
  addresses: readonly string[] = LOOPBACK,
): Promise<Listening> => {
  let taken: unknown;
  for (const port of portsToTry(ports)) {
    try {
      return await listenOn(open, port, addresses);
    } catch (error) {
      if (!TAKEN.has(codeOf(error))) throw error;
      taken = error;
    }
  }
  throw taken;
};

const TAKEN: ReadonlySet<string> = new Set(["EADDRINUSE", "EACCES"]);
const NO_SUCH_ADDRESS: ReadonlySet<string> = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT"]);
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

const ATTEMPTS = 20;
/** Several attempts, because a port that is free on one address can be taken on another. */
const ANY_FREE_PORT = Array<number>(ATTEMPTS).fill(0);
const LAST_PORT = 65_535;

const portsToTry = ({ port, preferredPort = 0 }: Ports): readonly number[] => {
  const wanted = port ?? preferredPort;
  if (wanted === 0) return ANY_FREE_PORT;
  if (port !== undefined) return [port];
  const next = Array.from({ length: ATTEMPTS }, (_, step) => wanted + step);
  return [...next.filter((each) => each <= LAST_PORT), ...ANY_FREE_PORT];
};

const listenOn = async (
  open: () => Server,
  wanted: number,
  addresses: readonly string[],
): Promise<Listening> => {
  const servers: Server[] = [];
  const close = () => closeServers(servers);
  let port = wanted;
  try {
    for (const address of addresses) {
      const server = open();
      try {
        port = await listenAt(server, port, address);
        servers.push(server);
      } catch (error) {
        if (servers.length === 0 || !NO_SUCH_ADDRESS.has(codeOf(error))) throw error;
      }
    }
    return { port, close };
  } catch (error) {
    await close();
    throw error;
  }
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

/** Ends open connections, too: a stream of events does not end by itself. */
const closeServers = async (servers: readonly Server[]): Promise<void> => {
  const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
  for (const server of servers) server.closeAllConnections();
  await Promise.all(closed);
};
