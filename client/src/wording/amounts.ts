/** `1 container`, `3 containers`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `12.3 MB`, in powers of ten as the engine writes sizes. */
export function bytes(size: number): string {
  const step = SIZES.findIndex((unit) => size < unit.below);
  const { unit, of } = SIZES[step] ?? { unit: 'GB', of: 1e9 };
  const value = size / of;
  return `${value >= 100 || of === 1 ? Math.round(value) : value.toFixed(1)} ${unit}`;
}

const SIZES = [
  { below: 1e3, unit: 'bytes', of: 1 },
  { below: 1e6, unit: 'kB', of: 1e3 },
  { below: 1e9, unit: 'MB', of: 1e6 },
];
