import assert from 'node:assert/strict';
import { fixedBy, findingsOf, rulePicture } from '../../support/rulePicture';

/** How often a rule finds something in a service of these lines, besides its image. */
function count(rule: string, ...lines: readonly string[]): number {
  const text = ['services:', '  web:', '    image: acme/web:1.2', ...lines.map((line) => `    ${line}`), ''];
  return findingsOf(rule, 'compose', text.join('\n')).length;
}

describe('fixed-container-name', () => {
  it('finds the name, and refuses it where several containers are wanted', () => {
    assert.equal(
      rulePicture(
        'fixed-container-name',
        'compose',
        [
          'services:',
          '  web:',
          '    image: acme/web:1.2',
          '    container_name: shop',
          '  worker:',
          '    image: acme/worker:1.2',
          '    container_name: "worker" # one',
          '    deploy: { replicas: 3 }',
          '  proxy:',
          '    image: traefik:v3.1',
          '    container_name: proxy',
          '  debug:',
          '    image: acme/debug:1.2',
          '    profiles: [dev]',
          '    container_name: debug',
          '',
        ].join('\n'),
      ),
      [
        'services:',
        '  web:',
        '    image: acme/web:1.2',
        '    container_name: shop',
        "                    ^^^^ information: 'shop' can name one container at a time, so a new release cannot start beside the old one. Let compose name it.",
        '  worker:',
        '    image: acme/worker:1.2',
        '    container_name: "worker" # one',
        "                     ^^^^^^ error: 'worker' can name one container, but 3 are wanted, which compose refuses. Remove the name.",
        '    deploy: { replicas: 3 }',
        '  proxy:',
        '    image: traefik:v3.1',
        '    container_name: proxy',
        '  debug:',
        '    image: acme/debug:1.2',
        '    profiles: [dev]',
        '    container_name: debug',
        '',
      ].join('\n'),
    );
  });

  it('takes its line away, with the comment on it', () => {
    assert.equal(
      fixedBy(
        'fixed-container-name',
        'compose',
        'services:\n  web:\n    container_name: "a" # why\n    image: b:1\n',
        {
          scaffold: 'Remove the container name',
        },
      ),
      'services:\n  web:\n    image: b:1\n',
    );
  });

  it('counts replicas of an override, and one name that services share once', () => {
    const base = 'services:\n  web:\n    image: b:1\n    container_name: a\n';
    const files = { 'compose.override.yaml': 'services:\n  web:\n    scale: 2\n' };
    assert.equal(findingsOf('fixed-container-name', 'compose', base, { files })[0]?.severity, 'error');
    const shared =
      'x-web: &web\n  container_name: a\nservices:\n  web:\n    <<: *web\n    image: b:1\n  two:\n    <<: *web\n    image: b:1\n';
    assert.equal(findingsOf('fixed-container-name', 'compose', shared).length, 1);
  });
});

describe('fixed-host-port', () => {
  it('finds what one release at a time can have', () => {
    const text = [
      'services:',
      '  web:',
      '    image: acme/web:1.2',
      '    ports:',
      '      - "8080:80"',
      '      - 127.0.0.1:9090:90/udp',
      '      - "${PORT:-8081}:81"',
      '      - target: 82',
      '        published: "8082"',
      '      - "9000-9001:9000-9001"',
      '',
    ].join('\n');
    assert.deepEqual(
      findingsOf('fixed-host-port', 'compose', text).map(({ span, severity }) => [
        text.slice(span.start, span.end),
        severity,
      ]),
      [
        ['8080:80', 'information'],
        ['127.0.0.1:9090:90/udp', 'information'],
        ['${PORT:-8081}:81', 'hint'],
        ['8082', 'information'],
        ['9000-9001:9000-9001', 'information'],
      ],
    );
  });

  const silent: Record<string, readonly string[]> = {
    'a container port alone': ['ports: ["80"]'],
    'an address with a container port alone': ['ports: ["127.0.0.1:3000", "[::1]:3000", "127.0.0.1::80"]'],
    'a port that is chosen outside': ['ports: ["${PORT}:80"]'],
    'a proxy’s ports': ['ports: ["80:8080", "443:8443", "0.0.0.0:443:443/udp"]'],
    'a range that the engine chooses from': ['ports: ["8000-8100:80"]'],
    'port 0': ['ports: ["0:80"]'],
    'host mode': ['ports: [{ target: 80, published: 8080, mode: host }]'],
    'ports that are only exposed': ['expose: ["80"]'],
    'swarm, whose ingress shares a port': [
      'ports: ["8080:80"]',
      'deploy: { update_config: { order: start-first } }',
    ],
  };
  for (const [name, lines] of Object.entries(silent)) {
    it(`says nothing of ${name}`, () => assert.equal(count('fixed-host-port', ...lines), 0));
  }

  it('is an error where several containers are wanted, also on 80', () => {
    const text = 'services:\n  web:\n    image: b:1\n    scale: 2\n    ports: ["80:80"]\n';
    assert.equal(findingsOf('fixed-host-port', 'compose', text)[0]?.severity, 'error');
  });

  it('publishes the container port alone, in the quotes that are there', () => {
    const ports = (port: string) => `services:\n  web:\n    image: b:1\n    ports:\n      - ${port} # web\n`;
    const cases: [string, string, string][] = [
      ["'127.0.0.1:8080:3000'", "'3000'", '3000'],
      ['53:5353/udp', '5353/udp', '5353/udp'],
    ];
    for (const [before, after, port] of cases) {
      const scaffold = `Publish ${port} on a port that the engine chooses`;
      assert.equal(fixedBy('fixed-host-port', 'compose', ports(before), { scaffold }), ports(after));
    }
  });
});

describe('host-namespace', () => {
  it('finds each namespace of the host', () => {
    assert.equal(count('host-namespace', 'network_mode: host', 'pid: "host"', 'ipc: host'), 3);
    assert.equal(count('host-namespace', 'network_mode: bridge', 'ipc: shareable', 'pid: service:a'), 0);
  });

  it('finds the network of the host under another name', () => {
    const file = (networks: string, external: string) =>
      `services:\n  web:\n    build: .\n    networks: ${networks}\nnetworks:\n  outer: ${external}\n`;
    assert.equal(
      rulePicture('host-namespace', 'compose', file('[own, outer]', '{ external: true, name: host }')),
      [
        'services:',
        '  web:',
        '    build: .',
        '    networks: [own, outer]',
        "                    ^^^^^ warning: 'outer' is the network of the host, which two releases cannot have at once. Give the service its own.",
        'networks:',
        '  outer: { external: true, name: host }',
        '',
      ].join('\n'),
    );
    const found = (...[networks, external]: Parameters<typeof file>) =>
      findingsOf('host-namespace', 'compose', file(networks, external)).length;
    assert.equal(found('{ outer: }', '{ external: { name: host } }'), 1);
    assert.equal(found('[outer]', '{ name: host }'), 0);
    assert.equal(found('[outer]', '{ external: true, name: hosts }'), 0);
    assert.equal(found('[own]', '{ external: true, name: host }'), 0);
  });

  it('weighs less where the program is made for the host', () => {
    const text =
      'services:\n  a:\n    image: ghcr.io/home-assistant/home-assistant:2026.1\n    network_mode: host\n';
    assert.equal(findingsOf('host-namespace', 'compose', text)[0]?.severity, 'information');
  });
});

describe('privileged-container', () => {
  it('finds what lets a container change its host', () => {
    assert.equal(count('privileged-container', 'privileged: true'), 1);
    assert.equal(count('privileged-container', 'cap_add: [SYS_ADMIN, NET_ADMIN, cap_all]'), 2);
    assert.equal(count('privileged-container', 'security_opt: ["seccomp:unconfined", no-new-privileges]'), 1);
    assert.equal(count('privileged-container', 'privileged: false', 'cap_add: [NET_ADMIN]'), 0);
  });

  it('reads all spellings of a boolean, and confinement that is taken away', () => {
    for (const yes of ['True', 'yes', 'on', '"true"', 'Y'])
      assert.equal(count('privileged-container', `privileged: ${yes}`), 1, yes);
    for (const no of ['no', 'off', '"false"', '${PRIVILEGED}'])
      assert.equal(count('privileged-container', `privileged: ${no}`), 0, no);
    const options = '["label:disable", label=disable, systempaths=unconfined, "label:user:x", label=type:y]';
    assert.equal(count('privileged-container', `security_opt: ${options}`), 3);
  });

  it('finds it of a build and of a hook', () => {
    assert.equal(count('privileged-container', 'build: { context: ., privileged: true }'), 1);
    assert.equal(
      count('privileged-container', 'post_start: [{ command: x, privileged: true }, { command: y }]'),
      1,
    );
  });

  it('leaves engines in containers alone', () => {
    const text = 'services:\n  ci:\n    image: docker:27-dind\n    privileged: true\n';
    assert.equal(findingsOf('privileged-container', 'compose', text).length, 0);
  });
});

describe('legacy-coupling', () => {
  it('finds links and volumes of others', () => {
    assert.equal(count('legacy-coupling', 'links: [db]', 'external_links: [a:b]', 'volumes_from: [db]'), 3);
    assert.equal(count('legacy-coupling', 'depends_on: [db]', 'links: []'), 0);
  });
});

describe('unsafe-replacement', () => {
  const web = 'services:\n  web:\n    build: ./web\n    ports: ["3000"]\n';

  it('is satisfied by a check in the compose file, in its override, in the Dockerfile or in the image', () => {
    const checked = { 'web/Dockerfile': 'FROM a AS base\nHEALTHCHECK CMD x\nFROM base\n' };
    assert.equal(findingsOf('unsafe-replacement', 'compose', web).length, 1);
    assert.equal(findingsOf('unsafe-replacement', 'compose', web, { files: checked }).length, 0);
    const none = { 'web/Dockerfile': 'FROM a\nHEALTHCHECK NONE\n' };
    assert.equal(findingsOf('unsafe-replacement', 'compose', web, { files: none }).length, 1);
    const override = { 'compose.override.yaml': 'services:\n  web:\n    healthcheck: {test: [CMD, x]}\n' };
    assert.equal(findingsOf('unsafe-replacement', 'compose', web, { files: override }).length, 0);
    const image = 'services:\n  db:\n    image: acme/db:1.2\n    ports: ["3000"]\n';
    const facts = { volumes: [], hasHealthcheck: true, labels: new Map(), exposedPorts: [] };
    const known = { images: { 'acme/db': facts } };
    assert.equal(findingsOf('unsafe-replacement', 'compose', image, known).length, 0);
    assert.equal(findingsOf('unsafe-replacement', 'compose', image).length, 1);
  });

  it('finds updates of swarm that stop first or stay when they fail', () => {
    const deploy = (lines: string) => count('unsafe-replacement', `deploy: { update_config: { ${lines} } }`);
    assert.equal(deploy('order: stop-first'), 1);
    assert.equal(deploy('order: start-first'), 1);
    assert.equal(deploy('order: start-first, failure_action: rollback'), 0);
  });
});

describe('writable-root', () => {
  it('is off until it is asked for', () => assert.equal(count('writable-root'), 0));
});

describe('fixed-container-name and variables', () => {
  it('leaves a name alone that is given from outside, and weighs one with a default less', () => {
    const named = (name: string) => `services:\n  web:\n    image: b:1\n    container_name: ${name}\n`;
    const severities = (name: string) =>
      findingsOf('fixed-container-name', 'compose', named(name)).map(({ severity }) => severity);
    assert.deepEqual([severities('${NAME}'), severities('${NAME:-web}')], [[], ['hint']]);
  });
});
