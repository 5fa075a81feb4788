/** The code in a message that somebody else wrote, for the button that copies it: six to eight digits by themselves. */
export const codeIn = (text: string): string | undefined => /(?<![\d-])\d{6,8}(?![\d-])/.exec(text)?.[0];
