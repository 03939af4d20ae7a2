import type { ComposeFile } from '../document';
import { pinPlace, type ImageUse } from '../imageUse';
import { assignmentAt } from './environmentFile';

/**
 * The references of the first file, without the pins in environment files that would change what else a value means: a
 * reference that is only partly made of it or names what a service builds, or any other text of the files around.
 */
export function keepOwnPlaces(
  files: readonly [ComposeFile, ...ComposeFile[]],
  readText: (path: string) => string | null,
): ImageUse[] {
  const partly = new Set(files.flatMap(({ images }) => images.flatMap(placesWithoutPin)));
  const known = new Map<string, boolean>();
  const isShared = (place: Place): boolean => {
    const key = keyOf(place);
    const shared =
      known.get(key) ?? (partly.has(key) || isMentioned(place, files, readText(place.file) ?? ''));
    known.set(key, shared);
    return shared;
  };
  return files[0].images.map((image) => {
    const place = placeElsewhere(image);
    return place && isShared(place) ? { ...image, elsewhere: null, digestPlace: null } : image;
  });
}

interface Place {
  readonly file: string;
  readonly offset: number;
}

/** Where another file takes a pin, of those that have one the end. */
export function placeElsewhere(image: ImageUse): Place | null {
  const place = pinPlace(image);
  return place?.file == null ? null : { file: place.file, offset: place.span.end };
}

/** Where the text of a reference comes from that cannot be pinned there. */
function placesWithoutPin(image: ImageUse): string[] {
  if (placeElsewhere(image)) return [];
  return image.related.flatMap(({ file, span }) =>
    file === undefined ? [] : [keyOf({ file, offset: span.end })],
  );
}

function keyOf({ file, offset }: Place): string {
  return `${offset} ${file}`;
}

/** Whether the variable at a place is used anywhere but in references that are pinned there. */
function isMentioned(place: Place, files: readonly ComposeFile[], environment: string): boolean {
  const name = assignmentAt(environment, place.offset);
  if (name === null || mentions(environment, name).length > 0) return true;
  return files.some(({ text, images }) => {
    const own = images.filter((image) => {
      const other = placeElsewhere(image);
      return other && keyOf(other) === keyOf(place);
    });
    let next = 0;
    return mentions(text, name).some((offset) => {
      while ((own[next]?.span.end ?? Infinity) <= offset) next++;
      return (own[next]?.span.start ?? Infinity) > offset;
    });
  });
}

/** Where a text uses a variable, outside of lines that are comments. */
function mentions(text: string, name: string): number[] {
  const use = new RegExp(`\\$\\{?${name.replace(/\W/g, '\\$&')}(?!\\w)`, 'g');
  return [...text.matchAll(use)]
    .map(({ index }) => index)
    .filter((index) => !/^\s*#/.test(text.slice(text.lastIndexOf('\n', index) + 1, index)));
}
