export function plan(length: number): string;
