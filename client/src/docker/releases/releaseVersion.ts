import type { KnownImage } from './imageCatalogue';
import { VERSION } from './revisionLabels';
import type { StartedReference } from './startedReference';

/** What people call a release: its tag, and where that says nothing what its image says. */
export function releaseVersion(
  started: readonly StartedReference[],
  image: KnownImage | null,
): string | null {
  const tags = started.flatMap(({ tag }) => tag ?? []);
  const telling = tags.find((tag) => tag !== 'latest');
  if (telling !== undefined) return telling;
  const labelled = versionLabel(started[0]?.repository ?? '', image);
  if (labelled !== null) return labelled;
  const isLatest = tags.length > 0 || started.some(({ digest }) => digest === null);
  return isLatest ? 'latest' : null;
}

function versionLabel(repository: string, image: KnownImage | null): string | null {
  const labels = image?.labels ?? {};
  const text = (name: string) => (Object.hasOwn(labels, name) ? (labels[name] ?? '').trim() : '');
  const version = [text(VERSION), text('org.label-schema.version')].find((value) => value !== '');
  if (version === undefined || version.length > LONGEST) return null;
  // Ubuntu and others label their images, and all that is built on them has the label still.
  const base = text('org.opencontainers.image.ref.name');
  const isOfBase = BASES.has(base) && !repository.endsWith(base);
  return isOfBase || version === 'latest' ? null : version;
}

const BASES: ReadonlySet<string> = new Set([
  'ubuntu',
  'debian',
  'alpine',
  'fedora',
  'rockylinux',
  'almalinux',
  'centos',
]);
const LONGEST = 60;
