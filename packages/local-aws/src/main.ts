/** The program `local-aws`. */
import "./sdk-notice/index.js";
import { localAws } from "./command-line/local-aws.js";
import { endOnError } from "./command-line/run-command.js";

endOnError(() => localAws(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`)));
