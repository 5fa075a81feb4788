/** The languages that a request or an event asks for. */
import * as z from "zod/mini";

/** A language tag in a request body. */
export const languageField = z.optional(
  z.string().check(z.regex(/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}$/)),
);

// Any caller can set this, so only strings under the two known names are read and the rest is ignored.
export const clientMetadata = z.catch(
  z.nullable(
    z.looseObject({
      locale: z.catch(z.optional(z.string()), undefined),
      language: z.catch(z.optional(z.string()), undefined),
    }),
  ),
  null,
);

/** Language tags, most preferred first. */
export const wantedLanguages = (request: {
  clientMetadata?: z.infer<typeof clientMetadata> | undefined;
  userAttributes: Record<string, string>;
}): (string | undefined)[] => [
  request.clientMetadata?.locale,
  request.clientMetadata?.language,
  request.userAttributes.locale,
];
