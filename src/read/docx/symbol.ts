/** Check boxes of the symbol fonts that forms use; any other sign of a symbol font is a box. */
export function symbol(point: number): string {
  const code = point & 0xff;
  if ([0x52, 0xfe, 0x54].includes(code)) return '☑';
  if (code === 0xfc) return '✓';
  return '□';
}
