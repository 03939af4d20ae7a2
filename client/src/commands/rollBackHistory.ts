import type { DeclaredService } from '../../../server/src/inspectionProtocol';

/** The file whose history tells what a service's image has been: the one that holds the image, where compose reads it. */
export function historyFile({ place, image }: Pick<DeclaredService, 'place' | 'image'>): string {
  return image && /\.ya?ml$/i.test(image.place.uri) ? image.place.uri : place.uri;
}

/** What was not looked into, in sentences; empty where all was. `isCut`: Git met its time limit. */
export function historyLimits({ image }: Pick<DeclaredService, 'image'>, isCut: boolean): readonly string[] {
  const text = image?.text ?? '';
  return [
    ...(VARIABLE.test(text)
      ? [`${text} takes its value from a variable: the history of .env or the shell is not looked into.`]
      : []),
    ...(isCut ? ['Git took too long, so this is not the whole history of the file.'] : []),
  ];
}

/** Two dollar signs are one that is meant. */
const VARIABLE = /(?<!\$)(?:\$\$)*\$(?:\{|[A-Za-z_])/;
