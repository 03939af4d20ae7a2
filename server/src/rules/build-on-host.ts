import type { ComposeFile } from '../syntax/document';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeValue } from '../syntax/compose/values';
import { parseImageReference } from '../syntax/imageReference';
import type { Problem, Rule } from './rule';

export const buildOnHost: Rule = {
  id: 'build-on-host',
  tenet: 'Nothing changes a running container',
  summary: 'A service whose image is built on the host that runs it.',
  why:
    'An image that each host builds for itself is another image on each host: the packages, base images and sources of ' +
    'that hour. What was tested is not what runs, no other host can start it, and going back means to build again and ' +
    'hope.\n\n' +
    'Build once, push, and let the file that runs releases name the image by digest. `build:` belongs in a file of its ' +
    'own, such as `compose.build.yaml` or `compose.override.yaml`.',
  severity: { production: 'information', development: 'off' },
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: .\n    restart: always\n',
      good: 'services:\n  web:\n    image: ghcr.io/acme/web@{pinned}\n    restart: always\n',
    },
  ],
  compose: findBuilds,
};

/** A file that builds several services does so on purpose: that is one finding, at the first of them. */
function* findBuilds({ services }: ComposeFile): Iterable<Problem> {
  const built = services.flatMap((service) => buildPlace(service) ?? []);
  for (const development of [false, true]) {
    const [first, ...others] = built.filter(({ service }) => service.development === development);
    if (!first) continue;
    const name = others.length === 0 ? '' : ` and ${others.length} more`;
    // An image with a name is pulled first, and built where that fails.
    const verb = [first, ...others].every(({ isPublished }) => isPublished)
      ? 'can run'
      : others.length === 0
        ? 'runs'
        : 'run';
    yield {
      span: first.value.span,
      message: `'${first.service.name}'${name} ${verb} from an image that this host builds. Push the image once, name it by digest here, and keep 'build' in a file for builds.`,
      development,
      image: first.service.image,
      related: others.map(({ value, service }) => ({
        span: value.span,
        message: `'${service.name}' is built here too.`,
      })),
      ...(![first, ...others].some(isForSure) && { atMost: 'hint' }),
    };
  }
}

interface BuildPlace {
  readonly service: ComposeService;
  /** The context, where it is all that is said; else the key. */
  readonly value: Pick<ComposeValue, 'span'>;
  /** Whether its image has a name under which a host can fetch it instead. */
  readonly isPublished: boolean;
}

/** A service that is to stay up, and whose image can come from nowhere else. */
function isForSure({ service, isPublished }: BuildPlace): boolean {
  const restart = service.field('restart')?.text ?? 'no';
  return !isPublished && (restart !== 'no' || service.field('deploy') !== null);
}

function buildPlace(service: ComposeService): BuildPlace | null {
  const build = service.field('build');
  if (!build || build.kind === 'nothing' || build.kind === 'list') return null;
  const entry = service.entry('build');
  const policy = service.field('pull_policy')?.text;
  const image = service.field('image');
  const parsed = image?.text == null ? null : parseImageReference(image.text);
  const isPublished =
    policy !== 'build' &&
    (parsed?.kind === 'reference'
      ? !parsed.repository.startsWith('library/')
      : image?.written.includes('/') === true);
  const value = build.kind === 'text' ? build : { span: entry?.keySpan ?? build.span };
  return { service, value, isPublished };
}
