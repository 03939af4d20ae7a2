import { addEntry } from '../syntax/compose/edits';
import { isTrue } from '../syntax/compose/flags';
import type { ComposeFile } from '../syntax/document';
import type { Problem, Rule } from './rule';

export const writableRoot: Rule = {
  id: 'writable-root',
  tenet: 'Nothing changes a running container',
  summary: 'A service may write into its own image; nothing stops it from drifting.',
  why:
    'With a read-only root file system a container cannot drift: no update in place, no forgotten file, no state that a ' +
    'replacement would lose. What must be written goes to a volume or to memory.\n\n' +
    'Many images need a writable `/tmp` or `/run`: give them `tmpfs`. Because most images do not work without some of ' +
    'that, this rule is off until you turn it on.',
  severity: { production: 'off', development: 'off' },
  equivalents: ['semgrep writable-filesystem-service'],
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    image: scratch\n',
      good: 'services:\n  web:\n    image: scratch\n    read_only: true\n    tmpfs: [/tmp]\n',
    },
  ],
  compose: findWritableRoots,
};

function* findWritableRoots({ services, text }: ComposeFile): Iterable<Problem> {
  for (const service of services) {
    const { origin, name, map, development, image } = service;
    if (!origin || isTrue(service.field('read_only')?.text)) continue;
    const lines = ['read_only: true', ...(service.field('tmpfs') ? [] : ['tmpfs: [/tmp]'])];
    const edit = service.field('read_only') ? null : addEntry(text, map, lines);
    yield {
      span: origin.span,
      message: `'${name}' may write into its own image. Set 'read_only: true', and tmpfs for what it writes for a while.`,
      development,
      image,
      related: origin.related,
      scaffolds: edit
        ? [{ kind: 'scaffold', title: 'Make the root file system read-only', edits: [edit] }]
        : [],
    };
  }
}
