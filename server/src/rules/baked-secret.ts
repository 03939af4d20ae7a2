import { dirname, join } from 'node:path';
import type { Dockerfile } from '../syntax/document';
import type { InstructionCommands } from '../syntax/dockerfile/commands';
import { credentialPaths, targetOf } from '../syntax/dockerfile/credentialFiles';
import { removeInstruction } from '../syntax/dockerfile/edits';
import type { Stage } from '../syntax/dockerfile/stages';
import type { FileCopy, PlacedText, Setting } from '../syntax/dockerfile/statements';
import { literalText } from '../syntax/literalText';
import { secretFile, type SecretFile } from '../syntax/secretFiles';
import { isSecretName } from '../syntax/secretNames';
import { secretShape, secretValue } from '../syntax/secretValues';
import { commandSecrets } from '../syntax/programs/commandSecrets';
import { writtenSecret } from '../syntax/programs/writtenSecrets';
import { textOf } from '../text/span';
import type { Facts } from './facts';
import type { Problem, Rule, Scaffold, Severity } from './rule';

export const bakedSecret: Rule = {
  id: 'baked-secret',
  tenet: 'Configuration and secrets arrive at start',
  summary: 'A password, token or key that is written into the image or into the history of its build.',
  why:
    'Everybody who can pull an image can read what ENV, ARG, COPY and RUN put into it: `docker history` and any ' +
    'layer show it, also after a later step deletes the file. To change the secret you must build and release a new ' +
    'image, and the old one keeps the old secret for ever.\n\n' +
    'What the build needs comes through `RUN --mount=type=secret,id=…`, which leaves nothing behind. What the ' +
    'container needs is given when it starts: a mounted file, or a variable that the platform sets. A secret that has ' +
    'been built into an image is known: replace it.',
  severity: { production: 'error', development: 'warning' },
  subject: 'value',
  equivalents: [
    'buildkit SecretsUsedInArgOrEnv',
    'hadolint DL3064',
    'trivy DS-0031',
    'tally secrets-in-code',
    'checkov CKV2_DOCKER_17',
  ],
  examples: [
    {
      kind: 'dockerfile',
      bad: 'FROM alpine\nENV API_TOKEN=s3cr3t-of-the-shop\nRUN ./install.sh\n',
      good: 'FROM alpine\nRUN --mount=type=secret,id=api_token,env=API_TOKEN ./install.sh\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM alpine\nCOPY id_rsa /root/.ssh/id_rsa\n',
      good: 'FROM alpine\nRUN --mount=type=ssh git clone git@git.example.com:shop/app.git\n',
    },
    {
      kind: 'dockerfile',
      bad: 'FROM alpine\nRUN curl -u shop:s3cr3t https://files.example.com/app.tgz -o app.tgz\n',
      good: 'FROM alpine\nRUN --mount=type=secret,id=netrc,target=/root/.netrc curl -n https://files.example.com/app.tgz -o app.tgz\n',
    },
  ],
  dockerfile: findBakedSecrets,
};

function* findBakedSecrets(file: Dockerfile, facts: Facts): Iterable<Problem> {
  for (const setting of file.statements.settings) yield* settingProblems(file, setting);
  const isCredential = credentialPaths(file);
  for (const copy of file.statements.copies) yield* copyProblems(copy, isCredential, facts);
  for (const run of file.commands) yield* runProblems(run);
  for (const { line } of file.instructions) {
    if (line.heredocs.length === 0 || /^\s*(?:onbuild\s+)?run/i.test(line.text)) continue;
    for (const heredoc of line.heredocs) {
      const shape = secretShape(textOf(file.text, heredoc));
      if (!shape) continue;
      const span = { start: heredoc.start + shape.start, end: heredoc.start + shape.end };
      yield {
        span,
        message: `This is ${shape.what}, and it stays in the image. ${AT_START}`,
        ...limitOf(null, shape.isPlaceholder),
      };
    }
  }
}

function* settingProblems(file: Dockerfile, setting: Setting): Iterable<Problem> {
  const { keyword, name, value, stage } = setting;
  if (keyword === 'arg' && !value) {
    yield* argumentProblem(file, setting);
    return;
  }
  if (!value) return;
  const literal = literalOf(value);
  const shape = secretShape(literal.text);
  const scaffolds = removalOf(file, setting);
  if (shape) {
    const limit = limitOf(stage, shape.isPlaceholder);
    yield {
      span: setting.span,
      message: `'${name}' holds ${shape.what}. ${keyword === 'arg' ? BY_MOUNT : AT_START}`,
      scaffolds,
      ...limit,
    };
    return;
  }
  if (keyword === 'label') return;
  const kind = secretValue(name, literal.text);
  if (kind) {
    const what =
      kind === 'placeholder' ? `'${name}' has a value that is to be replaced` : `'${name}' is a secret`;
    const where = keyword === 'env' ? 'in the image' : 'in the history of the build';
    yield {
      span: setting.span,
      message: `${what} and stays ${where}. ${keyword === 'env' ? AT_START : BY_MOUNT}`,
      scaffolds,
      ...limitOf(stage, kind === 'placeholder' || literal.hasDefault),
    };
  } else if (keyword === 'env' && isGivenArgument(file, setting)) {
    yield {
      span: setting.span,
      message: `'${name}' keeps a build argument's secret in the image. ${AT_START}`,
      scaffolds,
      ...limitOf(stage, true),
    };
  }
}

/** `ENV TOKEN=$TOKEN` of an ARG that a build is to give. */
function isGivenArgument({ statements }: Dockerfile, { name, value, stage }: Setting): boolean {
  const [, variable] = /^["']?\$\{?(\w+)\}?["']?$/.exec(value?.written ?? '') ?? [];
  if (variable === undefined || stage?.isExported !== true || !isSecretName(name)) return false;
  return statements.settings.some(
    (other) => other.keyword === 'arg' && other.name === variable && other.stage === stage && !other.value,
  );
}

/** What a build gives to an argument stays in the history twice: with the ARG itself, and with each RUN after it. */
function* argumentProblem(file: Dockerfile, setting: Setting): Iterable<Problem> {
  const { name, stage, span, instruction } = setting;
  if (stage?.isExported !== true || !isSecretName(name)) return;
  const runs = file.commands.filter(
    (run) =>
      run.stage === stage && run.instruction.line.span.start > instruction.line.span.start && uses(run, name),
  );
  yield {
    span,
    message: `The value of '${name}' stays in the history of the image. ${BY_MOUNT}`,
    atMost: 'information',
    ...developmentOf(stage),
    ...(setting.count === 1 && runs.length > 0 && { scaffolds: [mountScaffold(file, setting, runs)] }),
  };
}

function uses({ keyword, commands, instruction }: InstructionCommands, name: string): boolean {
  if (keyword !== 'run' || mountsSecret(instruction.flags)) return false;
  const variable = new RegExp(`\\$\\{?${name.replace(/\W/g, '')}\\b`);
  return commands.some(({ words, assignments }) =>
    [...words, ...assignments.map(({ value }) => value)].some(({ written }) => variable.test(written)),
  );
}

function mountScaffold(
  file: Dockerfile,
  { name, instruction }: Setting,
  runs: readonly InstructionCommands[],
): Scaffold {
  const mount = `--mount=type=secret,id=${name.toLowerCase()},env=${name} `;
  const edits = runs.map(({ instruction: { line } }) => {
    const at = line.span.start + (/^\s*run\s+/i.exec(textOf(file.text, line.span))?.[0].length ?? 0);
    return { span: { start: at, end: at }, newText: mount };
  });
  return {
    kind: 'scaffold',
    title: `Mount '${name}' as a secret of the build`,
    edits: [removeInstruction(file, instruction), ...edits.filter(({ span }) => span.start > 0)],
  };
}

function removalOf(file: Dockerfile, { instruction, keyword, name, count, value }: Setting): Scaffold[] {
  if (keyword === 'label') return [];
  if (keyword === 'arg' && value) {
    const span = { start: value.span.start - 1, end: value.span.end };
    const title = `Remove the default of '${name}'`;
    return [{ kind: 'scaffold', title, edits: [{ span, newText: '' }] }];
  }
  if (count !== 1) return [];
  return [
    {
      kind: 'scaffold',
      title: `Remove '${name}' from the image`,
      edits: [removeInstruction(file, instruction)],
    },
  ];
}

function* copyProblems(
  copy: FileCopy,
  isCredential: (path: string) => boolean,
  facts: Facts,
): Iterable<Problem> {
  for (const source of copy.sources) {
    const path = source.text ?? source.written;
    if (path.startsWith('<<') || /^[a-z]+:\/\//.test(path) || KEYRINGS.test(copy.destination?.written ?? ''))
      continue;
    const isNamed = !copy.isFromElsewhere && isCredential(targetOf(copy, path) ?? '');
    const known = secretFile(path);
    const file = isNamed && (known === null || known.certainty === 'text') ? CREDENTIALS : known;
    if (!file) continue;
    const text = copy.isFromElsewhere ? null : textAround(path, facts);
    if (text !== null && file.sign && !file.sign.test(text)) continue;
    if (file.certainty === 'text' && text === null) continue;
    const isCertain = file.certainty === 'name' || (text !== null && file.sign !== null);
    const most: Severity = isCertain && !copy.isFromElsewhere ? 'error' : 'information';
    yield {
      span: source.span,
      message: `'${path}' is made to hold ${file.what}, and stays in the image. ${MOUNT_FILE}`,
      ...lower(most, limitOf(copy.stage, false)),
    };
  }
}

/** The text of a file in the folder of the Dockerfile, which is where most builds begin. */
function textAround(path: string, { surroundings }: Facts): string | null {
  if (!surroundings || /[*?[\]$]/.test(path)) return null;
  return surroundings.readText(join(dirname(surroundings.path), path));
}

function* runProblems({
  stage,
  keyword,
  onbuild,
  commands,
  instruction,
}: InstructionCommands): Iterable<Problem> {
  for (const command of commands) {
    for (const { what, span, isPlaceholder } of commandSecrets(command)) {
      const message = `This command holds a secret: ${what}. ${keyword === 'run' ? BY_MOUNT : AT_START}`;
      yield { span, message, ...limitOf(stage, isPlaceholder || onbuild) };
    }
    if (keyword !== 'run' || stage?.isExported !== true || mountsSecret(instruction.flags)) continue;
    const word = writtenSecret(command, commands);
    if (!word) continue;
    const message = `The secret is written into a layer of the image. ${BY_MOUNT}`;
    yield { span: word.span, message, ...lower('warning', limitOf(stage, false)) };
  }
}

function mountsSecret(flags: InstructionCommands['instruction']['flags']): boolean {
  return flags.some(({ name, value }) => name === 'mount' && /type=(?:secret|ssh)/.test(value));
}

/** What ENV or ARG says by itself: without quotes, and with a sign for each variable. */
function literalOf({ text, written }: PlacedText): ReturnType<typeof literalText> {
  if (!written.includes('$')) return { text: text ?? written, hasDefault: false };
  return literalText(written.replace(/^(["'])([^]*)\1$/, '$2'));
}

/** A stage that is not part of the image keeps a secret in the cache of the build alone. */
function limitOf(stage: Stage | null, isDoubtful: boolean): Pick<Problem, 'atMost' | 'development'> {
  const atMost = isDoubtful ? 'information' : stage?.isExported === true ? undefined : 'warning';
  return { ...(atMost && { atMost }), ...developmentOf(stage) };
}

function lower(
  most: Severity,
  limit: Pick<Problem, 'atMost' | 'development'>,
): Pick<Problem, 'atMost' | 'development'> {
  if (most === 'error' || limit.atMost === 'information') return limit;
  return { ...limit, atMost: most };
}

function developmentOf(stage: Stage | null): Pick<Problem, 'development'> {
  return stage?.isDevelopment === true ? { development: true } : {};
}

/** What lies where the image looks for credentials. */
const CREDENTIALS: SecretFile = { what: 'credentials', certainty: 'name', sign: null };
const AT_START = 'Give it to the container when it starts.';
const BY_MOUNT = 'Give it to the build with RUN --mount=type=secret.';
const MOUNT_FILE = 'Mount it when the container starts, or with RUN --mount=type=secret.';
/** Where keys stand with which packages are checked. */
const KEYRINGS =
  /keyring|\/apt\/|trusted|ca-certificates|\/pki\/rpm|\/etc\/pki|\/apk\/keys|anchors|yum\.repos/;
