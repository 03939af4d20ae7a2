import fc from 'fast-check';
import type { IgnoredReason, ImagePosition } from '../../server/src/syntax/imageUse';
import type { Draw } from './dockerfileGenerator';
import type { Span } from '../../server/src/text/span';

/** A reference that was written into a compose file, and what is to be understood of it. */
export interface PlantedInCompose {
  readonly position: ImagePosition;
  readonly inline: boolean;
  readonly span: Span;
  readonly resolved: string | null;
  readonly ignored: IgnoredReason | null;
  readonly insertion: number | null;
}

export interface GeneratedCompose {
  readonly text: string;
  /** In the order of the file. */
  readonly planted: readonly PlantedInCompose[];
}

/** A whole compose file with references in every place that can hold one, in every style, among others that are none. */
export function generateCompose(draw: Draw): GeneratedCompose {
  const file: File = { draw, newline: pick(draw, '\n', '\r\n'), planted: [], text: '', count: 0 };
  if (draw(fc.boolean))
    put(file, pick(draw, '\uFEFF', '---⏎', '# image: no:1⏎', "version: '3'⏎", 'name: no⏎'));
  const parts = [writeServices, ...some(draw, [writeModels, writeInclude, writeOthers])];
  for (const write of shuffled(draw, parts)) write(file);
  return { text: file.text, planted: file.planted };
}

interface File {
  readonly draw: Draw;
  readonly newline: string;
  readonly planted: PlantedInCompose[];
  text: string;
  /** How many references there are; a number in each name keeps it from being another's. */
  count: number;
}

/** Writes a text in which `⏎` is a line end. */
function put(file: File, text: string): Span {
  const start = file.text.length;
  file.text += text.replaceAll('⏎', file.newline);
  return { start, end: file.text.length };
}

function line(file: File, indentation: number, text: string): void {
  put(file, `${' '.repeat(indentation)}${text}⏎`);
}

function reference({ draw, count }: File): string {
  const host = pick(draw, '', 'ghcr.io/', 'localhost:5000/', 'registry.example.com:443/team/');
  const name = `${pick(draw, 'node', 'a/b', 'my-app_x', 'a__b--c')}${count}`;
  return (
    host +
    name +
    pick(draw, '', ':20', ':1.27.3-alpine', ':_x', `@sha256:${'0123456789abcdef'.repeat(4)}`, ':20')
  );
}

// Scalars.

interface Written {
  readonly position: ImagePosition;
  readonly indentation: number;
  /** What stands in the scalar before and after the reference. */
  readonly before?: string;
  readonly after?: string;
  /** Whether the place may hold more than a reference, so that of a default only that is one. */
  readonly isPart?: boolean;
  readonly ignored?: IgnoredReason | null;
}

/** Writes a scalar that holds a reference after a key or a dash, to the end of its line. */
function plantScalar(file: File, written: Written): void {
  const { draw } = file;
  const { before = '', indentation, after = '' } = written;
  const deeper = ' '.repeat(indentation + 2);
  const [opening, closing] = pick(
    draw,
    [' ', ''],
    [' ', ''],
    [' "', '"'],
    [" '", "'"],
    ['   ', '   # image: no:1'],
    [' !!str ', ''],
    [` &a${file.count} "`, '"'],
    [`⏎${deeper}`, ''],
    [` |-⏎${deeper}`, ''],
    [` # no:1⏎${deeper}'`, "'"],
  );
  put(file, opening + before);
  plant(file, written);
  put(file, `${after}${closing}⏎`);
}

/** Writes the reference, or a variable with it as default: of a part of a scalar the default alone is the reference. */
function plant(
  file: File,
  { position, before = '', isPart = before !== '', ignored = null }: Omit<Written, 'indentation'>,
): void {
  file.count++;
  const resolved = reference(file);
  const [opening, closing] = pick(file.draw, ['', ''], ['', ''], ['${UNSET:-', '}'], ['${A-${B:-', '}}']);
  const all = put(file, opening + resolved + closing);
  const own = { start: all.start + opening.length, end: all.end - closing.length };
  const insertion = ignored === null && !resolved.includes('@') ? own.end : null;
  const span = isPart ? own : all;
  file.planted.push({ position, inline: false, span, resolved, ignored, insertion });
}

function plantPlainly(file: File, position: ImagePosition, text: string, ignored: IgnoredReason): void {
  const span = put(file, text);
  file.planted.push({ position, inline: false, span, resolved: text, ignored, insertion: null });
}

// The top of the file.

function writeServices(file: File): void {
  line(file, 0, 'services:');
  const count = number(file.draw, 1, 3);
  for (let index = 0; index < count; index++) {
    line(file, 2, `s${index}:`);
    const parts = some(file.draw, SERVICE_PARTS);
    if (parts.length === 0) line(file, 4, 'restart: always');
    for (const write of shuffled(file.draw, parts)) write(file);
  }
  line(file, 2, 'plain:');
  put(file, '    image:');
  plantScalar(file, { position: 'compose-image', indentation: 4 });
}

function writeModels(file: File): void {
  line(file, 0, 'models:');
  line(file, 2, 'm:');
  put(file, '    model:');
  plantScalar(file, { position: 'model', indentation: 4 });
}

function writeInclude(file: File): void {
  const { draw } = file;
  line(file, 0, 'include:');
  line(file, 2, '- no/compose.yaml');
  put(file, pick(draw, '  -', '  - path:'));
  plantScalar(file, { position: 'include', indentation: 4, before: 'oci://' });
  if (draw(fc.boolean)) {
    put(file, '  - path: [no.yaml, "oci://');
    plant(file, { position: 'include', before: 'oci://' });
    line(file, 0, '"]');
  }
}

function writeOthers(file: File): void {
  line(
    file,
    0,
    pick(file.draw, 'volumes: {image: {name: "no:1"}}', 'x-image: no:1', 'networks: {image: null}'),
  );
}

// What a service says.

const SERVICE_PARTS: readonly ((file: File) => void)[] = [
  writeBuild,
  writeVolumes,
  (file) => {
    line(file, 4, 'pre_start:');
    put(file, pick(file.draw, '      - command: no:1⏎        image:', '      - image:'));
    plantScalar(file, { position: 'pre-start', indentation: 8 });
  },
  (file) =>
    line(
      file,
      4,
      pick(file.draw, 'command: "image: no:1"', 'environment: {image: no:1}', 'labels: [image=no:1]'),
    ),
];

function writeVolumes(file: File): void {
  const { draw } = file;
  line(file, 4, 'volumes:');
  line(file, 6, pick(draw, '- no:/data', '- {type: bind, source: no/1, target: /b}'));
  if (draw(fc.boolean)) {
    put(file, '      - {type: image, source: "');
    plant(file, { position: 'image-volume' });
    line(file, 0, '", target: /i}');
  }
  put(file, '      - type: image⏎        target: /j⏎        source: ');
  plantPlainly(file, 'image-volume', 'plain', 'service');
  line(file, 0, '');
  put(file, '      - target: /k⏎        type: "image"⏎        source:');
  plantScalar(file, { position: 'image-volume', indentation: 8 });
}

function writeBuild(file: File): void {
  line(file, 4, 'build:');
  line(file, 6, 'tags: ["no:1"]');
  for (const write of shuffled(file.draw, some(file.draw, BUILD_PARTS))) write(file);
}

const BUILD_PARTS: readonly ((file: File) => void)[] = [
  (file) => line(file, 6, pick(file.draw, 'args: {BASE: "no:1"}', 'context: https://no.example/r.git#no:1')),
  writeContexts,
  writeCaches,
  (file) => {
    put(file, '      sbom:');
    plantScalar(file, { position: 'sbom-generator', indentation: 6, before: 'generator=' });
  },
  writeInline,
];

function writeContexts(file: File): void {
  const inList = file.draw(fc.boolean);
  line(file, 6, 'additional_contexts:');
  const others = ['../no', 'service:no', 'oci-layout://no:1', 'https://no.example/r.git#no:1'];
  line(file, 8, `${inList ? '- a=' : 'a: '}${pick(file.draw, ...others)}`);
  put(file, inList ? '        -' : '        base:');
  const before = inList ? 'base=docker-image://' : 'docker-image://';
  plantScalar(file, { position: 'additional-context', indentation: 8, before });
}

function writeCaches(file: File): void {
  const { draw } = file;
  line(file, 6, 'cache_from:');
  line(file, 8, pick(draw, '- type=gha,scope=no', '- type=local,src=no'));
  put(file, '        -');
  plantScalar(file, { position: 'cache', indentation: 8, isPart: true, ignored: 'cache' });
  line(file, 6, 'cache_to:');
  put(file, '        -');
  const [before, after] = pick(draw, ['type=registry,ref=', ''], ['ref=', ',type=registry,mode=max']);
  plantScalar(file, { position: 'cache', indentation: 8, before, after, ignored: 'cache' });
}

/** A Dockerfile in a block or in quotes; to compose two dollars are one. */
function writeInline(file: File): void {
  const { draw } = file;
  const [opening, newline, closing] = pick(
    draw,
    [' |⏎          ', '⏎          ', ''],
    [' |-⏎          ', '⏎          ', ''],
    [' "', '\\n', '"'],
    [" 'RUN echo", '⏎⏎          ', "'"],
  );
  put(file, `      dockerfile_inline:${opening}`);
  // In single quotes a line begins where the one before is folded.
  if (closing === "'") put(file, newline);
  inlineReference(file, 'FROM ', 'from');
  if (draw(fc.boolean)) put(file, `${newline}# FROM no:1`);
  put(file, newline);
  inlineReference(file, 'COPY --link --from=', 'copy-from');
  put(file, ` /a /b${newline}RUN echo $\${FROM} no:1${newline}ARG A=no:1${closing}⏎`);
}

function inlineReference(file: File, before: string, position: ImagePosition): void {
  file.count++;
  put(file, before);
  const resolved = reference(file);
  const span = put(file, resolved);
  const insertion = resolved.includes('@') ? null : span.end;
  file.planted.push({ position, inline: true, span, resolved, ignored: null, insertion });
}

// Drawing.

function pick<const Value>(draw: Draw, ...values: readonly Value[]): Value {
  return values[number(draw, 0, values.length - 1)]!;
}

function number(draw: Draw, min: number, max: number): number {
  return draw(fc.integer, { min, max });
}

/** About half of the values, in their order. */
function some<Value>(draw: Draw, values: readonly Value[]): Value[] {
  return values.filter(() => draw(fc.boolean));
}

function shuffled<Value>(draw: Draw, values: readonly Value[]): Value[] {
  const left = [...values];
  return values.flatMap(() => left.splice(number(draw, 0, left.length - 1), 1));
}
