import { dockerfileOf } from '../project/builds';
import { tagMovement } from '../syntax/buildTag';
import type { MergedService } from '../syntax/compose/merge';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeValue } from '../syntax/compose/values';
import type { ComposeFile } from '../syntax/document';
import { parseImageReference } from '../syntax/imageReference';
import type { Problem, Rule, Scaffold } from './rule';

export const reusedOutputTag: Rule = {
  id: 'reused-output-tag',
  tenet: 'The same build gives the same image',
  summary: 'Each build gives its image the same name, so that the one before has none any more.',
  why:
    'When every build is called `latest`, or has no tag, it takes the name from the build before it. Nobody can tell which ' +
    'commit runs, two hosts with one name run two images, and there is nothing to roll back to.\n\n' +
    'Give each build a name of its own, such as the commit: `image: acme/web:${GIT_SHA:?}`. Two services may share the ' +
    'image of one build, but two builds must not share a name.',
  severity: { production: 'information', development: 'off' },
  subject: 'image reference',
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: .\n    image: acme/web:latest\n',
      good: 'services:\n  web:\n    build: .\n    image: acme/web:${GIT_SHA:?}\n',
    },
  ],
  compose: findReusedTags,
};

function* findReusedTags({ services }: ComposeFile): Iterable<Problem> {
  const makers = new Map<string, ComposeService>();
  for (const service of services) {
    const build = service.field('build');
    if (!build || !service.merged?.build) continue;
    const image = service.field('image');
    const names = [...(image ? [image] : []), ...(build.field('tags')?.items() ?? [])];
    const [first] = names.filter(({ kind }) => kind === 'text');
    if (!first) continue;
    const { development } = service;
    const common = { span: first.span, development, image: service.image, related: first.related };
    const other = makerBefore(makers, service);
    if (other) {
      const message = `'${first.written}' is also what '${other.name}' builds, in another way. Give each build a name of its own.`;
      yield { ...common, message };
    } else if (names.every(isReused)) {
      const message = `'${first.written}' names another image after each build. Give each its own tag, such as the commit.`;
      yield { ...common, message, scaffolds: ownTag(first) };
    }
  }
}

/** A service before this one that gives the image of another build the same name. */
function makerBefore(makers: Map<string, ComposeService>, service: ComposeService): ComposeService | null {
  const { merged, image } = service;
  if (!merged || image === null) return null;
  const maker = makers.get(image);
  if (!maker) makers.set(image, service);
  return maker?.merged && !isSameBuild(maker.merged, merged) ? maker : null;
}

function isSameBuild(a: MergedService, b: MergedService): boolean {
  const paths = [dockerfileOf(a), dockerfileOf(b)];
  // Of a Dockerfile whose place is not known nobody can say that it is another one.
  if (paths.includes(null)) return true;
  return paths[0] === paths[1] && a.build?.target === b.build?.target;
}

/** Whether each build has this name; one with variables is meant to be given another each time. */
function isReused({ text, written }: ComposeValue): boolean {
  if (text === null || text !== written) return false;
  const reference = parseImageReference(text);
  if (reference.kind !== 'reference' || reference.digest !== null) return false;
  return reference.tag === null || tagMovement(reference.tag) === 'channel';
}

function ownTag({ text, span, isVerbatim, related }: ComposeValue): Scaffold[] {
  const reference = parseImageReference(text ?? '');
  if (reference.kind !== 'reference' || !isVerbatim || related.length > 0) return [];
  const newText = `${reference.name}:\${GIT_SHA:?}`;
  return [{ kind: 'scaffold', title: 'Name it by the commit', edits: [{ span, newText }] }];
}
