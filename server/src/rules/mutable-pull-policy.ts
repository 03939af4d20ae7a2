import type { ComposeFile } from '../syntax/document';
import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeValue } from '../syntax/compose/values';
import { isTrue } from '../syntax/compose/flags';
import { removeEntry } from '../syntax/compose/edits';
import { parseImageReference } from '../syntax/imageReference';
import type { Problem, Rule } from './rule';

export const mutablePullPolicy: Rule = {
  id: 'mutable-pull-policy',
  tenet: 'Nothing changes a running container',
  summary: 'A pull policy that fetches whatever a tag names at the time of each start.',
  why:
    'With `pull_policy: always`, `daily` or `weekly` a restart is a deployment: the container comes back from another ' +
    'image than the one that was tested, on one host today and on the next tomorrow, and nothing in the repository ' +
    'says so. `build.pull` does the same to the base images of a build.\n\n' +
    'Name the image by digest. The policy then has nothing left to do and can go; an update is a reviewed change of ' +
    'one line.',
  severity: { production: 'information', development: 'information' },
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    image: ghcr.io/acme/web:1.4.2\n    pull_policy: always\n',
      good: 'services:\n  web:\n    image: ghcr.io/acme/web:1.4.2@{pinned}\n',
    },
  ],
  compose: findPullPolicies,
};

function* findPullPolicies({ text, services }: ComposeFile): Iterable<Problem> {
  for (const service of services) {
    const policy = service.field('pull_policy');
    if (policy && FETCHING.test(policy.text ?? '')) yield* policyProblems(text, service, policy);
    const pull = service.field('build')?.field('pull');
    if (pull && isTrue(pull.text)) {
      yield {
        ...about(service, pull),
        message: `'pull: ${pull.written}' builds on whatever the tags of the base images name at that time. Pin the base images by digest and leave it out.`,
      };
    }
  }
}

function* policyProblems(text: string, service: ComposeService, policy: ComposeValue): Iterable<Problem> {
  const image = service.field('image');
  if (image?.kind !== 'text') return;
  const written = `'pull_policy: ${policy.written}'`;
  switch (namingOf(image)) {
    case 'unknown':
      return;
    case 'tag':
      yield {
        ...about(service, policy),
        message: `${written} starts whatever '${image.written}' names at that time. Pin the image by digest.`,
      };
      return;
    case 'digest': {
      const entry = service.entry('pull_policy');
      const edit = entry && removeEntry(text, service.map, entry);
      yield {
        ...about(service, policy),
        atMost: 'hint',
        message: `${written} changes nothing, for the image is named by digest. Leave it out.`,
        ...(edit && { fix: { kind: 'edits', title: `Remove ${written}`, edits: [edit] } }),
      };
    }
  }
}

/** What an image is named by: of a text that is all variable only its value tells. */
function namingOf({ text, written }: ComposeValue): 'tag' | 'digest' | 'unknown' {
  const parsed = text === null ? null : parseImageReference(text);
  if (parsed?.kind === 'reference') return parsed.digest === null ? 'tag' : 'digest';
  if (parsed || ALL_VARIABLE.test(written)) return 'unknown';
  return written.includes('@') ? 'digest' : 'tag';
}

function about(service: ComposeService, { span, related }: ComposeValue): Omit<Problem, 'message'> {
  return { span, related, development: service.development, image: service.image };
}

/** Source: compose specification, "pull_policy". */
const FETCHING = /^(?:always|refresh|daily|weekly|every_\w+)$/;
const ALL_VARIABLE = /^\$(?:\w+|\{[^{}]*\})$/;
