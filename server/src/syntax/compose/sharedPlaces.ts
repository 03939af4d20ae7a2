import type { ImageUse } from '../imageUse';

/**
 * Takes the pins in other files away where they would change what else the text there means: of a value that another
 * reference is only partly made of, or that names what a service builds.
 */
export function keepOwnPlaces(images: readonly ImageUse[], others: readonly ImageUse[]): ImageUse[] {
  const shared = new Set([...images, ...others].flatMap(placesWithoutPin));
  return images.map((image) =>
    image.elsewhere && shared.has(keyOf(image.elsewhere.file, image.elsewhere.offset))
      ? { ...image, elsewhere: null }
      : image,
  );
}

/** Where the text of a reference comes from that cannot be pinned there. */
function placesWithoutPin({ elsewhere, related }: ImageUse): string[] {
  if (elsewhere) return [];
  return related.flatMap(({ file, span }) => (file === undefined ? [] : [keyOf(file, span.end)]));
}

function keyOf(file: string, offset: number): string {
  return `${offset} ${file}`;
}
