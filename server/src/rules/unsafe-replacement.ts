import type { ComposeService } from '../syntax/compose/serviceModel';
import type { ComposeFile, Dockerfile } from '../syntax/document';
import { parseImageReference } from '../syntax/imageReference';
import { dockerfileOf } from '../project/builds';
import type { Facts } from './facts';
import type { Problem, Rule, Scaffold } from './rule';
import { addEntry } from '../syntax/compose/edits';

export const unsafeReplacement: Rule = {
  id: 'unsafe-replacement',
  tenet: 'Any release can replace any other, and can be traced',
  summary: 'Nothing tells whether a new release works before the old one is gone.',
  why:
    'Who replaces a release must know that the new one works. Without a health check "started" is taken for "works"; ' +
    'with `order: stop-first` the old release is gone before anybody knows; without `rollback_config` a failed update ' +
    'stays as it is.\n\n' +
    'Give what others reach a health check, in its image or in the compose file. In a swarm, start the new task first and ' +
    'roll back when it fails.',
  severity: { production: 'hint', development: 'off' },
  equivalents: ['kics 698ed579-b239-4f8f-a388-baa4bcb13ef8'],
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  web:\n    image: registry.example.com/web:1.2@{digest}\n    ports: ["3000"]\n',
      good:
        'services:\n  web:\n    image: registry.example.com/web:1.2@{digest}\n    ports: ["3000"]\n' +
        '    healthcheck:\n      test: ["CMD", "/web", "--check"]\n',
    },
  ],
  compose: findUnsafeReplacements,
};

function* findUnsafeReplacements({ services, text }: ComposeFile, facts: Facts): Iterable<Problem> {
  for (const service of services) {
    const { origin, name, development, image, merged } = service;
    const update = updateProblem(service);
    if (update) yield { ...update, development, image };
    if (!origin || service.ports.length === 0 || merged?.healthcheck === 'set') continue;
    if (merged?.healthcheck !== 'disabled' && imageHasCheck(service, facts)) continue;
    yield {
      span: origin.span,
      message: `Nothing tells whether '${name}' works once it has started. Give it a health check.`,
      development,
      image,
      related: origin.related,
      scaffolds: merged?.healthcheck === 'disabled' ? [] : healthcheckScaffold(service, text),
    };
  }
}

/** Whether its image brings a check: its Dockerfile where that can be read, else what is remembered of the image. */
function imageHasCheck({ merged, image }: ComposeService, { surroundings, image: known }: Facts): boolean {
  const path = merged ? dockerfileOf(merged) : null;
  const dockerfile = path === null ? null : (surroundings?.dockerfile(path) ?? null);
  if (dockerfile) return hasHealthcheck(dockerfile, merged?.build?.target ?? null);
  const reference = image === null ? null : parseImageReference(image);
  return reference?.kind === 'reference' && known?.(reference)?.hasHealthcheck === true;
}

function hasHealthcheck({ stages }: Dockerfile, target: string | null): boolean {
  const wanted = target?.toLowerCase() ?? null;
  let stage = stages.find(({ name }) => wanted !== null && name === wanted) ?? stages.at(-1);
  for (let depth = 0; stage && depth < stages.length; depth++) {
    const check = stage.instructions.findLast(({ keyword }) => keyword === 'healthcheck');
    if (check) return !/^\s*none\b/i.test(check.line.text.slice(check.start, check.end));
    stage = stage.base === null ? undefined : stages[stage.base];
  }
  return false;
}

/** How swarm replaces it, where the file says anything about that. */
function updateProblem(service: ComposeService): Pick<Problem, 'span' | 'message' | 'related'> | null {
  const deploy = service.field('deploy');
  const update = deploy?.field('update_config') ?? null;
  if (!deploy || update?.kind !== 'map') return null;
  const { related } = update;
  const order = update.field('order');
  if (order?.kind === 'text' && order.text === 'stop-first') {
    const message = `'stop-first' ends the old release before the new one works. Use 'start-first'.`;
    return { span: order.span, message, related };
  }
  const failure = update.field('failure_action');
  if (deploy.field('rollback_config') || failure?.text === 'rollback') return null;
  const key = deploy.entries().find((entry) => entry.key === 'update_config');
  const message = `A failed update of '${service.name}' stays as it is. Add 'failure_action: rollback' or 'rollback_config'.`;
  return { span: key?.keySpan ?? update.span, message, related };
}

function healthcheckScaffold({ map }: ComposeService, text: string): Scaffold[] {
  const lines = ['healthcheck:', '  test: ["CMD", "true"] # what tells that it works', '  interval: 30s'];
  const edit = addEntry(text, map, lines);
  return edit ? [{ kind: 'scaffold', title: 'Add a health check', edits: [edit] }] : [];
}
