/** Finds the code in a message, for the copy button: six to eight digits that stand alone. */
export const codeIn = (text: string): string | undefined => /(?<![\d-])\d{6,8}(?![\d-])/.exec(text)?.[0];
