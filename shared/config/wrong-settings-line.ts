/** The log line in which a function names its wrong settings. The local stack finds it by its start. */
import type { Environment, SettingsError } from "./concern.js";
import { readForm, serviceName } from "./forms.js";

export const WRONG_SETTINGS = "the settings are wrong";

/** The line has no service name if SERVICE is one of the wrong settings. */
export const wrongSettingsLine = ({ SERVICE }: Environment, { message }: SettingsError) => {
  const name = readForm(serviceName, SERVICE);
  return { service: "value" in name ? name.value : undefined, message: `${WRONG_SETTINGS}: ${message}` };
};
