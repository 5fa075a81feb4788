/** A headless Chromium, driven over the DevTools protocol on a pipe: no port, no package. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const browserPresent = existsSync(CHROMIUM);

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
};
type Send = (
  method: string,
  params?: Record<string, unknown>,
  sessionId?: string,
) => Promise<Record<string, unknown>>;

export type View = {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
};

export type Page = {
  /** The value of an expression, awaited. */
  run<T>(expression: string): Promise<T>;
  /** Waits until the expression is true; its text is the error otherwise. */
  until(expression: string): Promise<void>;
  reload(): Promise<void>;
  /** Clicks, and waits for the page that this leads to. */
  follow(selector: string): Promise<void>;
  screenshot(file: string): Promise<void>;
  /** Gives the page an authenticator of the platform, whose user always agrees. */
  giveAuthenticator(): Promise<void>;
  close(): Promise<void>;
  /** Script errors, failed policies and console errors so far. */
  problems(): readonly string[];
};

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
  "--remote-debugging-pipe",
];

export const openBrowser = async () => {
  const profile = await mkdtemp(join(tmpdir(), "chromium-"));
  const child = spawn(CHROMIUM, [...FLAGS, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    detached: true,
  });
  const { send, listen } = connect(child);

  return {
    open: async (url: string, view: View = {}): Promise<Page> => {
      const { targetId } = await send("Target.createTarget", { url: "about:blank" });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      return openPage(
        url,
        view,
        (method, params) => send(method, params, String(sessionId)),
        (listener) => listen((message) => message.sessionId === sessionId && listener(message)),
      );
    },
    close: async (): Promise<void> => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

const connect = (child: ChildProcess) => {
  const pending = new Map<number, (message: Message) => void>();
  const listeners = new Set<(message: Message) => void>();
  const toBrowser = child.stdio[3] as Writable;
  const fromBrowser = child.stdio[4] as Readable;
  let waiting = "";
  let sent = 0;

  fromBrowser.setEncoding("utf8").on("data", (text: string) => {
    const parts = (waiting + text).split("\0");
    waiting = parts.pop() ?? "";
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      if (message.id === undefined) for (const listener of listeners) listener(message);
      else pending.get(message.id)?.(message);
    }
  });
  const send: Send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++sent;
      pending.set(id, ({ error, result }) => {
        pending.delete(id);
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result ?? {});
      });
      toBrowser.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
  return { send, listen: (listener: (message: Message) => void) => listeners.add(listener) };
};

const openPage = async (
  url: string,
  view: View,
  send: (method: string, params?: Record<string, unknown>) => Promise<Record<string, unknown>>,
  listen: (listener: (message: Message) => void) => void,
): Promise<Page> => {
  const problems: string[] = [];
  let loaded: () => void = () => undefined;
  const afterLoad = async (method: string, params?: Record<string, unknown>): Promise<void> => {
    const load = new Promise<void>((resolve) => {
      loaded = resolve;
    });
    await send(method, params);
    await load;
  };
  listen(({ method, params }) => {
    if (method === "Page.loadEventFired") loaded();
    if (method === "Runtime.exceptionThrown") problems.push(JSON.stringify(params));
    const entry = params?.entry as { level?: string; text?: string; url?: string } | undefined;
    if (method === "Log.entryAdded" && entry?.level === "error") problems.push(`${entry.text} ${entry.url}`);
  });
  for (const domain of ["Page", "Runtime", "Log"]) await send(`${domain}.enable`);
  const { width = 1280, height = 900, scheme = "light" } = view;
  await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  await afterLoad("Page.navigate", { url });

  const run = async <T>(expression: string): Promise<T> => {
    const answer = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
    return (answer.result as { value: T }).value;
  };
  return {
    run,
    until: (expression) =>
      run(`new Promise((resolve, reject) => {
        const since = performance.now();
        const look = () => {
          if (${expression}) return resolve(true);
          if (performance.now() - since > 15000) return reject(new Error(${JSON.stringify(expression)}));
          setTimeout(look, 20);
        };
        look();
      })`),
    reload: () => afterLoad("Page.reload"),
    // After the answer, which a navigation would otherwise cut off.
    follow: (selector) =>
      afterLoad("Runtime.evaluate", {
        expression: `setTimeout((found) => found.click(), 0, document.querySelector(${JSON.stringify(selector)}))`,
      }),
    screenshot: async (file) => {
      const { data } = await send("Page.captureScreenshot", { format: "png", captureBeyondViewport: true });
      await writeFile(file, Buffer.from(String(data), "base64"));
    },
    giveAuthenticator: async () => {
      await send("WebAuthn.enable");
      const holds = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
      const options = {
        protocol: "ctap2",
        transport: "internal",
        automaticPresenceSimulation: true,
        ...holds,
      };
      await send("WebAuthn.addVirtualAuthenticator", { options });
    },
    close: async () => {
      await send("Page.close");
    },
    problems: () => problems,
  };
};
