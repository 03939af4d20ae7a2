import type { ComposeFile } from '../syntax/document';
import { removeEntry } from '../syntax/compose/edits';
import type { Problem, Rule } from './rule';

export const watchInRelease: Rule = {
  id: 'watch-in-release',
  tenet: 'Nothing changes a running container',
  summary: 'A service that `docker compose watch` may change while it runs.',
  why:
    '`develop.watch` tells Compose to copy changed files into running containers, or to rebuild and replace them, as ' +
    'somebody edits. That is good for development. In a file that declares releases it lets one command on the host ' +
    'turn a release into something that no image holds.\n\n' +
    'Keep it in `compose.override.yaml` or another file that only development reads.',
  severity: { production: 'information', development: 'off' },
  examples: [
    {
      kind: 'compose',
      bad:
        'services:\n  web:\n    build: .\n    develop:\n      watch:\n' +
        '        - action: sync\n          path: ./src\n          target: /app/src\n',
      good: 'services:\n  web:\n    build: .\n',
    },
  ],
  compose: findWatches,
};

function* findWatches({ text, services }: ComposeFile): Iterable<Problem> {
  for (const service of services) {
    const develop = service.field('develop');
    const watch = develop?.entries().find(({ key }) => key === 'watch');
    const [first] = watch?.value.items() ?? [];
    if (!watch || !first) continue;
    const action = first.field('action')?.text ?? 'sync';
    const changes = action.startsWith('rebuild') ? 'rebuild it' : 'copy files into it';
    const entry = service.entry('develop');
    const edit = entry && removeEntry(text, service.map, entry);
    yield {
      span: watch.keySpan,
      message: `'watch' lets Compose ${changes} while the release runs. Move 'develop' to a file for development, such as compose.override.yaml.`,
      development: service.development,
      image: service.image,
      related: watch.value.related,
      ...(edit && {
        scaffolds: [{ kind: 'scaffold', title: "Remove 'develop' from this file", edits: [edit] }],
      }),
    };
  }
}
