import { rules } from '../../server/src/rules';
import type { Example } from '../../server/src/rules/rule';
import type { Document } from '../../server/src/syntax/document';

/** A document that can be had in any size. */
export interface Material {
  readonly name: string;
  readonly kind: Document['kind'];
  /** A text of about that many characters. */
  readonly textOf: (size: number) => string;
}

/** What the documentation of one rule shows, over and over again. */
export function examplesOf(id: string): Material[] {
  const examples = rules.filter((rule) => rule.id === id).flatMap((rule) => rule.examples);
  return materialOf(`examples of ${id}`, examples);
}

/** What people and generators write too much of. */
export function manyThings(): Material[] {
  const examples = rules.flatMap((rule) => rule.examples);
  return [...materialOf('examples of all rules', examples), ...dockerfiles(examples), ...composeFiles()];
}

function materialOf(name: string, examples: readonly Example[]): Material[] {
  const texts = (kind: Document['kind']) =>
    examples.filter((each) => each.kind === kind).map(({ bad }) => filled(bad));
  const [dockerfile, compose] = [texts('dockerfile'), texts('compose')];
  return [
    dockerfile.length > 0 &&
      dockerfileMaterial(`${name} as stages`, '', (n) => stageOf(pick(dockerfile, n), n)),
    dockerfile.length > 0 &&
      dockerfileMaterial(`${name} in one stage`, 'FROM alpine:3.20\n', (n) =>
        withoutFrom(pick(dockerfile, n)),
      ),
    compose.length > 0 && {
      name: `${name} as services`,
      kind: 'compose' as const,
      textOf: (size: number) => servicesOf(compose, size),
    },
  ].filter((material) => material !== false);
}

function dockerfiles(examples: readonly Example[]): Material[] {
  const runs = examples.flatMap(({ bad }) =>
    [...filled(bad).matchAll(/^RUN (?!<<)(.*[^\\])$/gm)].map(({ 1: run = '' }) => run),
  );
  const command = (n: number) => (n % 2 === 0 ? pick(runs, n / 2) : pick(COMMANDS, (n - 1) / 2));
  const ids = rules.map(({ id }) => id);
  const stage = 'FROM alpine:3.20\n';
  return [
    dockerfileMaterial(
      'stages that start from one another',
      '',
      (n) =>
        `FROM ${n === 0 ? 'alpine' : `s${n - 1}`} AS s${n}\nENV A${n}=$A${n - 1}\nRUN ${command(n)}\nCMD ["a"]\n`,
    ),
    dockerfileMaterial(
      'stages that copy from one another',
      '',
      (n) =>
        `FROM node:20 AS s${n}\nCOPY --from=${n === 0 ? 'nginx' : `s${n - 1}`} /a /b\nRUN ${command(n)}\n`,
    ),
    dockerfileMaterial('RUN of many lines', `${stage}RUN true`, (n) => ` \\\n  && ${command(n)}`),
    dockerfileMaterial('RUN of one long line', `${stage}RUN true`, (n) => ` && ${command(n)}`),
    dockerfileMaterial('one command of many words', `${stage}RUN apt-get install -y`, (n) => ` package-${n}`),
    dockerfileMaterial('many RUN', stage, (n) => `RUN ${command(n)}\n`),
    dockerfileMaterial('RUN with a long heredoc', `${stage}RUN <<EOF\n`, (n) => `${command(n)}\n`),
    dockerfileMaterial('one ENV of many pairs', `${stage}ENV A=b`, (n) => ` \\\n  KEY_${n}="value $A ${n}"`),
    dockerfileMaterial(
      'many ENV',
      stage,
      (n) => `ENV DOCKER_HOST=unix:///var/run/docker.sock API_TOKEN_${n}=abc$PATH\n`,
    ),
    dockerfileMaterial(
      'many ARG and LABEL',
      stage,
      (n) => `ARG VERSION_${n}=1.${n}\nLABEL version.${n}="$VERSION_${n}"\n`,
    ),
    dockerfileMaterial('words of one VOLUME', `${stage}VOLUME`, (n) => ` /data/${n}`),
    dockerfileMaterial(
      'many start commands',
      stage,
      (n) =>
        `CMD npm run start:${n}\nENTRYPOINT ["/bin/sh", "-c", "git pull && exec app"]\nHEALTHCHECK CMD curl -f http://localhost:${n}\n`,
    ),
    dockerfileMaterial(
      'many COPY and ADD',
      stage,
      (n) =>
        `COPY --from=nginx:1.${n} /etc/nginx /etc/${n}\nADD https://example.com/file-${n}.tgz /srv/\nCOPY .env db-${n}.sqlite /data/\n`,
    ),
    dockerfileMaterial(
      'many ignore comments',
      '',
      (n) => `# immutable-infra-ignore ${pick(ids, n)}, lastest-tag: why ${n}\nFROM node:${n}\n`,
    ),
    dockerfileMaterial(
      'one ignore comment of many ids',
      '# immutable-infra-ignore moving-tag',
      (n) => `, ${pick(ids, n)}`,
    ),
  ];
}

function composeFiles(): Material[] {
  const ids = rules.map(({ id }) => id);
  const lists =
    'x-env: &env\n' +
    numbered(100, (n) => `  TOKEN_${n}: secret${n}\n`) +
    'x-mounts: &mounts\n' +
    numbered(100, (n) => `  - ./src${n}:/app/src${n}\n`) +
    'x-ports: &ports\n' +
    numbered(100, (n) => `  - "8${n}:80"\n`) +
    'services:\n';
  return [
    composeMaterial(
      'services that share aliases',
      lists,
      (n) =>
        `  s${n}:\n    image: postgres:16\n    environment: *env\n    volumes: *mounts\n    ports: *ports\n`,
    ),
    composeMaterial(
      'services that merge one another',
      'services:\n  s: &s\n    image: node:20\n',
      (n) => `  s${n}: &s${n}\n    <<: *s${n === 0 ? '' : n - 1}\n    ports: ["${n}:80"]\n    label${n}: x\n`,
    ),
    composeMaterial(
      'services that extend one another',
      'services:\n  s:\n    image: node:20\n    ports: ["80:80"]\n',
      (n) => `  s${n}:\n    extends: s${n === 0 ? '' : n - 1}\n    volumes: ["./:/app", "/data${n}"]\n`,
    ),
    composeMaterial(
      'services that are one alias',
      'x-s: &s\n  image: mysql:8\n  ports: ["80:80"]\n  volumes: ["./:/app"]\nservices:\n',
      (n) => `  service${n}: *s\n`,
    ),
    composeMaterial(
      'inline Dockerfiles',
      'services:\n',
      (n) =>
        `  s${n}:\n    build:\n      dockerfile_inline: |\n        FROM node:20\n        RUN apt-get update && ${pick(COMMANDS, n)}\n        VOLUME /data\n        CMD npm start\n    ports: ["3000"]\n`,
    ),
    composeMaterial(
      'one long inline Dockerfile',
      'services:\n  s:\n    build:\n      dockerfile_inline: |\n        FROM node:20\n',
      (n) => `        RUN ${pick(COMMANDS, n)}\n        VOLUME /data/${n}\n`,
    ),
    composeMaterial(
      'services of one long line',
      'services: {',
      (n) =>
        `${n === 0 ? '' : ', '}s${n}: {image: "postgres:16", ports: ["80${n}:80"], volumes: ["./:/app", shared:/data]}`,
      '}\n',
    ),
    composeMaterial(
      'one service with many variables',
      'services:\n  s:\n    image: node:20\n    environment:\n',
      (n) => `      PASSWORD_${n}: value$HOME${n}\n`,
    ),
    composeMaterial(
      'one service with many mounts and ports',
      'services:\n  s:\n    image: node:20\n    volumes:\n',
      (n) => `      - ./src${n}:/app/src${n}\n      - /data/${n}\n      - /var/run/docker.sock:/s${n}\n`,
    ),
    composeMaterial(
      'one list of many ports',
      'services:\n  s:\n    image: node:20\n    ports: [',
      (n) => `"${n}:80", `,
      ']\n',
    ),
    composeMaterial(
      'databases of many services',
      'services:\n',
      (n) =>
        `  db${n}:\n    image: postgres:${n}\n    ports: ["5432"]\n    volumes:\n      - shared:/other\n`,
      'volumes:\n  shared:\n',
    ),
    composeMaterial(
      'long commands',
      'services:\n  s:\n    image: node:20\n    command: >\n      sh -c "true',
      (n) => `\n      && ${pick(COMMANDS, n).replaceAll('"', '')}`,
      '"\n',
    ),
    composeMaterial(
      'many commands',
      'services:\n',
      (n) =>
        `  s${n}:\n    image: redis:7\n    command: sh -c "${pick(COMMANDS, n).replaceAll('"', '')}"\n    healthcheck: {test: curl localhost}\n`,
    ),
    composeMaterial(
      'many ignore comments',
      'services:\n',
      (n) =>
        `  s${n}:\n    # immutable-infra-ignore ${pick(ids, n)}, lastest-tag: why ${n}\n    image: node:${n}\n`,
    ),
  ];
}

function dockerfileMaterial(name: string, start: string, part: (n: number) => string): Material {
  return { name, kind: 'dockerfile', textOf: (size) => repeated(start, part, size) };
}

function composeMaterial(name: string, start: string, part: (n: number) => string, end = ''): Material {
  return { name, kind: 'compose', textOf: (size) => repeated(start, part, size) + end };
}

function repeated(start: string, part: (n: number) => string, size: number): string {
  const parts = [start];
  for (let n = 0, length = start.length; length < size; n++) {
    const next = part(n);
    parts.push(next);
    length += next.length + 1;
  }
  return parts.join('');
}

/** An example as stages whose names no other has. */
function stageOf(text: string, n: number): string {
  const names = [...text.matchAll(/^FROM .* AS (\S+)/gim)].map(({ 1: name = '' }) => name);
  return names.reduce(
    (renamed, name) =>
      renamed.replaceAll(new RegExp(`(?<=AS |FROM |--from=)${name}\\b`, 'gi'), `${name}${n}`),
    text,
  );
}

function withoutFrom(text: string): string {
  return text.replaceAll(/^(?:FROM|# (?:syntax|escape|check)) ?.*\n/gim, '');
}

/** One file out of many, section by section; no two entries of a section have one name. */
function servicesOf(texts: readonly string[], size: number): string {
  const sections = new Map<string, string[]>();
  for (let n = 0, length = 0; length < size; n++) {
    for (const [, head = '', body = ''] of pick(texts, n).matchAll(/^(\S.*)\n((?:(?: .*)?\n)*)/gm)) {
      const entries = sections.get(head) ?? [];
      sections.set(head, entries);
      entries.push(body.replaceAll(/^( {2}[\w-]+)(?=:)/gm, `$1-${n}`));
      length += body.length + 1;
    }
  }
  return [...sections].map(([head, entries]) => `${head}\n${entries.join('')}`).join('');
}

function filled(text: string): string {
  return text
    .replaceAll(/\{(?:digest|pinned)\}/g, `sha256:${'0a'.repeat(32)}`)
    .replaceAll('{commit}', '0a'.repeat(20));
}

function numbered(count: number, part: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => part(n)).join('');
}

function pick(texts: readonly string[], n: number): string {
  return texts[n % texts.length] ?? '';
}

const COMMANDS = [
  'apt-get update && apt-get install -y curl git=1.2 "python3-dev"',
  'apk add --no-cache nodejs',
  'pip install flask requests==2.0 -r requirements.txt',
  'npm install -g yarn && npm ci',
  'curl -fsSL https://example.com/install.sh | sh',
  'wget -O /tmp/a.tgz "https://example.com/a-${VERSION}.tgz" && tar xzf /tmp/a.tgz',
  'git clone https://github.com/a/b.git && cd b && make',
  'go install example.com/tool@latest',
  'echo "$PASSWORD" > /etc/secret; export TOKEN=abc',
  'for i in a b; do if test -f $i; then python manage.py migrate; fi; done',
];
