import type { DeclaredService } from '../../../server/src/inspectionProtocol';
import type { RunningContainer } from '../docker/releases/model';
import type { ImageAnswer } from '../docker/releases/observation';
import { syncReasonText } from '../wording/answerWords';
import { imageComparisonSide } from './comparedSides';
import type { ComparisonSide, Section, Unknown } from './comparison';

/** What a file declares of a service, against a container of it. */
export interface DeclaredPair {
  readonly declared: Pick<DeclaredService, 'name' | 'image' | 'build'>;
  /** What the declared reference names on this engine; null where it has no such image. */
  readonly declaredImage: ImageAnswer | null;
  readonly container: RunningContainer;
  readonly runningImage: ImageAnswer;
}

/**
 * What to ask the engine about for what is declared; null where the files leave it unknown. What is built and has no name
 * in the file has the one that compose gives it.
 */
export function declaredReference(
  { image, build, name }: DeclaredPair['declared'],
  project: string,
  started: string | null,
): string | null {
  if (image) return image.reference;
  if (!build) return null;
  const names = [`${project}-${name}`, `${project}_${name}`];
  return names.find((known) => started === known || started?.startsWith(`${known}:`)) ?? names[0] ?? null;
}

/** The declared image against the running one, each by itself; and what is not compared. */
export function declaredComparison(
  { declared, declaredImage, container, runningImage }: DeclaredPair,
  reference: string | null,
): readonly [declared: ComparisonSide, running: ComparisonSide] {
  const written = declared.image?.text ?? null;
  const unresolved = {
    unknown: written === null ? 'the file names no image' : `${written} cannot be known from the files`,
  };
  const left = imageComparisonSide(
    `Declared: ${declared.name}${declared.build ? ', built from its Dockerfile' : ''}`,
    reference ?? unresolved,
    reference === null ? unresolved : imageHere(declaredImage, reference),
  );
  const right = imageComparisonSide(
    `Running: ${container.name}`,
    container.reference ?? { unknown: 'it was started by the id of an image, or the engine does not say' },
    imageHere(runningImage, 'the running image'),
  );
  const notes = notCompared(container);
  return [withNotes(left, notes), withNotes(right, notes)];
}

function imageHere(image: ImageAnswer | null, name: string): Exclude<ImageAnswer, string> | Unknown {
  if (image === null)
    return { unknown: `this engine does not have ${name}; what it holds is known to its registry` };
  if (image === 'removed') return { unknown: 'the image has been removed from the engine' };
  if (image === 'unanswered') return { unknown: 'the engine did not say what the image is' };
  return image;
}

/** The same on both sides, so that it is no difference. */
function notCompared({ answers }: RunningContainer): Section {
  const replaced = answers.sync.reasons.find(({ kind }) => kind === 'configuration');
  const lines = [
    'What the file sets beside the image: environment, command, labels, mounts, ports, networks, limits.',
    replaced
      ? `Of these something differs: ${syncReasonText(replaced)}.`
      : 'Compare Releases shows them of two containers.',
  ];
  return {
    name: 'Not compared',
    facts: lines.map((line, index) => ({ key: String(index), value: line, shown: line })),
  };
}

function withNotes(side: ComparisonSide, notes: Section): ComparisonSide {
  return { ...side, sections: [...side.sections, notes] };
}
