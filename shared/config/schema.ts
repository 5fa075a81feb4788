/** Settings as a zod/mini object. A form reads each field. */
import * as z from "zod/mini";
import type { Settings } from "./concern.js";
import { type Form, readForm } from "./forms.js";

type Field<T> = z.ZodMiniType<T, string | undefined> & { readonly form: Form<T> };
type Fields = Readonly<Record<string, Field<unknown>>>;

/** A field of an object of settings. */
export const setting = <T>(form: Form<T>): Field<T> => {
  const read = z.transform((text: string | undefined, { issues }): T => {
    const reading = readForm(form, text);
    if ("value" in reading) return reading.value;
    issues.push({ code: "custom", message: reading.problem, input: text });
    return z.NEVER;
  });
  return Object.assign(z.pipe(z.optional(z.string()), read), { form });
};

export const schema = <F extends Fields>(object: z.ZodMiniObject<F>): Settings<z.output<typeof object>> => ({
  read: (environment) => {
    const result = object.safeParse(environment);
    const issues = result.success ? [] : result.error.issues;
    const problems = issues.map(({ path, message }) => ({ setting: String(path[0]), words: message }));
    const wrong = problems.map(({ setting }) => setting);
    const sound = Object.entries(object.shape).filter(([name]) => !wrong.includes(name));
    const values = Object.fromEntries(
      sound.map(([name, field]) => [name, z.parse(field, environment[name])]),
    );
    return { values: values as Partial<z.output<typeof object>>, problems };
  },
  takes: Object.fromEntries(Object.entries(object.shape).map(([name, { form }]) => [name, form.takes])),
});
