/** In which languages somebody wants to be written to, as far as a request or an event says. */
import * as z from "zod/mini";

/** A language tag in a request's body. */
export const languageField = z.optional(
  z.string().check(z.regex(/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}$/)),
);

// Both come from anybody, so only strings under the two known names are read; the rest may be whatever it is.
export const clientMetadata = z.catch(
  z.nullable(
    z.looseObject({
      locale: z.catch(z.optional(z.string()), undefined),
      language: z.catch(z.optional(z.string()), undefined),
    }),
  ),
  null,
);

/** Tags of languages that a message may be in, the most wanted first. */
export const wantedLanguages = (request: {
  clientMetadata?: z.infer<typeof clientMetadata> | undefined;
  userAttributes: Record<string, string>;
}): (string | undefined)[] => [
  request.clientMetadata?.locale,
  request.clientMetadata?.language,
  request.userAttributes.locale,
];
