import { basename } from 'node:path';
import type { ComposeFile } from '../syntax/document';
import { addAtTop, addEntry, addItem } from '../syntax/compose/edits';
import { readPairs, type TextPair } from '../syntax/compose/pairs';
import type { ComposeService, ServiceRun } from '../syntax/compose/serviceModel';
import type { ComposeValue } from '../syntax/compose/values';
import { parseImageReference } from '../syntax/imageReference';
import { literalText } from '../syntax/literalText';
import { secretShape, secretValue, UNKNOWN } from '../syntax/secretValues';
import { commandSecrets } from '../syntax/programs/commandSecrets';
import { textOf, type Edit } from '../text/span';
import type { Facts } from './facts';
import type { Problem, Rule, Scaffold } from './rule';
import { readsSecretFile } from './secretFileVariables';

export const inlineSecret: Rule = {
  id: 'inline-secret',
  tenet: 'Configuration and secrets arrive at start',
  summary: 'A password, token or key that stands in a compose file.',
  why:
    'A compose file is in the repository, in its history and in every copy of both, and each of them shows the secret. ' +
    'The same file cannot start a release in another environment without a change, and the secret cannot be replaced ' +
    'without one.\n\n' +
    'Let the file name the secret and let the platform hold it: `secrets:` with the `_FILE` variable that many images ' +
    'read, or `${DB_PASSWORD:?set DB_PASSWORD}`, which stops with a message where nobody gives a value. A secret that ' +
    'was committed is known: replace it.',
  severity: { production: 'warning', development: 'information' },
  subject: 'value',
  equivalents: ['kics Passwords And Secrets', 'checkov CKV_SECRET_6'],
  examples: [
    {
      kind: 'compose',
      bad: 'services:\n  app:\n    image: shop/app:1.4.2\n    environment:\n      API_TOKEN: s3cr3t-of-the-shop\n',
      good: 'services:\n  app:\n    image: shop/app:1.4.2\n    environment:\n      API_TOKEN: ${API_TOKEN:?set API_TOKEN}\n',
    },
    {
      kind: 'compose',
      bad: 'services:\n  db:\n    image: postgres:16.2\n    environment:\n      POSTGRES_PASSWORD: hunter2\n',
      good:
        'services:\n  db:\n    image: postgres:16.2\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/postgres_password\n' +
        '    secrets:\n      - postgres_password\n\nsecrets:\n  postgres_password:\n    file: ./secrets/postgres_password.txt\n',
    },
  ],
  compose: findInlineSecrets,
};

function* findInlineSecrets(file: ComposeFile, facts: Facts): Iterable<Problem> {
  const isExample = EXAMPLE_FILE.test(basename(facts.surroundings?.path ?? ''));
  for (const problem of problemsOf(file)) {
    // A file that shows how one is written has to show something.
    if (isExample && problem.isPlaceholder) continue;
    const { isPlaceholder: _, ...rest } = problem;
    yield rest;
  }
}

type Found = Problem & { readonly isPlaceholder: boolean };

function* problemsOf(file: ComposeFile): Iterable<Found> {
  for (const service of file.services) {
    for (const pair of service.environment) yield* pairProblem(pair, { file, service, kind: 'environment' });
    const args = readPairs(service.field('build')?.field('args') ?? null);
    for (const pair of args) yield* pairProblem(pair, { file, service, kind: 'args' });
    const deployed = readPairs(service.field('deploy')?.field('labels') ?? null);
    for (const pair of [...service.labels, ...deployed]) yield* labelProblem(pair, service);
    for (const run of service.runs) yield* runProblems(file, run, service);
  }
  for (const { key, value } of file.top('configs')?.entries() ?? []) {
    const content = value.field('content');
    if (content) yield* contentProblem(key, content);
  }
}

function* runProblems(
  { text }: ComposeFile,
  { kind, value, commands }: ServiceRun,
  service: ComposeService,
): Iterable<Found> {
  for (const { what, span, isPlaceholder } of commands.flatMap((command) => commandSecrets(command))) {
    // A health check asks a service with the password that the service was given.
    if (kind === 'healthcheck' && what.startsWith("'")) continue;
    // What a variable brings does not stand here.
    const literal = literalText(textOf(text, span));
    if (literal.text.includes(UNKNOWN)) continue;
    const message = `This command holds a secret: ${what}. Take it from a file or a variable.`;
    yield { ...common(service, value.related), span, message, ...weight(isPlaceholder, literal.hasDefault) };
  }
}

interface PairPlace {
  readonly file: ComposeFile;
  readonly service: ComposeService;
  readonly kind: 'environment' | 'args';
}

function* pairProblem(pair: TextPair, place: PairPlace): Iterable<Found> {
  const { name, written, valueSpan, value } = pair;
  if (written === null) return;
  const { text, hasDefault } = literalText(written);
  const base = common(place.service, value.related);
  const shape = secretShape(text);
  if (shape) {
    const isVerbatim = value.isVerbatim && text === written;
    const span = isVerbatim
      ? { start: valueSpan.start + shape.start, end: valueSpan.start + shape.end }
      : valueSpan;
    const message = `'${name}' holds ${shape.what}. Take it from a secret or from a variable.`;
    yield { ...base, span, message, ...weight(shape.isPlaceholder, hasDefault), ...scaffoldsOf(pair, place) };
    return;
  }
  const kind = secretValue(name, text);
  if (!kind) return;
  const advice = adviceFor(variableOf(pair), place.kind);
  const message =
    kind === 'placeholder'
      ? `'${name}' has a value that is to be replaced in this file. ${advice}`
      : hasDefault
        ? `'${name}' is a secret with a default in this file. ${advice}`
        : `'${name}' is a secret and stands in this file. ${advice}`;
  yield {
    ...base,
    span: valueSpan,
    message,
    ...weight(kind === 'placeholder', hasDefault),
    ...scaffoldsOf(pair, place),
  };
}

/** The variable that the file reads already: that of `${SHOP_KEY:-x}`, whatever the container calls it. */
function variableOf({ name, written }: TextPair): string {
  return /^\$\{([A-Za-z_]\w{0,199}):?-[^${}]*\}$/.exec(written ?? '')?.[1] ?? name;
}

function adviceFor(name: string, kind: PairPlace['kind']): string {
  if (kind === 'args') return "Give it to the build as one of its 'secrets'.";
  return VARIABLE.test(name) ? `Take it from a secret or from \${${name}:?}.` : 'Take it from a secret.';
}

/** The users of a proxy, as `name:hash`; other labels only by the form of what they hold. */
function* labelProblem(
  { name, written, valueSpan, value }: TextPair,
  service: ComposeService,
): Iterable<Found> {
  if (written === null) return;
  const text = literalText(written).text;
  const base = common(service, value.related);
  if (/\.(?:basicauth|digestauth)\.users$/i.test(name) && USERS.test(text)) {
    const message = `'${lastWords(name)}' holds password hashes. Take them from a file or a variable.`;
    yield { ...base, span: valueSpan, message, isPlaceholder: false, atMost: 'information' };
    return;
  }
  const shape = secretShape(text);
  if (!shape) return;
  const message = `'${name}' holds ${shape.what}. Take it from a secret or from a variable.`;
  yield { ...base, span: valueSpan, message, ...weight(shape.isPlaceholder) };
}

function lastWords(name: string): string {
  return name.split('.').slice(-2).join('.');
}

/** A configuration that is written out: the first secret in it, by its form, or in a line `name: value`. */
function* contentProblem(key: string, content: ComposeValue): Iterable<Found> {
  const source = content.source((written) => '\u0001'.repeat(written.length));
  if (!source) return;
  const text = source.text;
  const shape = secretShape(text);
  if (shape) {
    const span = source.spanOf(shape.start, shape.end);
    const message = `The configuration '${key}' holds ${shape.what}. Make it a secret.`;
    yield { span, message, related: content.related, ...weight(shape.isPlaceholder) };
    return;
  }
  for (const match of text.matchAll(FIELD)) {
    const [whole, name = '', value = ''] = match;
    const kind = secretValue(name, value);
    if (!kind) continue;
    const end = match.index + whole.length;
    const span = source.spanOf(end - value.length, end);
    const message = `'${name}' in the configuration '${key}' is a secret. Make the configuration a secret.`;
    yield { span, message, related: content.related, ...weight(kind === 'placeholder') };
    return;
  }
}

function common(
  { development, image }: ComposeService,
  related: NonNullable<Problem['related']>,
): Pick<Problem, 'development' | 'image' | 'related'> {
  return { development, image, related };
}

/** What somebody is to replace, and what somebody can, is no secret yet. */
function weight(isPlaceholder: boolean, hasDefault = false): Pick<Found, 'isPlaceholder' | 'atMost'> {
  return { isPlaceholder, ...((isPlaceholder || hasDefault) && { atMost: 'information' as const }) };
}

function scaffoldsOf(pair: TextPair, place: PairPlace): Pick<Problem, 'scaffolds'> {
  const { name, value } = pair;
  if (place.kind !== 'environment' || !VARIABLE.test(name)) return {};
  if (value.related.length > 0 || !value.isVerbatim) return {};
  const scaffolds = [fileScaffold(pair, place), variableScaffold(pair)];
  return { scaffolds: scaffolds.filter((scaffold) => scaffold !== null) };
}

/** A default that is written out stays out of it: `:?` stops where nobody gives a value. */
function variableScaffold(pair: TextPair): Scaffold {
  const { name, valueSpan, value, form } = pair;
  const variable = variableOf(pair);
  const text = `\${${variable}:?set ${variable}}`;
  const newText = value.isPlain && form === 'map' ? `"${text}"` : text;
  return {
    kind: 'scaffold',
    title: `Take '${name}' from a variable`,
    edits: [{ span: valueSpan, newText }],
  };
}

/** `NAME_FILE` and a secret of the service and of the file, for images that read it. */
function fileScaffold(pair: TextPair, { file, service }: PairPlace): Scaffold | null {
  const reference = parseImageReference(service.image ?? '');
  if (reference.kind !== 'reference' || !readsSecretFile(reference.repository, pair.name)) return null;
  const secret = pair.name.toLowerCase();
  const known = file.top('secrets')?.field(secret) ?? null;
  const top = known ? [] : addAtTop(file, 'secrets', [`${secret}:`, `  file: ./secrets/${secret}.txt`]);
  const own = ownSecret(file, service, secret);
  if (!top || !own) return null;
  const edits = [
    { span: { start: pair.nameSpan.end, end: pair.nameSpan.end }, newText: '_FILE' },
    { span: pair.valueSpan, newText: `/run/secrets/${secret}` },
    own,
    ...[top].flat(),
  ];
  return { kind: 'scaffold', title: `Take '${pair.name}' from a secret file`, edits };
}

function ownSecret(file: ComposeFile, { field, map }: ComposeService, secret: string): Edit | null {
  const list = field('secrets');
  return list ? addItem(file.text, list, secret) : addEntry(file.text, map, ['secrets:', `  - ${secret}`]);
}

const EXAMPLE_FILE = /(?:^|[._-])(?:example|examples|sample|dist|template|tmpl)(?:[._-]|$)/i;
const VARIABLE = /^[A-Za-z_]\w*$/;
const USERS = /^[^\s:]{1,60}:\$?\$?[^\s\u0001]{8,}/;
const FIELD = /^[ \t]{0,40}["']?([\w.-]{1,80})["']?[ \t]{0,10}[:=][ \t]{0,10}["']?([^\s"',;#]{1,300})/gm;
