/** The rules of image references, of which at most one speaks on each. */
export const IMAGE_RULES: readonly string[] = [
  'malformed-digest',
  'unset-image-variable',
  'latest-tag',
  'moving-tag',
  'unpinned-image',
];

/** Those of pins, which wait for what a registry says. */
export const PIN_RULES: readonly string[] = [
  'vanished-digest',
  'republished-tag',
  'single-platform-pin',
  'outdated-pin',
];
