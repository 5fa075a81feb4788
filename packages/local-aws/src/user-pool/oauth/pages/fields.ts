/** The content of a form: controls with their labels, and groups of choices with their legends. */
import { escaped } from "../../../html-page.js";

export type Field =
  | {
      readonly kind?: "text";
      readonly name: string;
      readonly label: string;
      readonly type?: "text" | "password" | "email" | "tel";
      readonly autocomplete?: string;
      readonly value?: string;
      readonly optional?: boolean;
    }
  | { readonly kind: "hidden"; readonly name: string; readonly value: string }
  | {
      readonly kind: "choice";
      readonly name: string;
      readonly legend: string;
      readonly options: readonly { readonly value: string; readonly text: string }[];
    }
  | { readonly kind: "text-only" | "without-script"; readonly text: string }
  /** Hidden until a script shows it. */
  | { readonly kind: "script-alert"; readonly id: string; readonly text: string }
  /** A text to copy, with a link that opens it in another program. */
  | { readonly kind: "secret"; readonly label: string; readonly text: string; readonly link: Link };

export interface Link {
  readonly href: string;
  readonly text: string;
}

export const controls = (fields: readonly Field[]): string => fields.map(control).join("");

function control(field: Field): string {
  switch (field.kind) {
    case "hidden":
      return `<input type="hidden" name="${field.name}" value="${escaped(field.value)}">`;
    case "choice":
      return `<fieldset><legend>${escaped(field.legend)}</legend>${field.options
        .map(({ value, text }, index) => radio(field.name, value, text, index === 0))
        .join("")}</fieldset>`;
    case "text-only":
      return `<p>${escaped(field.text)}</p>`;
    case "without-script":
      return `<noscript><p>${escaped(field.text)}</p></noscript>`;
    case "script-alert":
      return `<p role="alert" id="${field.id}" hidden>${escaped(field.text)}</p>`;
    case "secret":
      return (
        `<p>${escaped(field.label)}: <code>${escaped(field.text)}</code></p>` +
        `<p><a href="${escaped(field.link.href)}">${escaped(field.link.text)}</a></p>`
      );
    default:
      return textInput(field);
  }
}

const radio = (name: string, value: string, text: string, chosen: boolean): string =>
  `<label><input type="radio" name="${name}" value="${escaped(value)}"${chosen ? " checked" : ""}> ` +
  `${escaped(text)}</label>`;

function textInput({
  name,
  label,
  type = "text",
  autocomplete = "off",
  value = "",
  optional = false,
}: Extract<Field, { kind?: "text" }>): string {
  const id = escaped(name);
  return (
    `<label for="${id}">${escaped(label)}</label><input id="${id}" name="${id}" type="${type}" ` +
    `value="${escaped(value)}" autocomplete="${autocomplete}"${optional ? "" : " required"}>`
  );
}
