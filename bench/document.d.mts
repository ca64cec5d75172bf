export function speech(length: number): string;
