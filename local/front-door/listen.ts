import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Listens on 127.0.0.1 and returns the port. Rejects if `port` is taken. If `preferredPort` is taken, any
 * free port is used.
 */
export const listen = async (
  server: Server,
  {
    port,
    preferredPort,
  }: { readonly port?: number | undefined; readonly preferredPort?: number | undefined },
): Promise<number> => {
  try {
    return await listenOn(server, port ?? preferredPort ?? 0);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (port !== undefined || !UNAVAILABLE.has(code)) throw error;
    return listenOn(server, 0);
  }
};

const UNAVAILABLE: ReadonlySet<string> = new Set(["EADDRINUSE", "EACCES"]);

const listenOn = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const settle = (error?: Error): void => {
      server.off("error", settle).off("listening", settle);
      if (error) reject(error);
      else resolve((server.address() as AddressInfo).port);
    };
    server.once("error", settle).once("listening", settle).listen(port, "127.0.0.1");
  });
