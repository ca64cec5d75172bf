/** By name, what gives a text of about so many characters. */
export const hostile: Record<string, (length: number) => string>;
export function hostileBytes(name: string, bytes: number): string;
