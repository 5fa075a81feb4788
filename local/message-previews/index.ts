/** Previews of every message in every language, with the stage's settings. */
import { directionOf, LANGUAGES } from "../../shared/domain/messages/language.js";
import type { Brand } from "../../shared/domain/messages/message.js";
import { renderMessage } from "../../shared/domain/messages/render-message.js";
import { SAMPLE_MESSAGES } from "./sample-messages.js";

export type Preview = {
  readonly sample: string;
  readonly language: string;
  readonly direction: "ltr" | "rtl";
  readonly subject: string;
  readonly text: string;
  readonly sms: string;
};

export type Previews = {
  list(): readonly Preview[];
  /** The HTML part. Undefined if the sample or language does not exist. */
  html(sample: string, language: string): string | undefined;
};

export const messagePreviews = (brand: Brand): Previews => {
  const all = Object.entries(SAMPLE_MESSAGES).flatMap(([sample, content]) =>
    LANGUAGES.map((language) => {
      const direction = directionOf(language);
      return { sample, language, direction, ...renderMessage({ ...content, language, brand }) };
    }),
  );
  return {
    list: () => all.map(({ html: _, ...preview }) => preview),
    html: (sample, language) =>
      all.find((each) => each.sample === sample && each.language === language)?.html,
  };
};
