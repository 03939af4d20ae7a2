import fc from 'fast-check';
import type { IgnoredReason, ImagePosition } from '../../server/src/syntax/imageUse';
import type { Span } from '../../server/src/text/span';

/** Values drawn by fast-check where they are needed, so that a failure is shrunk and can be run again by its seed. */
export type Draw = fc.GeneratorValue;

/** A reference that was written into a file, and all that is to be understood of it. */
export interface Planted {
  readonly position: ImagePosition;
  readonly span: Span;
  readonly resolved: string | null;
  readonly ignored: IgnoredReason | null;
  readonly insertion: number | null;
  readonly registry: string | null;
  readonly repository: string | null;
  readonly tag: string | null;
  readonly digest: string | null;
}

export interface GeneratedDockerfile {
  readonly text: string;
  /** In the order of the file. */
  readonly planted: readonly Planted[];
}

/** A whole Dockerfile with references in every position, among text that only looks like one. */
export function generateDockerfile(draw: Draw): GeneratedDockerfile {
  const escape = pick(draw, '\\', '`');
  const file = newFile(draw, escape);
  writeHead(file);
  const stages = Array.from({ length: number(draw, 1, 4) }, (_, index) => planStage(file, index));
  for (const { declarations } of stages) {
    for (const declare of declarations) {
      writeNoise(file, { outsideStages: true });
      declare();
    }
  }
  for (const stage of stages) {
    stage.writeFrom();
    const count = number(draw, 0, 4);
    for (let index = 0; index < count; index++) writeInstruction(file, stages.length);
  }
  if (draw(fc.boolean)) file.text = file.text.replace(/(?:\r?\n)+$/, '');
  return { text: file.text, planted: file.planted };
}

interface File {
  readonly draw: Draw;
  readonly escape: string;
  readonly newline: string;
  readonly planted: Planted[];
  /** The names of the stages that were begun, as they are written. */
  readonly stages: string[];
  /** The global arguments that hold whole references, which further stages may use too. */
  readonly shared: SharedArgument[];
  text: string;
}

interface SharedArgument {
  readonly name: string;
  readonly written: Reference;
  /** Where its value ends; known once it is written. */
  end: number;
}

function newFile(draw: Draw, escape: string): File {
  return { draw, escape, newline: pick(draw, '\n', '\r\n'), planted: [], stages: [], shared: [], text: '' };
}

/** Writes a text in which `⏎` is a line end and `¶` the escape character of the file. */
function put(file: File, text: string): Span {
  const start = file.text.length;
  file.text += text.replaceAll('⏎', file.newline).replaceAll('¶', file.escape);
  return { start, end: file.text.length };
}

// The parts of a reference.

interface Reference {
  readonly name: string;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly registry: string;
  readonly repository: string;
}

function reference(draw: Draw, ending?: 'tag' | 'digest'): Reference {
  const [host, registry] = pick(draw, ...HOSTS);
  const path = pick(draw, 'node', 'a/b', 'library/redis', 'team/sub/app', 'a__b--c', 'my.app_x', '3scale');
  const withTag = ending === 'tag' || (ending === undefined && draw(fc.boolean));
  const withDigest = ending === 'digest' || (ending === undefined && number(draw, 0, 3) === 0);
  return {
    name: host + path,
    tag: withTag
      ? pick(draw, '20', '1.27.3-alpine', '_x', 'V2', 'latest', 'RELEASE.2025-01-20T14-49-07Z')
      : null,
    digest: withDigest ? pick(draw, SHA256, SHA512) : null,
    registry,
    repository: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path,
  };
}

const HOSTS: readonly (readonly [string, string])[] = [
  ['', 'docker.io'],
  ['docker.io/', 'docker.io'],
  ['index.docker.io/', 'docker.io'],
  ['ghcr.io/', 'ghcr.io'],
  ['localhost/', 'localhost'],
  ['localhost:5000/', 'localhost:5000'],
  ['registry.example.com:443/', 'registry.example.com:443'],
  ['127.0.0.1:5000/', '127.0.0.1:5000'],
  ['[::1]:5000/', '[::1]:5000'],
  ['MyRegistry/', 'MyRegistry'],
];
const SHA256 = `sha256:${'0123456789abcdef'.repeat(4)}`;
const SHA512 = `sha512:${'0123456789abcdef'.repeat(8)}`;

function textOf({ name, tag, digest }: Reference): string {
  return name + (tag === null ? '' : `:${tag}`) + (digest === null ? '' : `@${digest}`);
}

/** What is known of an image, wherever it stands; it is pinned at `end` where it has no digest. */
function image(reference: Reference, end: number | null): Omit<Planted, 'position' | 'span'> {
  const { registry, repository, tag, digest } = reference;
  const insertion = digest === null ? end : null;
  return { resolved: textOf(reference), ignored: null, insertion, registry, repository, tag, digest };
}

function ignored(reason: IgnoredReason, resolved: string | null): Omit<Planted, 'position' | 'span'> {
  const parts = { registry: null, repository: null, tag: null, digest: null };
  return { resolved, ignored: reason, insertion: null, ...parts };
}

function plant(
  file: File,
  position: ImagePosition,
  span: Span,
  known: Omit<Planted, 'position' | 'span'>,
): void {
  file.planted.push({ position, span, ...known });
}

// The head of a file.

/** A byte order mark, a line for the shell, and directives in any order and spelling. */
function writeHead(file: File): void {
  const { draw, escape } = file;
  if (draw(fc.boolean)) put(file, '\uFEFF');
  // After a line for the shell BuildKit looks for a frontend, but for no escape character.
  if (escape === '\\' && number(draw, 0, 3) === 0) put(file, '#!/usr/bin/env docker⏎');
  if (escape === '\\' && number(draw, 0, 7) === 0) {
    writeSyntax(file, pick(draw, '//', '// '));
    return;
  }
  const directives = [
    ...(escape === '`' || draw(fc.boolean)
      ? [() => void put(file, `${directive(draw, 'escape', pick(draw, ...HASHES))}¶⏎`)]
      : []),
    ...(draw(fc.boolean) ? [() => writeSyntax(file, pick(draw, ...HASHES))] : []),
    ...(draw(fc.boolean)
      ? [() => void put(file, `${directive(draw, 'check', pick(draw, ...HASHES))}skip=all; error=true⏎`)]
      : []),
  ];
  for (const write of shuffled(draw, directives)) write();
  // What ends the directives, so that no further one counts.
  put(file, pick(draw, '⏎', '# FROM no:1⏎', '# other=no⏎', '#⏎'));
  if (draw(fc.boolean)) put(file, '# syntax=no/frontend:1⏎');
}

const HASHES = ['#', '# ', '#\t  '];

function directive(draw: Draw, name: string, comment: string): string {
  const equals = pick(draw, '=', ' = ', '\t=');
  return comment + pick(draw, name, name.toUpperCase(), name[0]!.toUpperCase() + name.slice(1)) + equals;
}

function writeSyntax(file: File, comment: string): void {
  const { draw } = file;
  const frontend = reference(draw);
  put(file, directive(draw, 'syntax', comment));
  const span = put(file, textOf(frontend));
  put(file, pick(draw, '⏎', ' ⏎', ' and its own words⏎'));
  plant(file, 'syntax', span, image(frontend, span.end));
}

/** A file in a language of its own, which names its frontend in JSON. */
export function generateJsonFile(draw: Draw): GeneratedDockerfile {
  const file = newFile(draw, '\\');
  put(file, pick(draw, '{', '{⏎  ', '{"other": {"syntax": "no:1"},⏎'));
  put(file, `"syntax"${pick(draw, ':', ' : ', ':⏎')}"`);
  const frontend = reference(draw);
  const span = put(file, textOf(frontend));
  plant(file, 'syntax', span, image(frontend, span.end));
  put(file, pick(draw, '"}', '"⏎}⏎', '", "more": ["no:1"]}'));
  return { text: file.text, planted: file.planted };
}

// FROM, and the arguments that feed it.

interface PlannedStage {
  /** Each writes a global ARG. */
  readonly declarations: readonly (() => void)[];
  readonly writeFrom: () => void;
}

function planStage(file: File, index: number): PlannedStage {
  const { draw } = file;
  const base = pick(draw, ...BASES)(file, index);
  return { declarations: base.declarations, writeFrom: () => writeFrom(file, index, base) };
}

interface Base {
  readonly declarations: readonly (() => void)[];
  /** Writes the word after FROM and its flags. */
  readonly write: () => void;
  /** Writes what the stage begins with. */
  readonly after?: () => void;
}

function writeFrom(file: File, index: number, { write, after }: Base): void {
  const { draw } = file;
  keyword(file, 'FROM');
  const platform = pick(draw, null, ...PLATFORMS);
  if (platform !== null) {
    gap(file);
    put(file, platform);
  }
  gap(file);
  write();
  const name = pick(draw, null, `s${index}`, `Stage${index}`, `final-${index}.x`);
  if (name !== null) {
    gap(file);
    put(file, pick(draw, 'AS', 'as', 'As'));
    gap(file);
    put(file, name);
    file.stages.push(name);
  }
  endLine(file);
  after?.();
}

const PLATFORMS = ['--platform=linux/amd64', '--platform=$BUILDPLATFORM', '--platform="linux/arm64"'];

const BASES: readonly ((file: File, index: number) => Base)[] = [
  writtenBase,
  writtenBase,
  earlierStage,
  unlikeStage,
  scratchBase,
  wholeArgument,
  prefixArgument,
  tagArgument,
  digestArgument,
  defaultOperator,
  alternativeOperator,
  requiredOperator,
  cutOperator,
  unsetArgument,
];

/** The reference itself, in quotes, with escapes, or over two lines. */
function writtenBase(file: File): Base {
  return { declarations: [], write: () => plantWord(file, 'from', reference(file.draw)) };
}

function earlierStage(file: File): Base {
  const write = () => {
    const earlier = file.stages.map((name) => name.toLowerCase());
    if (earlier.length === 0) {
      plantWord(file, 'from', reference(file.draw));
      return;
    }
    const name = pick(file.draw, ...earlier);
    plant(file, 'from', put(file, name), ignored('stage', name));
  };
  return { declarations: [], write };
}

/** A name in other letters than the stage's lower-case ones is none, nor is it a legal repository. */
function unlikeStage(file: File): Base {
  const write = () => plant(file, 'from', put(file, 'S0'), ignored('invalid', 'S0'));
  return { declarations: [], write };
}

function scratchBase(file: File): Base {
  return {
    declarations: [],
    write: () => plant(file, 'from', put(file, 'scratch'), ignored('scratch', 'scratch')),
  };
}

/** `ARG B=node:20` and one or more `FROM $B`; the pin goes to the argument. */
function wholeArgument(file: File, index: number): Base {
  const { draw, shared } = file;
  const use = (argument: SharedArgument) => () => {
    const span = put(file, variable(draw, argument.name));
    plant(file, 'from', span, image(argument.written, argument.end));
  };
  if (shared.length > 0 && draw(fc.boolean)) return { declarations: [], write: use(pick(draw, ...shared)) };
  const own: SharedArgument = { name: `B${index}`, written: reference(draw), end: 0 };
  shared.push(own);
  const declare = () => {
    own.end = writeArgument(file, own.name, textOf(own.written));
  };
  return { declarations: [declare], write: use(own) };
}

/** `ARG R=ghcr.io/`, or without its slash, or nothing at all. */
function prefixArgument(file: File, index: number): Base {
  const { draw } = file;
  const written = reference(draw);
  const slash = written.name.indexOf('/') + 1;
  const kept = slash > 0 && draw(fc.boolean) ? 1 : 0;
  const text = textOf(written);
  return {
    declarations: [() => writeArgument(file, `R${index}`, text.slice(0, Math.max(slash - kept, 0)))],
    write: () => {
      const span = put(file, `\${R${index}}${text.slice(Math.max(slash - kept, 0))}`);
      plant(file, 'from', span, image(written, span.end));
    },
  };
}

/** `ARG T=20` and `FROM node:$T`; what a stage declares again is more than a tag, so that no pin may go there. */
function tagArgument(file: File, index: number): Base {
  const { draw } = file;
  const name = `T${index}`;
  const written = reference(draw, 'tag');
  const isDeclaredAgain = number(draw, 0, 3) === 0;
  let end = 0;
  const declare = () => {
    end = writeArgument(file, name, written.tag ?? '');
  };
  const write = () => {
    const span = put(file, `${written.name}:${variable(draw, name)}`);
    plant(file, 'from', span, image(written, isDeclaredAgain ? null : end));
  };
  const after = () => {
    if (isDeclaredAgain) put(file, `ARG ${name}⏎`);
  };
  return { declarations: [declare], write, after };
}

function digestArgument(file: File, index: number): Base {
  const { draw } = file;
  const written = reference(draw, 'digest');
  return {
    declarations: [() => writeArgument(file, `D${index}`, written.digest ?? '')],
    write: () => {
      const before = textOf({ ...written, digest: null });
      plant(file, 'from', put(file, `${before}@${variable(draw, `D${index}`)}`), image(written, null));
    },
  };
}

/** `${UNSET:-node:20}`, nested where drawn; the pin goes into the default. */
function defaultOperator(file: File): Base {
  const { draw } = file;
  const write = () => {
    const written = reference(draw);
    const depth = number(draw, 1, 3);
    const opening = Array.from({ length: depth }, (_, level) => `\${UNSET${level}${pick(draw, ':-', '-')}`);
    const span = put(file, opening.join('') + textOf(written) + '}'.repeat(depth));
    plant(file, 'from', span, image(written, span.end - depth));
  };
  return { declarations: [], write };
}

/** `${SET:+node:20}` is its word, and `node${UNSET:+:20}` is nothing more. */
function alternativeOperator(file: File, index: number): Base {
  const { draw } = file;
  return {
    declarations: [() => writeArgument(file, `S${index}`, 'set')],
    write: () => {
      const written = reference(draw);
      const text = textOf(written);
      if (draw(fc.boolean)) {
        const span = put(file, `\${S${index}${pick(draw, ':+', '+')}${text}}`);
        plant(file, 'from', span, image(written, span.end - 1));
      } else {
        const span = put(file, `${text}\${UNSET${pick(draw, ':+', '+')}-more}`);
        // What is empty today may say more tomorrow, so that no pin goes before it.
        plant(file, 'from', span, image(written, null));
      }
    },
  };
}

function requiredOperator(file: File, index: number): Base {
  const { draw } = file;
  const written = reference(draw);
  let end = 0;
  return {
    declarations: [() => (end = writeArgument(file, `Q${index}`, textOf(written)))],
    write: () => {
      const span = put(file, `\${Q${index}${pick(draw, ':?', '?')}is_needed}`);
      plant(file, 'from', span, image(written, end));
    },
  };
}

/** The operators that make a text which stands nowhere, so that no pin can. */
function cutOperator(file: File, index: number): Base {
  const { draw } = file;
  const [value, operation, tag] = pick(draw, ...CUTS);
  const written = { ...reference(draw, 'tag'), tag };
  return {
    declarations: [() => writeArgument(file, `C${index}`, value)],
    write: () => {
      const span = put(file, `${written.name}:\${C${index}${operation}}`);
      plant(file, 'from', span, image(written, null));
    },
  };
}

/** A value, an operation, and what that leaves. Source: the Dockerfile reference's examples, and shell patterns. */
const CUTS: readonly (readonly [string, string, string])[] = [
  ['v20', '#v', '20'],
  ['foobarbaz', '#f*b', 'arbaz'],
  ['foobarbaz', '##f*b', 'az'],
  ['foobarbaz', '%b*', 'foobar'],
  ['foobarbaz', '%%b*', 'foo'],
  ['1.27.3-rc', '%-rc', '1.27.3'],
  ['a_b_c', '/_/-', 'a-b_c'],
  ['a_b_c', '//_/-', 'a-b-c'],
  ['a_b_c', '//_/', 'abc'],
  ['v1', '#x', 'v1'],
];

function unsetArgument(file: File, index: number): Base {
  const { draw } = file;
  return {
    declarations: [() => writeArgument(file, `N${index}`, null)],
    write: () => {
      const text = pick(draw, `$N${index}`, `node:\${N${index}}`, `\${N${index}:?needed}/app:1`, '$NOWHERE');
      plant(file, 'from', put(file, text), ignored('variable', null));
    },
  };
}

/** Writes a global ARG, alone or among others, and gives the offset after its value. */
function writeArgument(file: File, name: string, value: string | null): number {
  const { draw } = file;
  keyword(file, 'ARG');
  if (draw(fc.boolean)) {
    gap(file);
    put(file, pick(draw, `OTHER_${name}=1`, `OTHER_${name}`));
  }
  gap(file);
  put(file, name);
  let end = file.text.length;
  if (value !== null) {
    const quote = pick(draw, '', '"', "'");
    put(file, `=${quote}`);
    ({ end } = put(file, value));
    put(file, quote);
  }
  if (draw(fc.boolean)) {
    gap(file);
    put(file, `LAST_${name}="two words"`);
  }
  endLine(file);
  return end;
}

function variable(draw: Draw, name: string): string {
  return pick(draw, `$${name}`, `\${${name}}`);
}

/** A word of FROM that is a reference: plain, in quotes, with an escape in it, or over two lines. */
function plantWord(file: File, position: ImagePosition, written: Reference): void {
  const { draw } = file;
  const text = textOf(written);
  const inner =
    written.name.length > 1 ? text.replace(/^(.)/, pick(draw, '$1', '$1', '$1', '$1¶⏎', '¶$1')) : text;
  const quote = inner === text ? pick(draw, '', '', '"', "'") : '';
  const start = put(file, quote).start;
  const { end } = put(file, inner);
  put(file, quote);
  plant(file, position, { start, end: file.text.length }, image(written, end));
}

// COPY, RUN and ONBUILD.

function writeInstruction(file: File, stages: number): void {
  const { draw } = file;
  writeNoise(file, { outsideStages: false });
  pick(draw, ...INSTRUCTIONS)(file, stages);
  endLine(file);
}

type Source = 'copy' | 'mount' | 'onbuild-copy' | 'onbuild-mount';

const INSTRUCTIONS: readonly ((file: File, stages: number) => void)[] = [
  (file, stages) => writeCopy(file, 'copy', stages),
  (file, stages) => writeRun(file, 'mount', stages),
  (file, stages) => {
    keyword(file, 'ONBUILD');
    gap(file);
    writeCopy(file, 'onbuild-copy', stages);
  },
  (file, stages) => {
    keyword(file, 'ONBUILD');
    gap(file);
    writeRun(file, 'onbuild-mount', stages);
  },
];

function writeCopy(file: File, source: Source, stages: number): void {
  const { draw } = file;
  keyword(file, 'COPY');
  const others = flags(draw, ['--link', '--chown=a:b', '--chmod=0755', '--parents', '--exclude=*.md']);
  const writeFrom = () => {
    const quote = pick(draw, '', '', '"', "'");
    put(file, `--from=${quote}`);
    plantSource(file, source, stages);
    put(file, quote);
  };
  for (const write of shuffled(draw, [writeFrom, ...others.map((flag) => () => void put(file, flag))])) {
    gap(file);
    write();
  }
  gap(file);
  put(file, pick(draw, 'a b', '["a b", "c"]', '--from=no /a', 'a$b "--from=no"', '<<EOF /x⏎FROM no:1⏎EOF'));
}

/** Several mounts, each a record of fields in any order, some of them quoted as CSV is. */
function writeRun(file: File, source: Source, stages: number): void {
  const { draw } = file;
  keyword(file, 'RUN');
  const count = number(draw, 1, 3);
  for (let index = 0; index < count; index++) {
    gap(file);
    if (number(draw, 0, 3) === 0) {
      put(
        file,
        pick(draw, '--network=none', '--mount=type=secret,id=x', '--mount=target=/t', '--security=insecure'),
      );
      continue;
    }
    writeMount(file, source, stages);
  }
  gap(file);
  put(
    file,
    pick(draw, 'make', '["make", "--mount=from=no:1"]', 'make --mount=from=no:1', '<<EOF⏎FROM no:1⏎EOF'),
  );
}

function writeMount(file: File, source: Source, stages: number): void {
  const { draw } = file;
  // Of the quotes of a flag BuildKit leaves those that stand in other quotes, or after a backslash.
  const [around, inside] = pick(draw, ['', ''], ['', ''], ["'", '"'], ['', '\\"'], ['"', '']);
  put(file, `--mount=${around}`);
  const others = flags(draw, [
    'source=/s',
    'src=/s',
    'readonly',
    'rw=true',
    'target=/t',
    `${inside}target=/a${inside}`,
  ]);
  const type = pick(draw, null, 'type=bind', 'type=cache', 'Type=BIND', 'TYPE=Cache', 'type=$T');
  const writeFrom = () => {
    put(file, `${inside}${pick(draw, 'from', 'FROM', 'From')}=`);
    plantSource(file, source, stages);
    put(file, inside);
  };
  const fields = [
    writeFrom,
    ...[...others, ...(type === null ? [] : [type])].map((field) => () => void put(file, field)),
  ];
  shuffled(draw, fields).forEach((write, index) => {
    if (index > 0) put(file, ',');
    write();
  });
  put(file, around);
}

/** What files are taken from: an image, a stage by its name in any letters or its number, or the empty image. */
function plantSource(file: File, source: Source, stages: number): void {
  const delayed = source.startsWith('onbuild');
  const position = delayed ? 'onbuild' : source === 'copy' ? 'copy-from' : 'mount-from';
  const { text, known } = drawSource(file, source, stages);
  const span = put(file, text);
  plant(file, position, span, known(span.end));
}

interface DrawnSource {
  readonly text: string;
  readonly known: (end: number) => Omit<Planted, 'position' | 'span'>;
}

function drawSource({ draw, stages: begun }: File, source: Source, stages: number): DrawnSource {
  const plainly = (text: string, reason: IgnoredReason, resolved: string | null = text) => ({
    text,
    known: () => ignored(reason, resolved),
  });
  const ofImage = (written: Reference) => ({
    text: textOf(written),
    known: (end: number) => image(written, end),
  });
  switch (pick(draw, 'image', 'image', 'stage', 'index', 'scratch', 'variable')) {
    case 'scratch':
      return plainly('scratch', 'scratch');
    case 'variable':
      return plainly(pick(draw, '$X', 'node:${X}'), 'variable', null);
    case 'index': {
      const text = String(number(draw, 0, stages - 1));
      // A mount takes no number: it is the name of an image.
      return source === 'mount'
        ? ofImage({
            name: text,
            tag: null,
            digest: null,
            registry: 'docker.io',
            repository: `library/${text}`,
          })
        : plainly(text, 'stage');
    }
    case 'stage':
      if (begun.length > 0) {
        const name = pick(draw, ...begun);
        return plainly(pick(draw, name, name.toLowerCase(), name.toUpperCase()), 'stage');
      }
      break;
    case 'image':
      break;
  }
  // In ONBUILD a plain word may be a stage of the build that waits for it.
  return ofImage(reference(draw, source.startsWith('onbuild') ? 'tag' : undefined));
}

// What holds no reference.

/** Text that looks like references and is none. */
function writeNoise(file: File, { outsideStages }: { readonly outsideStages: boolean }): void {
  const { draw } = file;
  const always = ['', '', '⏎', '# FROM no:1⏎', '  # COPY --from=no:1 a b⏎', ' \t ⏎'];
  const inStages = [
    'RUN echo FROM no:1⏎',
    'RUN docker pull no:1¶⏎  && FROM no:1⏎',
    'RUN <<EOF⏎FROM no:1⏎COPY --from=no:1 a b⏎EOF⏎',
    'RUN <<-"END" cat <<\'B C\'⏎FROM no:1⏎\tEND⏎FROM no:2⏎B C⏎',
    'COPY <<x <<y /to/⏎FROM no:1⏎x⏎FROM no:2⏎y⏎',
    'ADD --checksum=sha256:0 https://no.example/from=no:1 /a⏎',
    'ADD --from=no:1 a b⏎',
    'ENV FROM=no:1 IMAGE=${NO:-no:1}⏎',
    'LABEL org.opencontainers.image.base.name="no:1"⏎',
    'CMD ["FROM", "no:1"]⏎',
    'ENTRYPOINT exec --from=no:1 FROM no:1⏎',
    'HEALTHCHECK --interval=1s CMD FROM no:1⏎',
    'ARG X=no:1⏎',
    'VOLUME FROM⏎',
    'ONBUILD RUN echo --from=no:1⏎',
    'STOPSIGNAL FROM⏎',
    'RUN dir C:¶¶⏎',
    'RUN a ¶⏎ # FROM no:1⏎⏎   FROM no:1⏎',
  ];
  put(file, pick(draw, ...always, ...(outsideStages ? [] : inStages)));
}

// How words are set.

function keyword(file: File, word: string): void {
  const { draw } = file;
  put(file, pick(draw, '', '', ' ', '\t', '\t  '));
  put(file, pick(draw, word, word, word.toLowerCase(), word[0]! + word.slice(1).toLowerCase()));
}

/** White space between two words of an instruction, which may go on over lines. */
function gap(file: File): void {
  put(file, pick(file.draw, ' ', ' ', ' ', ' ', '\t', '  \t', ...CONTINUATIONS));
}

const CONTINUATIONS = [
  ' ¶⏎',
  ' ¶⏎\t',
  '\t¶  \t⏎ ',
  ' ¶⏎ # FROM no:1⏎  ',
  ' ¶⏎#⏎# --from=no:1 ¶⏎\t',
  ' ¶⏎⏎   ',
  ' ¶⏎ \t ⏎# FROM no⏎',
  ' ¶⏎ ¶⏎ ',
];

function endLine(file: File): void {
  // White space after it is no terminator of a heredoc.
  if (file.text.endsWith(`${file.newline}EOF`)) put(file, '⏎');
  else put(file, pick(file.draw, '⏎', '⏎', ' ⏎', '\t⏎⏎'));
}

// Drawing.

function pick<const Value>(draw: Draw, ...values: readonly Value[]): Value {
  return values[number(draw, 0, values.length - 1)]!;
}

function number(draw: Draw, min: number, max: number): number {
  return draw(fc.integer, { min, max });
}

/** Some of the values, in their order. */
function flags<Value>(draw: Draw, values: readonly Value[]): Value[] {
  return values.filter(() => number(draw, 0, 2) === 0).slice(0, 2);
}

function shuffled<Value>(draw: Draw, values: readonly Value[]): Value[] {
  const left = [...values];
  return values.flatMap(() => left.splice(number(draw, 0, left.length - 1), 1));
}
