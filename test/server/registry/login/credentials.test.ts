import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { Environment, FileContent, ProgramEnd } from '../../../../server/src/environment';
import {
  createCredentials,
  type Credentials,
  type CredentialStore,
} from '../../../../server/src/registry/login/credentials';
import { environmentWith } from '../../../support/environment';

const DOCKER = '/home/nobody/.docker/config.json';
const PODMAN = '/home/nobody/.config/containers/auth.json';
const NEVER = new AbortController().signal;
const HUB = 'https://index.docker.io/v1/';

const ALICE = { auth: base64('alice:s3:cret') };
const BOB = { auth: base64('bob:b') };

/** What there is on a machine. */
interface World {
  readonly docker?: unknown;
  readonly podman?: unknown;
  readonly files?: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** What each credential helper answers for a server. */
  readonly helpers?: Readonly<Record<string, Readonly<Record<string, ProgramEnd>>>>;
}

const NONE: ProgramEnd = { end: 'failed', output: 'credentials not found in native keychain\n' };
const HELPED = holds('carol', 'kept');

describe('credentials', () => {
  const KEYS: readonly (readonly [registry: string, key: string, found: boolean])[] = [
    ['ghcr.io', 'ghcr.io', true],
    ['ghcr.io', 'https://ghcr.io', true],
    ['ghcr.io', 'https://ghcr.io/v1/', true],
    ['ghcr.io', 'ghcr.io/v2/', true],
    ['ghcr.io', 'GHCR.io', true],
    ['ghcr.io', 'notghcr.io', false],
    ['ghcr.io', 'ghcr.io:443', false],
    ['ghcr.io', 'https://other.example/ghcr.io', false],
    ['ghcr.io', 'https://ghcr.io@other.example', false],
    ['localhost:5000', 'http://localhost:5000', true],
    ['localhost:5000', 'localhost', false],
    ['docker.io', HUB, true],
    ['docker.io', 'index.docker.io', true],
    ['docker.io', 'docker.io', true],
    ['docker.io', 'registry-1.docker.io', true],
    ['docker.io', 'hub.docker.io', false],
  ];
  for (const [registry, key, found] of KEYS) {
    it(`of ${registry} ${found ? 'stand' : 'do not stand'} under ${key}`, async () => {
      const sent = found ? 'alice:s3:cret' : 'nothing';
      assert.equal(await sentTo(`${registry}/app`, { docker: { auths: { [key]: ALICE } } }), sent);
      assert.equal(await sentTo(`${registry}/app`, { podman: { auths: { [key]: ALICE } } }), sent);
    });
  }

  const ENTRIES: readonly (readonly [entry: unknown, sent: string])[] = [
    [{ username: 'bob', password: 'b' }, 'bob:b'],
    [{ auth: base64('bob:b\0\0') }, 'bob:b'],
    [{ auth: base64('bob:b:c:') }, 'bob:b:c:'],
    [{ auth: base64('bob:') }, 'bob:'],
    [{ auth: base64('bob:pässwörd') }, 'bob:pässwörd'],
    [{ ...ALICE, identitytoken: 'identity' }, 'identity token identity'],
    [{ username: '<token>', password: 'identity' }, 'identity token identity'],
    [{ auth: base64('<token>:identity') }, 'identity token identity'],
    [{ registrytoken: 'registry' }, 'registry token registry'],
    [{ registrytoken: 'not\r\na: header' }, 'nothing'],
    [{}, 'nothing'],
    [{ email: 'bob@example.com' }, 'nothing'],
    ['text', 'nothing'],
    [null, 'nothing'],
  ];
  for (const [entry, sent] of ENTRIES) {
    it(`${JSON.stringify(entry)} → ${sent}`, async () =>
      assert.equal(await sentTo('ghcr.io/app', { docker: { auths: { 'ghcr.io': entry } } }), sent));
  }

  /** A repository and what there is → what is sent, and which helper was asked for what before. */
  const ORDER: readonly (readonly [picture: string, image: string, world: World, sent: string])[] = [
    [
      'an exact key before another',
      'ghcr.io/app',
      { docker: { auths: { 'https://ghcr.io': BOB, 'ghcr.io/org': BOB, 'ghcr.io': ALICE } } },
      'alice:s3:cret',
    ],
    [
      "Docker Hub's own key before its others",
      'docker.io/library/node',
      { docker: { auths: { 'docker.io': BOB, [HUB]: ALICE } } },
      'alice:s3:cret',
    ],
    [
      'DOCKER_AUTH_CONFIG before all',
      'ghcr.io/app',
      {
        variables: { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'ghcr.io': ALICE } }) },
        docker: { credsStore: 'desktop' },
        helpers: { desktop: { 'ghcr.io': HELPED } },
      },
      'alice:s3:cret',
    ],
    [
      'DOCKER_AUTH_CONFIG not for another registry',
      'quay.io/app',
      {
        variables: { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'ghcr.io': ALICE } }) },
        docker: { auths: { 'quay.io': BOB } },
      },
      'bob:b',
    ],
    [
      'only `auth` of DOCKER_AUTH_CONFIG',
      'ghcr.io/app',
      {
        variables: {
          DOCKER_AUTH_CONFIG: JSON.stringify({
            auths: { 'ghcr.io': { username: 'alice', password: 's3:cret', identitytoken: 'identity' } },
            credsStore: 'desktop',
          }),
        },
        docker: { auths: { 'ghcr.io': BOB } },
      },
      'bob:b',
    ],
    [
      'a broken DOCKER_AUTH_CONFIG after all',
      'ghcr.io/app',
      { variables: { DOCKER_AUTH_CONFIG: '{"auths":' }, docker: { auths: { 'ghcr.io': BOB } } },
      'bob:b',
    ],
    [
      'credHelpers before credsStore before auths',
      'ghcr.io/app',
      {
        docker: { credHelpers: { 'ghcr.io': 'gh' }, credsStore: 'desktop', auths: { 'ghcr.io': BOB } },
        helpers: { gh: { 'ghcr.io': HELPED } },
      },
      'gh ghcr.io, carol:kept',
    ],
    [
      'credsStore before auths',
      'quay.io/app',
      {
        docker: { credHelpers: { 'ghcr.io': 'gh' }, credsStore: 'desktop', auths: { 'quay.io': BOB } },
        helpers: { desktop: { 'quay.io': HELPED } },
      },
      'desktop quay.io, carol:kept',
    ],
    [
      'auths where the helper has none',
      'ghcr.io/app',
      {
        docker: { credsStore: 'desktop', auths: { 'ghcr.io': BOB } },
        helpers: { desktop: { 'ghcr.io': NONE } },
      },
      'desktop ghcr.io, bob:b',
    ],
    [
      'auths where the helper does not run',
      'ghcr.io/app',
      { docker: { credsStore: 'desktop', auths: { 'ghcr.io': BOB } } },
      'desktop ghcr.io, bob:b',
    ],
    [
      'auths where the helper of a registry is named empty',
      'ghcr.io/app',
      { docker: { credHelpers: { 'ghcr.io': '' }, credsStore: 'desktop', auths: { 'ghcr.io': BOB } } },
      'bob:b',
    ],
    [
      'the key of credHelpers as it stands there',
      'ghcr.io/app',
      {
        docker: { credHelpers: { 'https://ghcr.io': 'gh' } },
        helpers: { gh: { 'https://ghcr.io': HELPED } },
      },
      'gh https://ghcr.io, carol:kept',
    ],
    [
      'one name of Docker Hub for helpers',
      'docker.io/library/node',
      { docker: { credHelpers: { 'docker.io': 'pass' } }, helpers: { pass: { [HUB]: HELPED } } },
      `pass ${HUB}, carol:kept`,
    ],
    [
      'the same for its store',
      'docker.io/library/node',
      { docker: { auths: { [HUB]: {} }, credsStore: 'pass' }, helpers: { pass: { [HUB]: HELPED } } },
      `pass ${HUB}, carol:kept`,
    ],
    [
      'an identity token from a helper',
      'r.azurecr.io/app',
      { docker: { credsStore: 'acr' }, helpers: { acr: { 'r.azurecr.io': holds('<token>', 'identity') } } },
      'acr r.azurecr.io, identity token identity',
    ],
    [
      "Docker's before podman's",
      'ghcr.io/app',
      { docker: { auths: { 'ghcr.io': ALICE } }, podman: { auths: { 'ghcr.io': BOB } } },
      'alice:s3:cret',
    ],
    [
      "podman's where Docker has none, nor its helper",
      'ghcr.io/app',
      {
        docker: { credsStore: 'desktop' },
        podman: { auths: { 'ghcr.io': BOB } },
        helpers: { desktop: { 'ghcr.io': NONE } },
      },
      'desktop ghcr.io, bob:b',
    ],
    [
      'the longest beginning of the repository',
      'quay.io/team/shop/web',
      { podman: { auths: { 'quay.io': BOB, 'quay.io/team/shop': ALICE, 'quay.io/team': BOB } } },
      'alice:s3:cret',
    ],
    [
      'the whole repository',
      'quay.io/team/shop',
      { podman: { auths: { 'quay.io/team': BOB, 'quay.io/team/shop': ALICE } } },
      'alice:s3:cret',
    ],
    [
      'no beginning in the middle of a name',
      'quay.io/team/shopping',
      { podman: { auths: { 'quay.io/team/shop': ALICE, 'quay.io/other': ALICE } } },
      'nothing',
    ],
    [
      "podman's helper, by its own name of Docker Hub",
      'docker.io/library/node',
      {
        podman: { credHelpers: { 'docker.io': 'secretservice' }, auths: { 'docker.io': BOB } },
        helpers: { secretservice: { 'docker.io': HELPED } },
      },
      'secretservice docker.io, carol:kept',
    ],
    [
      'no credsStore of podman',
      'ghcr.io/app',
      { podman: { credsStore: 'pass', auths: { 'ghcr.io': BOB } } },
      'bob:b',
    ],
    ['an empty file', 'ghcr.io/app', { docker: ' \n', podman: { auths: { 'ghcr.io': BOB } } }, 'bob:b'],
  ];
  for (const [picture, image, world, sent] of ORDER) {
    it(`${picture}: ${image} → ${sent}`, async () => {
      const { store, asked } = machine(world);
      const credentials = shown(await store.read(placeOf(image), NEVER));
      assert.equal([...asked, credentials].join(', '), sent);
    });
  }

  it('are read from the places that variables name, no more of them than needed', async () => {
    const PLACES: readonly (readonly [variables: Readonly<Record<string, string>>, files: string[]])[] = [
      [{}, [DOCKER, PODMAN]],
      [{ DOCKER_CONFIG: '', REGISTRY_AUTH_FILE: '', XDG_RUNTIME_DIR: '' }, [DOCKER, PODMAN]],
      [{ DOCKER_CONFIG: '/etc/login' }, [join('/etc/login', 'config.json'), PODMAN]],
      [{ XDG_RUNTIME_DIR: '/run/user/7' }, [DOCKER, join('/run/user/7', 'containers', 'auth.json'), PODMAN]],
      [{ UID: '7' }, [DOCKER, join('/run/containers/7', 'auth.json'), PODMAN]],
      [
        { REGISTRY_AUTH_FILE: '/etc/auth.json', XDG_RUNTIME_DIR: '/run/user/7', XDG_CONFIG_HOME: '/etc/own' },
        [DOCKER, '/etc/auth.json', join('/etc/own', 'containers', 'auth.json')],
      ],
    ];
    for (const [variables, files] of PLACES) {
      const { store, read } = machine({ variables });
      await store.read(placeOf('ghcr.io/app'), NEVER);
      assert.deepEqual(read, files);
    }
    const { store, read } = machine({ docker: { auths: { 'ghcr.io': ALICE } } });
    await store.read(placeOf('ghcr.io/app'), NEVER);
    assert.deepEqual(read, [DOCKER]);
  });
});

describe('credential helpers', () => {
  /** What a helper ends with → what is known of the login then. */
  const ENDS: readonly (readonly [end: ProgramEnd, sent: string])[] = [
    [{ end: 'absent' }, 'nothing, as x: absent'],
    [{ end: 'timeout' }, 'nothing, as x: timeout'],
    [{ end: 'too-much' }, 'nothing, as x: rubbish'],
    [{ end: 'cancelled' }, 'nothing'],
    [done(''), 'nothing, as x: rubbish'],
    [done('hello'), 'nothing, as x: rubbish'],
    [done('[]'), 'nothing, as x: rubbish'],
    [done('{"Username":"carol","Secret":7}'), 'nothing, as x: rubbish'],
    [done('{"Username":"","Secret":"kept"}'), 'nothing, as x: rubbish'],
    [done('{}'), 'nothing'],
    [done('{"Username":"","Secret":""}'), 'nothing'],
    [done('{"ServerURL":"x","Username":"carol","Secret":"a:b"}\n'), 'carol:a:b'],
    [NONE, 'nothing'],
    [done('credentials not found in native keychain'), 'nothing'],
    [failed('the token expired'), "nothing, as x says 'the token expired'"],
    [failed('sent Bearer kept, refused'), "nothing, as x says 'sent Bearer …, refused'"],
    [failed(''), 'nothing, as x: failed'],
    [failed('\n  \n'), 'nothing, as x: failed'],
    [failed('pass not initialized\nsecond line'), "nothing, as x says 'pass not initialized'"],
    [failed('\u001b[31m[ERROR]\u001b[0m locked'), "nothing, as x says '[ERROR]  locked'"],
    [failed('["carol", "kept"]'), 'nothing, as x: failed'],
    [failed('bell\u0007 rest'), "nothing, as x says 'bell  rest'"],
    [failed(`${'so '.repeat(100)}long`), `nothing, as x says '${'so '.repeat(67).slice(0, 200).trim()}'`],
    [failed(HELPED.output), 'nothing, as x: failed'],
    [failed('{"Secret": "kept'), 'nothing, as x: failed'],
    [failed(`warning {"Secret":"kept"}`), 'nothing, as x: failed'],
    [failed('bad password=kept, again'), "nothing, as x says 'bad password=…, again'"],
    [failed(`no ${'kept1'.repeat(10)} here`), "nothing, as x says 'no … here'"],
    [failed('a1'.repeat(30_000)), 'nothing, as x: failed'],
  ];
  for (const [end, sent] of ENDS) {
    it(`${JSON.stringify(end).slice(0, 100)} → ${sent.slice(0, 60)}`, async () => {
      const { store, log } = machine({
        docker: { credsStore: 'x' },
        helpers: { x: { 'ghcr.io': end } },
      });
      assert.equal(shown(await store.read(placeOf('ghcr.io/app'), NEVER)), sent);
      assert.ok(!/kept|a1a1/.test(log.join('\n')), log.join('\n'));
    });
  }

  for (const name of ['../evil', '/bin/sh', 'a b', 'a\\b', 'a\0', 'x'.repeat(200), 'ü']) {
    it(`named ${JSON.stringify(name).slice(0, 20)} are not run`, async () => {
      const { store, asked } = machine({ docker: { credsStore: name } });
      assert.equal(
        shown(await store.read(placeOf('ghcr.io/app'), NEVER)),
        `nothing, as ${DOCKER} names a credential helper that cannot be one`,
      );
      assert.deepEqual(asked, []);
    });
  }

  it('get the server on standard input, 8 seconds, and no program of the workspace', async () => {
    const programs: unknown[] = [];
    const environment = environmentWith({
      readFile: () => Promise.resolve({ found: true, bytes: Buffer.from('{"credsStore":"x"}') }),
      runProgram: (program) => {
        programs.push(program);
        return Promise.resolve(NONE);
      },
    });
    const store = createCredentials(environment, { notFrom: () => ['/srv/shop'] });
    await store.read(placeOf('ghcr.io/app'), NEVER);
    assert.deepEqual(programs, [
      {
        name: 'docker-credential-x',
        words: ['get'],
        input: 'ghcr.io',
        milliseconds: 8000,
        maxBytes: 65536,
        notFrom: ['/srv/shop'],
      },
    ]);
  });

  it('are asked once by all who ask at once, and again after ten minutes, or one where there was none, or a refusal', async () => {
    let now = 0;
    const helpers = { x: { 'ghcr.io': HELPED, 'quay.io': NONE, 'gcr.io': NONE } };
    const { store, asked } = machine({ docker: { credsStore: 'x' }, helpers }, { now: () => now });
    /** What three that ask at once cost. */
    const costs = async (...images: readonly string[]) => {
      for (const image of images) {
        const all = [1, 2, 3].map(() => store.read(placeOf(image), NEVER));
        const sent = image.startsWith('ghcr.io') ? 'carol:kept' : 'nothing';
        assert.deepEqual((await Promise.all(all)).map(shown), [sent, sent, sent]);
      }
      return asked.splice(0).join(', ');
    };
    assert.equal(await costs('ghcr.io/a', 'quay.io/a', 'ghcr.io/b', 'quay.io/b'), 'x ghcr.io, x quay.io');
    now = 59_999;
    assert.equal(await costs('ghcr.io/a', 'quay.io/a', 'gcr.io/a'), 'x gcr.io');
    now = 60_000;
    assert.equal(await costs('ghcr.io/a', 'quay.io/a'), 'x quay.io');
    store.forget('ghcr.io');
    assert.equal(await costs('ghcr.io/a', 'quay.io/a', 'gcr.io/a'), 'x ghcr.io');
    now = 60_000 + 599_999;
    assert.equal(await costs('ghcr.io/a'), '');
    now = 60_000 + 600_000;
    assert.equal(await costs('ghcr.io/a'), 'x ghcr.io');
  });

  it('are ended when nobody waits for them any more, which is not kept', async () => {
    const signals: AbortSignal[] = [];
    let answer: (end: ProgramEnd) => void = () => undefined;
    const { store } = machine(
      { docker: { credsStore: 'x' } },
      {
        runProgram: (_, signal) => {
          signals.push(signal);
          return new Promise((resolve) => (answer = resolve));
        },
      },
    );
    const started = () => new Promise(setImmediate);
    const [first, second] = [new AbortController(), new AbortController()];
    const reads = [first, second].map(({ signal }) => store.read(placeOf('ghcr.io/app'), signal));
    await started();
    first.abort();
    assert.equal(shown(await reads[0]!), 'nothing');
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [false],
    );
    second.abort();
    await reads[1];
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true],
    );
    answer({ end: 'cancelled' });
    const third = store.read(placeOf('ghcr.io/app'), NEVER);
    await started();
    answer(HELPED);
    assert.equal(shown(await third), 'carol:kept');
    assert.equal(signals.length, 2);
  });

  it('are asked anew when the configuration names another', async () => {
    const files: Record<string, unknown> = { [DOCKER]: { credsStore: 'x' } };
    const { store, asked } = machine({
      files,
      helpers: { x: { 'ghcr.io': NONE }, y: { 'ghcr.io': HELPED } },
    });
    assert.equal(shown(await store.read(placeOf('ghcr.io/app'), NEVER)), 'nothing');
    files[DOCKER] = { credsStore: 'y' };
    assert.equal(shown(await store.read(placeOf('ghcr.io/app'), NEVER)), 'carol:kept');
    files[DOCKER] = { auths: { 'ghcr.io': ALICE } };
    assert.equal(shown(await store.read(placeOf('ghcr.io/app'), NEVER)), 'alice:s3:cret');
    assert.deepEqual(asked, ['x ghcr.io', 'y ghcr.io']);
  });
});

describe('broken logins', () => {
  const BROKEN: readonly (readonly [text: string, problem: string])[] = [
    ['{"auths": {"ghcr.io": {"auth": "s3cret', 'is not valid JSON'],
    ['s3cret', 'is not valid JSON'],
    ['[]', 'is not valid JSON'],
    ['\xff', 'is not valid JSON'],
    ['{"auths": {"ghcr.io": {"auth": "!s3cret!"}}}', 'holds no readable login for ghcr.io'],
    ['{"auths": {"ghcr.io": {"auth": "czNjcmV0"}}}', 'holds no readable login for ghcr.io'],
    ['{"auths": {"ghcr.io": {"auth": "OnMzY3JldA=="}}}', 'holds no readable login for ghcr.io'],
    ['{"auths": {"ghcr.io": {"password": "s3cret"}}}', 'holds no readable login for ghcr.io'],
    ['{"credsStore": "../s3cret"}', 'names a credential helper that cannot be one'],
  ];
  for (const [text, problem] of BROKEN) {
    it(`${text} → ${problem}, and no secret is told`, async () => {
      for (const path of [DOCKER, PODMAN]) {
        if (path === PODMAN && text.includes('credsStore')) continue;
        const { store, log } = machine({ files: { [path]: Buffer.from(text, 'latin1') } });
        assert.equal(
          shown(await store.read(placeOf('ghcr.io/app'), NEVER)),
          `nothing, as ${path} ${problem}`,
        );
        assert.deepEqual(log, [`${path} ${problem}`]);
      }
    });
  }

  it('in DOCKER_AUTH_CONFIG are named by it', async () => {
    const { store, log } = machine({ variables: { DOCKER_AUTH_CONFIG: '{"auths": "s3cret' } });
    const told = 'DOCKER_AUTH_CONFIG is not valid JSON';
    assert.equal(shown(await store.read(placeOf('ghcr.io/app'), NEVER)), `nothing, as ${told}`);
    assert.deepEqual(log, [told]);
  });

  it('are no hindrance for those that stand elsewhere', async () => {
    const podman = { auths: { 'ghcr.io': BOB } };
    assert.equal(await sentTo('ghcr.io/app', { docker: '{', podman }), 'bob:b');
    const auths = { 'ghcr.io': { auth: '!' }, 'https://ghcr.io': BOB };
    assert.equal(await sentTo('ghcr.io/app', { docker: { auths } }), 'bob:b');
  });

  it('in a file that may not be read are none', async () => {
    const readFile = (): Promise<FileContent> =>
      Promise.resolve({ found: false, reason: 'unreadable', detail: 'Permission is denied.' });
    const { store } = machine({}, { readFile });
    assert.equal(
      shown(await store.read(placeOf('ghcr.io/app'), NEVER)),
      `nothing, as ${DOCKER} cannot be read`,
    );
  });

  it('tell nothing, wherever they are broken', async () => {
    const secret = 'q7-S3cret-w9';
    const forms = [secret, base64(secret), base64(`alice:${secret}`), base64(`:${secret}`)];
    const settings = {
      auths: {
        'ghcr.io': { auth: base64(`alice:${secret}`), identitytoken: '' },
        'https://ghcr.io/v1/': { username: 'alice', password: secret },
        'http://ghcr.io': { identitytoken: secret, registrytoken: base64(secret) },
      },
      credHelpers: { 'ghcr.io': 'x' },
    };
    const text = JSON.stringify(settings, null, 1);
    const helpers = { x: { 'ghcr.io': failed(`password: ${secret}`) } };
    const change = fc.tuple(
      fc.nat(text.length),
      fc.nat(8),
      fc.constantFrom('', '"', '{', '}', ',', ':', '\\', '\0'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const broken = changes.reduce(
          (rest, [at, length, put]) => rest.slice(0, at) + put + rest.slice(at + length),
          text,
        );
        const { store, log } = machine({ docker: broken, podman: broken, helpers });
        const credentials = await store.read(placeOf('ghcr.io/app'), NEVER);
        const told = [...log, credentials.kind === 'anonymous' ? shown(credentials) : ''].join('\n');
        for (const form of forms) assert.ok(!told.includes(form), told);
      }),
      { numRuns: 300 },
    );
  });

  it('and whole ones are never in the log', async () => {
    const { store, log } = machine({
      variables: { DOCKER_AUTH_CONFIG: '{"auths": {"ghcr.io": {"auth": "czNjcmV0"}}}' },
      docker: { credsStore: 'x', auths: { 'ghcr.io': { auth: 's3cret' }, 'quay.io': ALICE } },
      podman: { credHelpers: { 'ghcr.io': 'y' }, auths: { 'ghcr.io': { identitytoken: 's3cret' } } },
      helpers: {
        x: { 'ghcr.io': failed('{"Username":"alice","Secret":"s3cret"}'), 'quay.io': done('s3cret') },
        y: { 'ghcr.io': failed(`token: s3cret, ${base64('alice:s3cret, a long one')}`) },
      },
    });
    assert.equal(shown(await store.read(placeOf('ghcr.io/app'), NEVER)), 'identity token s3cret');
    assert.equal(shown(await store.read(placeOf('quay.io/app'), NEVER)), 'alice:s3:cret');
    assert.deepEqual(log, [
      'docker-credential-x fails',
      "docker-credential-y says 'token: …, …'",
      'docker-credential-x answers with what is no login',
    ]);
  });
});

async function sentTo(image: string, world: World): Promise<string> {
  return shown(await machine(world).store.read(placeOf(image), NEVER));
}

function machine(world: World, given: Partial<Environment> = {}): Machine {
  const { docker, podman, files = {}, variables = {}, helpers = {} } = world;
  const [log, asked, read]: [string[], string[], string[]] = [[], [], []];
  const readFile = (path: string): Promise<FileContent> => {
    read.push(path);
    const content = path in files ? files[path] : path === DOCKER ? docker : path === PODMAN ? podman : null;
    if (content === undefined || content === null)
      return Promise.resolve({ found: false, reason: 'absent', detail: '' });
    return Promise.resolve({ found: true, bytes: bytesOf(content) });
  };
  const environment = environmentWith({
    variables,
    readFile,
    runProgram: ({ name, words, input }) => {
      const helper = name.replace('docker-credential-', '');
      asked.push([helper, ...words.filter((word) => word !== 'get'), input].join(' '));
      return Promise.resolve(helpers[helper]?.[input] ?? { end: 'absent' });
    },
    log: (message) => void log.push(message),
    ...given,
  });
  return { store: createCredentials(environment, { notFrom: () => [] }), log, asked, read };
}

interface Machine {
  readonly store: CredentialStore;
  readonly log: readonly string[];
  /** Helpers and the servers that they were asked for. */
  readonly asked: string[];
  readonly read: readonly string[];
}

function bytesOf(content: unknown): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}

function placeOf(image: string): { readonly registry: string; readonly repository: string } {
  const slash = image.indexOf('/');
  return { registry: image.slice(0, slash), repository: image.slice(slash + 1) };
}

function shown(credentials: Credentials): string {
  switch (credentials.kind) {
    case 'basic':
      return `${credentials.username}:${credentials.password}`;
    case 'identity-token':
      return `identity token ${credentials.token}`;
    case 'registry-token':
      return `registry token ${credentials.token}`;
    case 'anonymous':
      return ['nothing', ...reasonOf(credentials.login)].join(', as ');
  }
}

function reasonOf(login: Extract<Credentials, { kind: 'anonymous' }>['login']): readonly string[] {
  if (login.kind === 'unreadable') return [`${login.path} ${login.problem}`];
  if (login.kind !== 'helper') return login.kind === 'none' ? [] : [login.kind];
  const { name, problem } = login;
  return [typeof problem === 'string' ? `${name}: ${problem}` : `${name} says '${problem.said}'`];
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function done(output: string): ProgramEnd & { readonly output: string } {
  return { end: 'done', output };
}

function failed(output: string): ProgramEnd {
  return { end: 'failed', output };
}

function holds(username: string, secret: string): ProgramEnd & { readonly output: string } {
  return done(JSON.stringify({ ServerURL: 'x', Username: username, Secret: secret }));
}
