import { dirname, join } from 'node:path';

/** The files that can be read around a document. */
interface ReadableFiles {
  readonly path: string;
  readonly root: string;
  readonly readText: (path: string) => string | null;
  readonly fileNames: (folder: string) => readonly string[];
}

/**
 * Whether a file of the project shows that its images get labels when they are built: a workflow, a pipeline, a bake
 * file, or a script. Only the usual places are looked at, and a few files of each.
 */
export function showsLabelling({ path, root, readText, fileNames }: ReadableFiles): boolean {
  const workflows = join(root, '.github', 'workflows');
  const folders = new Set([
    root,
    dirname(path),
    join(root, 'scripts'),
    join(root, 'ci'),
    join(root, '.circleci'),
  ]);
  const candidates = [
    ...fileNames(workflows)
      .filter((name) => /\.ya?ml$/.test(name))
      .slice(0, MAX_FILES)
      .map((name) => join(workflows, name)),
    ...[...folders].flatMap((folder) =>
      fileNames(folder)
        .filter((name) => BUILD_FILES.test(name))
        .slice(0, MAX_FILES)
        .map((name) => join(folder, name)),
    ),
  ];
  return candidates.some((file) => LABELLING.test((readText(file) ?? '').slice(0, MAX_LENGTH)));
}

const BUILD_FILES =
  /^(?:docker-bake(?:\.override)?\.(?:hcl|json)|\.gitlab-ci\.ya?ml|(?:GNU)?[Mm]akefile|[Jj]ustfile|[Tt]askfile\.ya?ml|Jenkinsfile|\.drone\.ya?ml|\.?goreleaser\.ya?ml|\.goreleaser\.ya?ml|\.?woodpecker\.ya?ml|azure-pipelines\.ya?ml|bitbucket-pipelines\.yml|cloudbuild\.ya?ml|\.travis\.yml|skaffold\.ya?ml|config\.yml|.+\.(?:sh|mk))$/;
/** What gives labels: an action, a variable of Buildx, an option, a key of a bake file or of an action's inputs. */
const LABELLING =
  /docker\/metadata-action|BUILDX_GIT_LABELS|--label\b|org\.opencontainers\.image\.(?:revision|source)|org\.label-schema\.vcs|^\s*"?labels"?\s*[=:]\s*[{["|>$]/m;
const MAX_FILES = 20;
const MAX_LENGTH = 200_000;
