import type { ComposeFile, Dockerfile } from '../syntax/document';
import { removeInstruction } from '../syntax/dockerfile/edits';
import type { Problem, Rule } from './rule';

export const anonymousVolume: Rule = {
  id: 'anonymous-volume',
  tenet: 'State lives outside',
  summary: 'State goes into a volume without a name, which no other container finds again.',
  why:
    'An engine makes a new volume without a name for each container. After a replacement the data is still on the disk, but ' +
    'nobody knows under which of many names. A `VOLUME` in a Dockerfile does that to everybody who uses the image, and ' +
    'layers after it that write there are lost.\n\n' +
    'Name the volume where the container is run: `data:/var/lib/data` in compose.',
  severity: { production: 'information', development: 'information' },
  subject: 'mount',
  examples: [
    { kind: 'dockerfile', bad: 'FROM scratch\nVOLUME /data\n', good: 'FROM scratch\n' },
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    build: .\n    volumes:\n      - /data\n',
      good: 'services:\n  web:\n    build: .\n    volumes:\n      - data:/data\nvolumes:\n  data:\n',
    },
  ],
  dockerfile: findInDockerfile,
  compose: findInCompose,
};

function* findInDockerfile(file: Dockerfile): Iterable<Problem> {
  for (const { keyword, words, stage, instruction } of file.statements.lists) {
    if (keyword !== 'volume' || stage?.isExported !== true) continue;
    const edit = removeInstruction(file, instruction);
    for (const { text, written, span } of words) {
      if (ENGINE_STORE.test(text ?? '')) continue;
      yield {
        span,
        message: `Each container gets a volume without a name for '${written}', and what is written there later in the build is lost. Name the volume where the container is run.`,
        scaffolds: [{ kind: 'scaffold', title: 'Remove VOLUME', edits: [edit] }],
      };
    }
  }
}

function* findInCompose({ services }: ComposeFile): Iterable<Problem> {
  for (const { mounts, development, image } of services) {
    for (const { type, target, span, value } of mounts) {
      if (type !== 'anonymous' || !target || NO_STATE.test(target.written)) continue;
      if (ENGINE_STORE.test(target.written)) continue;
      yield {
        span,
        message: `The volume for '${target.written}' has no name, so that a new container cannot find it. Name it, and list it under the top-level 'volumes'.`,
        development,
        image,
        related: value.related,
      };
    }
  }
}

/** What an engine in a container makes again, and cannot keep in the container's own layers. */
const ENGINE_STORE = /^\/var\/lib\/(?:docker|containerd|containers|rancher|buildkit|kubelet)(?:\/|$)/;
/** What a build made, and a mount of the sources would hide. */
const NO_STATE =
  /\/(?:node_modules|vendor|\.?venv|__pycache__|\.next|\.nuxt|dist|build|target|bundle|\.cache|\.yarn|\.pnpm-store|bower_components|_build|deps|tmp|[\w-]+\.sock)\/?$/;
