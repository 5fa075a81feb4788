/** `local-aws mail`: prints each message that an application sends as a line of JSON. */
import { serviceCommand } from "../command-line/service-command.js";
import { startMail } from "./index.js";

export const command = serviceCommand(
  {},
  () => ({}),
  async (_values, _read, port) => {
    const mail = await startMail({
      port,
      deliver: (message) => process.stdout.write(`${JSON.stringify({ message })}\n`),
    });
    return { url: mail.url, port: Number(new URL(mail.url).port), close: mail.close };
  },
);
