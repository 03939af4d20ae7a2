import type { Risk } from '../../docker/releases/answers';
import type { ChangedVariable, RunningContainer, SortedMount } from '../../docker/releases/model';
import { count } from '../../wording/amounts';
import { riskText, riskWord } from '../../wording/answerWords';
import { roleText, shortRevision, unknownDigestText, witnessText } from '../../wording/identityWords';
import { answerTexts } from './answerLines';
import { answerLevels, levelIcon } from './badges';
import { changesRow } from './changeRows';
import type { Place } from './place';
import { span, text, tooltip } from './tooltipMarkdown';
import { touchRow } from './touchRow';
import type { TreeIcon, TreeNode } from '../treeNode';
import { icon, treeRow } from './treeRow';

/** What there is to see of one container, a line each. */
export function containerFacts(container: RunningContainer, place: Place): readonly TreeNode[] {
  const own = (name: string) => `${place.within}${name}/container:${place.host.id}:${container.id}`;
  return [
    ...answerRows(container, own),
    changesRow(container, place),
    touchRow(container, place),
    ...container.answers.risks.map((risk, index) => riskRow(risk, `${own('risk')}/${index}`)),
    imageRow(container, own('image')),
    ...commitRow(container, place, own('commit')),
    ...environmentRow(container.environment, own('environment')),
    ...mountsRow(container.mounts, own('mounts')),
  ];
}

/** Drift has rows of its own: the changes, and the touches. */
function answerRows({ answers }: RunningContainer, own: (name: string) => string): readonly TreeNode[] {
  const texts = answerTexts(answers);
  const levels = answerLevels(answers);
  return (['sync', 'freshness', 'health'] as const).map((key) => {
    const label = `${key.charAt(0).toUpperCase()}${key.slice(1)}`;
    return treeRow({
      id: own(key),
      label,
      description: texts[key],
      tooltip: () => tooltip(label, [['', text(texts[key])]]),
      icon: levelIcon(answers[key].status === 'unknown' ? 'unknown' : levels[key]),
      spoken: `${key}: ${texts[key]}`,
    });
  });
}

function riskRow(risk: Risk, id: string): TreeNode {
  return treeRow({
    id,
    label: 'Risk',
    description: `${riskWord(risk)}: ${riskText(risk)}`,
    tooltip: () => tooltip(riskWord(risk), [['', text(riskText(risk))]]),
    icon: icon('shield', 'list.warningForeground'),
    spoken: `risk, ${riskWord(risk)}: ${riskText(risk)}`,
  });
}

function imageRow({ reference, digest, id: container }: RunningContainer, id: string): TreeNode {
  const shown = digest.known ? digest.digest : unknownDigestText(digest.reason);
  return treeRow({
    id,
    label: 'Image',
    description: imageText(reference, digest, shown),
    tooltip: () =>
      tooltip('Image', [
        ...(reference === null ? [] : [['Reference', span(reference)] as const]),
        ['Digest', digest.known ? span(digest.digest) : text(shown)],
      ]),
    icon: icon('package'),
    spoken: `image ${reference ?? `of ${container}`}, digest ${shown}`,
    kinds: [
      'fact',
      ...(digest.known ? ['digest' as const] : []),
      ...(reference === null ? [] : ['reference' as const]),
    ],
    copies: { digest: digest.known ? digest.digest : null, reference },
  });
}

/** A reference that names the digest says both. */
function imageText(reference: string | null, digest: RunningContainer['digest'], shown: string): string {
  if (reference === null) return shown;
  return digest.known && reference.endsWith(`@${digest.digest}`) ? reference : `${reference} · ${shown}`;
}

function commitRow(
  { revision, id: container }: RunningContainer,
  { host }: Place,
  id: string,
): readonly TreeNode[] {
  if (!revision.known) return [];
  const short = shortRevision(revision) ?? '';
  return [
    treeRow({
      id,
      label: `Commit ${short}`,
      description: witnessText(revision.by),
      tooltip: () =>
        tooltip('Commit', [
          ['Commit', span(revision.revision)],
          ['Known', text(witnessText(revision.by))],
          ...(revision.source === null ? [] : [['Source', span(revision.source)] as const]),
        ]),
      icon: icon('git-commit'),
      spoken: `commit ${short}, ${witnessText(revision.by)}`,
      kinds: ['fact', 'commit'],
      target: { kind: 'container', host: host.id, id: container },
    }),
  ];
}

function environmentRow(environment: RunningContainer['environment'], id: string): readonly TreeNode[] {
  if (environment === null || environment.length === 0) return [];
  const description = `${count(environment.length, 'variable')} not as in the image`;
  return [
    treeRow({
      id,
      label: 'Environment',
      description,
      tooltip: () =>
        tooltip('Environment', [['', 'Variables that the image does not set, or sets otherwise.']]),
      icon: icon('symbol-variable'),
      spoken: `environment, ${description}`,
      children: () => environment.map((variable, index) => variableRow(variable, `${id}/${index}`)),
    }),
  ];
}

function variableRow({ name, value, imageValue }: ChangedVariable, id: string): TreeNode {
  const image = imageValue === null ? 'not set by the image' : `in the image: ${imageValue}`;
  return treeRow({
    id,
    label: name,
    description: value,
    tooltip: () =>
      tooltip(name, [
        ['Here', value === '' ? 'empty' : span(value)],
        ['', text(image)],
      ]),
    icon: icon('symbol-constant'),
    spoken: `${name} is ${value}, ${image}`,
  });
}

function mountsRow(mounts: readonly SortedMount[], id: string): readonly TreeNode[] {
  if (mounts.length === 0) return [];
  const roles = [...new Set(mounts.map(({ role }) => role))];
  const description = roles
    .map((role) => `${mounts.filter((mount) => mount.role === role).length} ${roleText(role)}`)
    .join(' · ');
  return [
    treeRow({
      id,
      label: 'Mounts',
      description,
      tooltip: () => tooltip('Mounts', [['', text(`From outside the image: ${description}`)]]),
      icon: icon('plug'),
      spoken: `mounts, ${description}`,
      children: () => mounts.map((mount, index) => mountRow(mount, `${id}/${index}`)),
    }),
  ];
}

function mountRow({ kind, source, target, readOnly, role }: SortedMount, id: string): TreeNode {
  const description = [roleText(role), ...(readOnly ? ['read-only'] : []), source]
    .filter(Boolean)
    .join(' · ');
  return treeRow({
    id,
    label: target,
    description,
    tooltip: () =>
      tooltip(target, [
        ['Kind', text(kind)],
        ['Brings', text(roleText(role))],
        ...(source === '' ? [] : [['From', span(source)] as const]),
        ['', readOnly ? 'read-only' : 'can be written'],
      ]),
    icon: ROLE_ICONS[role],
    spoken: `mount ${target}, ${description}`,
  });
}

const ROLE_ICONS: Readonly<Record<SortedMount['role'], TreeIcon>> = {
  state: icon('database'),
  configuration: icon('gear'),
  source: icon('file-code'),
  socket: icon('plug', 'list.warningForeground'),
  scratch: icon('trash'),
  other: icon('folder'),
};
