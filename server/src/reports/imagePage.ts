import type { Evidence, Found } from '../registry/facts/evidence';
import type { DescribedImage, ImageDescription } from '../registry/facts/describe';
import type { ImageFacts } from '../registry/facts/imageFacts';

/** All that is known of an image, as a Markdown document for people. What a registry wrote is shown as text, never as Markdown. */
export function imagePage(
  reference: string,
  {
    digest,
    mediaType,
    manifest,
    platforms,
    image,
    problem,
    evidence,
  }: ImageDescription & { readonly evidence: Evidence },
): string {
  const rows = [
    row('Digest', code(digest)),
    row('Type', `${manifest.isIndex ? 'index' : 'single image'}, ${code(mediaType)}`),
    ...(manifest.isIndex ? [] : [row('Size', bytes(manifest.size))]),
  ];
  return [
    `# ${text(reference)}`,
    '',
    ...table(rows),
    ...platformSection(platforms),
    ...(image ? imageSection(image) : ['', problem ? UNREADABLE : 'It names no image that could run.']),
    ...evidenceSection(evidence),
    ...textsSection('Annotations', manifest.annotations),
    ...(image ? textsSection('Labels', image.facts.labels) : []),
    '',
  ].join('\n');
}

function platformSection(platforms: ImageDescription['platforms']): string[] {
  if (platforms.length === 0) return [];
  return [
    '',
    '## Platforms',
    '',
    '| platform | digest |',
    '| --- | --- |',
    ...platforms.map(({ platform, digest }) => `| ${text(platform)} | ${code(digest)} |`),
  ];
}

function imageSection({ platform, manifest, facts }: DescribedImage): string[] {
  const { created, user, volumes, exposedPorts, stopSignal, base } = facts;
  const rows = [
    row('Created', created === null ? 'not said' : text(created)),
    row('Size', bytes(manifest.size)),
    row('User', user === null ? 'root, as none is named' : code(user)),
    row('Volumes', list(volumes)),
    row('Ports', list(exposedPorts)),
    row('Health check', healthCheck(facts)),
    ...(stopSignal === null ? [] : [row('Stop signal', code(stopSignal))]),
    ...(facts.entrypoint ? [row('Entrypoint', code(JSON.stringify(facts.entrypoint)))] : []),
    ...(facts.command ? [row('Command', code(JSON.stringify(facts.command)))] : []),
    row(
      'Base image',
      base
        ? [base.name, base.digest]
            .filter((part) => part !== null)
            .map(code)
            .join(' ')
        : 'not said',
    ),
  ];
  return ['', `## The image${platform === null ? '' : ` for ${text(platform)}`}`, '', ...table(rows)];
}

function healthCheck({ healthcheck }: ImageFacts): string {
  if (healthcheck === null) return 'none';
  if (healthcheck === 'NONE') return 'switched off';
  const { test, interval } = healthcheck;
  return `${code(test.join(' '))}${interval === null ? '' : ` every ${interval}`}`;
}

/** Presence is shown as presence: nothing here says that a signature is good. */
function evidenceSection({ signatures, sboms, provenances, others, incomplete }: Evidence): string[] {
  return [
    '',
    '## Beside the image',
    '',
    ...table([
      row('Signatures', presence(signatures)),
      row('SBOM', presence(sboms)),
      row('Provenance', presence(provenances)),
      ...(others.length > 0 ? [row('Others', presence(others))] : []),
    ]),
    '',
    incomplete === null
      ? 'What is present was not verified.'
      : 'What is present was not verified, and there may be more: the registry did not answer every question.',
  ];
}

function presence(found: readonly Found[]): string {
  if (found.length === 0) return 'not found';
  return found.map(({ on, by, type }) => `${code(type)} on the ${on} (${by})`).join('; ');
}

function textsSection(title: string, texts: Readonly<Record<string, string>>): string[] {
  const entries = Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return [];
  return ['', `## ${title}`, '', ...table(entries.map(([name, value]) => row(code(name), code(value))))];
}

function table(rows: readonly string[]): string[] {
  return ['| | |', '| --- | --- |', ...rows];
}

function row(name: string, value: string): string {
  return `| ${name} | ${value} |`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.map(code).join(', ');
}

function bytes(size: number | null): string {
  if (size === null) return 'not said';
  const megabytes = size / 1_000_000;
  return megabytes < 1 ? `${Math.ceil(size / 1000)} kB compressed` : `${megabytes.toFixed(1)} MB compressed`;
}

/** As code, with a fence that is longer than any run of backticks in it (CommonMark, "Code spans"), on one line of a table. */
function code(value: string): string {
  const line = shortened(value)
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** As text whose characters mean nothing to Markdown. */
function text(value: string): string {
  return shortened(value)
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll(/[\\`*_{}[\]<>()#+!|&~-]/g, '\\$&');
}

function shortened(value: string): string {
  return value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}…` : value;
}

const UNREADABLE = 'The registry does not give the image itself, so that no more can be said of it.';
const MAX_LENGTH = 500;
