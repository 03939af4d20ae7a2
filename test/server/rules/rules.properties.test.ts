import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lint, type Finding } from '../../../server/src/lint';
import { rules } from '../../../server/src/rules';
import { DEFAULT_SETTINGS } from '../../../server/src/settings';
import { parseCompose } from '../../../server/src/syntax/compose/compose';
import { parseDockerfile } from '../../../server/src/syntax/dockerfile/dockerfile';
import type { Document } from '../../../server/src/syntax/document';
import { applyEdits, type Edit, type Span } from '../../../server/src/text/span';
import { generateCompose } from '../../support/composeGenerator';
import { generateDockerfile } from '../../support/dockerfileGenerator';

/** All rules, also those that are off until somebody asks. */
const ALL = { ...DEFAULT_SETTINGS, rules: new Map(rules.map(({ id }) => [id, 'hint'] as const)) };

function findingsOf(document: Document): Finding[] {
  return lint(document, ALL, { development: false });
}

function namesOf(document: Document): string[] {
  return document.kind === 'compose' ? document.services.map(({ name }) => name) : [];
}

/** Spans lie in the text, the same question has the same answer, and changes do what they say. */
function holds(text: string, parse: (text: string) => Document, isWhole = true): void {
  const document = parse(text);
  const findings = findingsOf(document);
  assert.deepEqual(findingsOf(document).map(keyOf), findings.map(keyOf));
  for (const finding of findings) {
    assertInside(finding.span, text);
    for (const { span, file } of finding.related) if (file === undefined) assertInside(span, text);
    for (const { edits } of finding.scaffolds) {
      const after = changed(text, edits);
      if (isWhole) assert.deepEqual(namesOf(parse(after)), namesOf(document), after);
    }
    if (finding.fix?.kind !== 'edits' || !isWhole) continue;
    const after = changed(text, finding.fix.edits);
    const ofRule = (found: readonly Finding[]) => found.filter(({ rule }) => rule === finding.rule).length;
    assert.ok(ofRule(findingsOf(parse(after))) < ofRule(findings), after);
    assert.deepEqual(namesOf(parse(after)), namesOf(document), after);
  }
}

function keyOf({ rule, span, message }: Finding): string {
  return `${rule.id} ${span.start} ${span.end} ${message}`;
}

function changed(text: string, edits: readonly Edit[]): string {
  for (const { span } of edits) assertInside(span, text);
  return applyEdits(text, edits);
}

function assertInside({ start, end }: Span, text: string): void {
  assert.ok(0 <= start && start <= end && end <= text.length, `${start}-${end} of ${text.length}`);
}

/** What a service can say, in one or more lines. */
const SAID = [
  'image: postgres:17',
  'image: "mysql:8" # db',
  'build: { context: ., target: dev }',
  'container_name: a',
  "container_name: 'b' # one",
  'container_name: "c\n\n    d"',
  'container_name: &name web',
  'container_name: *name',
  'container_name: ${NAME:-x}',
  'scale: 3',
  'deploy: { replicas: 2, update_config: { order: stop-first } }',
  'deploy:\n  update_config:\n    order: "stop-first"',
  'ports: ["8080:80", "${A:-1}:2", "[::1]:90:90/udp", 127.0.0.1::5, "3000-3001:3000-3001"]',
  'ports:\n- 8080:80\n- "81:81" # x\n- { target: 1, published: "2" }',
  'volumes: [.:/app, "${A}:/b", "C:\\\\x:C:\\\\y:ro", /data, data:/data]',
  'volumes:\n  - ./src:/app # code\n  - data:/var/lib/data\n',
  'volumes:\n- type: bind\n  source: /var/run/docker.sock\n  target: /var/run/docker.sock\n- /data',
  'volumes: &v\n  - "./:/app"\n  - shared:/s',
  'volumes: *v',
  'volumes: !reset []',
  'volumes:\n\t- .:/app',
  'privileged: true',
  'network_mode: host',
  'pid: "host"',
  'cap_add: [SYS_ADMIN, NET_ADMIN]',
  'security_opt: ["seccomp:unconfined"]',
  'links: [db]',
  'use_api_socket: true',
  'environment: [DOCKER_HOST=unix:///x, A, B=$C]',
  'environment:\n  DOCKER_HOST: unix:///var/run/docker.sock\n  E: |\n    x\n    y',
  'command: redis-server --appendonly yes',
  'entrypoint: ["sh", "-c", "echo $$A \\" && x"]',
  'healthcheck: { test: ["CMD-SHELL", "curl -f x || exit 1"] }',
  'extends: s0',
  '<<: *base',
  '<<: [*base, *base]',
  'read_only: true',
  'build:\n  dockerfile_inline: |\n    FROM alpine\n    VOLUME /data /var/run\n    RUN python manage.py migrate\n    ENV A=$$B',
  'build:\n  dockerfile_inline: "FROM alpine\\nVOLUME /data\\nRUN initdb"',
  'build:\n  dockerfile_inline: >-\n    FROM ${BASE:-alpine}\n\n    VOLUME ["/data"]',
] as const;

const composeText = fc
  .record({
    services: fc.array(
      fc.uniqueArray(fc.constantFrom(...SAID), {
        minLength: 1,
        maxLength: 6,
        selector: (said) => said.split(':')[0],
      }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    before: fc.constantFrom(
      '',
      'x-base: &base\n  container_name: base\n  privileged: true\n',
      '---\n',
      '# a\n',
    ),
    after: fc.constantFrom(
      '',
      'volumes:\n  data:\n',
      'volumes: {}\n',
      '\n\n# end',
      'networks:\n  a: {driver: overlay}',
    ),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    cut: fc.option(fc.nat({ max: 400 }), { freq: 4 }),
  })
  .map(({ services, before, after, lineEnd, cut }) => {
    const body = services.map((lines, index) => {
      const said = lines.map((line) => line.replaceAll(/^(?=[^\n])/gm, '    ')).join('\n');
      return `  s${index}:\n${said}\n`;
    });
    const text = `${before}services:\n${body.join('')}${after}`.replaceAll('\n', lineEnd);
    return { text: cut === null ? text : text.slice(0, cut), isWhole: cut === null };
  });

const INSTRUCTIONS = [
  'FROM alpine AS base',
  'FROM base',
  'FROM postgres:17',
  'VOLUME /data',
  'VOLUME ["/a", "/b\\n"]',
  'VOLUME /var/run/docker.sock \\\n  /x',
  'ENV DOCKER_HOST=unix:///x A="b c" \\\n  D=e',
  'ENV DOCKER_HOST unix:///x',
  'RUN initdb && \\\n  # why\n  python manage.py migrate',
  'RUN <<EOF\nalembic upgrade head\nEOF',
  'COPY data.db /data/',
  'COPY --from=base ["a", "/var/lib/mysql"]',
  'ONBUILD VOLUME /x',
  'CMD ["sh", "-c", "a"]',
  '# escape=`',
  'HEALTHCHECK NONE',
] as const;

const dockerfileText = fc
  .record({
    lines: fc.array(fc.constantFrom(...INSTRUCTIONS), { maxLength: 12 }),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    isUnfinished: fc.boolean(),
  })
  .map(({ lines, lineEnd, isUnfinished }) =>
    (lines.join('\n') + (isUnfinished ? '' : '\n')).replaceAll('\n', lineEnd),
  );

describe('all rules together', function () {
  this.timeout(60_000);

  it('hold on compose files of what a service can say', () => {
    fc.assert(
      fc.property(composeText, ({ text, isWhole }) => holds(text, (each) => parseCompose(each), isWhole)),
      { numRuns: 500 },
    );
  });

  it('hold on Dockerfiles of what they read', () => {
    fc.assert(
      fc.property(dockerfileText, (text) => holds(text, (each) => parseDockerfile(each))),
      {
        numRuns: 400,
      },
    );
  });

  it('hold on generated compose files and Dockerfiles', () => {
    fc.assert(
      fc.property(fc.gen(), fc.nat(), (draw, cut) => {
        const { text } = generateCompose(draw);
        holds(text, (each) => parseCompose(each));
        holds(text.slice(0, cut % text.length), (each) => parseCompose(each), false);
        const dockerfile = generateDockerfile(draw).text;
        holds(dockerfile, (each) => parseDockerfile(each));
        holds(dockerfile.slice(0, cut % dockerfile.length), (each) => parseDockerfile(each), false);
      }),
      { numRuns: 60 },
    );
  });

  it('say the same however often they are asked', () => {
    const document = parseCompose(
      'services:\n  a:\n    volumes: [.:/app, /data]\n    ports: ["1:1"]\n    deploy: {update_config: {order: x}}\n',
    );
    const first = findingsOf(document).map(keyOf);
    assert.ok(first.length >= 3);
    for (let time = 0; time < 300; time++) findingsOf(document);
    assert.deepEqual(findingsOf(document).map(keyOf), first);
  });
});
