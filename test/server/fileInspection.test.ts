import assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Environment } from '../../server/src/environment';
import {
  COMPOSE_SERVICES,
  DECLARED_SERVICES,
  EARLIER_IMAGES,
  PLAN_DIGEST,
  type ComposeServicesResult,
  type DeclaredServicesResult,
  type EarlierImagesResult,
  type FileRange,
  type RunningProject,
} from '../../server/src/inspectionProtocol';
import type { PinPlan } from '../../server/src/protocol';
import { environmentWith } from '../support/environment';
import { sha256 } from '../support/fakeRegistry';
import { startLanguageClient, type ClientOptions, type LanguageClient } from '../support/languageClient';

const NEW = sha256('new');
const OLD = sha256('old');

/** Files below `/shop`, by their paths from there. */
type Files = Readonly<Record<string, string>>;

describe('requests about the files of what runs', () => {
  let client: LanguageClient;
  let files: Record<string, string>;
  afterEach(() => client.dispose());

  const serve = async (given: Files, options: Partial<ClientOptions> = {}) => {
    files = Object.fromEntries(Object.entries(given).map(([path, text]) => [`/shop/${path}`, text]));
    client = await startLanguageClient({
      environment: environmentWith(disk()),
      folder: 'file:///shop',
      ...options,
    });
  };
  const disk = (): Partial<Environment> => {
    const namesIn = (folder: string, isFile: boolean) =>
      Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`) && (dirname(path) === folder) === isFile)
        .map((path) => path.slice(folder.length + 1).split('/', 1)[0] ?? '');
    return {
      repositoryRoot: () => '/shop',
      readText: (path) => files[path] ?? null,
      fileNames: (folder) => namesIn(folder, true),
      readFolder: (folder) =>
        Promise.resolve({
          found: true,
          files: namesIn(folder, true),
          folders: [...new Set(namesIn(folder, false))],
        }),
    };
  };
  const ask = <T>(method: string, params: object): Promise<T> =>
    client.connection.sendRequest<T>(method, params);
  const uri = (path: string) => `file:///shop/${path}`;
  const open = (path: string, text: string) => client.open(uri(path), 'dockercompose', text);
  /** A place as the file and the text there. */
  const at = (place: FileRange, text?: string): string => {
    const path = place.uri.slice('file://'.length);
    return `${basename(path)} ${TextDocument.create('', '', 0, text ?? files[path]!).getText(place.range)}`;
  };

  describe('on what is declared', () => {
    const project = (more: Partial<RunningProject> = {}): RunningProject => ({
      ...{
        key: 'k',
        kind: 'compose',
        name: 'shop',
        workingDirectory: '/shop',
        files: ['/shop/compose.yaml'],
      },
      ...{ environmentFiles: [], services: [] },
      ...more,
    });
    const declared = async (more: Partial<RunningProject> = {}, text?: string): Promise<string[]> => {
      const { projects } = await ask<DeclaredServicesResult>(DECLARED_SERVICES, {
        projects: [project(more)],
      });
      const answer = projects[0]!;
      assert.equal(answer.key, 'k');
      if (!answer.found) return [`not found ${answer.path ?? ''}`];
      return answer.services.map(({ name, place, image, build }) =>
        [
          `${name}: ${at(place, text)}`,
          image ? `${at(image.place, text)} = ${image.text} = ${image.reference ?? '?'}` : 'no image',
          ...(build ? [`builds ${build.dockerfile ?? 'what is not here'}`] : []),
        ].join(', '),
      );
    };

    it('tell each service with its place, its image and its Dockerfile', async () => {
      await serve({
        'compose.yaml': [
          'services:',
          '  web:',
          '    image: "${REGISTRY}/web:1"',
          '  api:',
          '    build: ./api',
          '  job:',
          '    image: job:1',
          '    build: {context: ., dockerfile_inline: FROM scratch}',
          '  far:',
          '    build: https://host/repository.git',
          '  gone:',
          '    image: ${GONE}/gone:1',
          '',
        ].join('\n'),
        '.env': 'REGISTRY=host.example\n',
        'api/Dockerfile': 'FROM scratch\n',
      });
      assert.deepEqual(await declared(), [
        'web: compose.yaml web, compose.yaml ${REGISTRY}/web:1 = ${REGISTRY}/web:1 = host.example/web:1',
        'api: compose.yaml api, no image, builds file:///shop/api/Dockerfile',
        'job: compose.yaml job, compose.yaml job:1 = job:1 = job:1, builds what is not here',
        'far: compose.yaml far, no image, builds what is not here',
        'gone: compose.yaml gone, compose.yaml ${GONE}/gone:1 = ${GONE}/gone:1 = ?',
      ]);
    });

    it('tell the file that decides, and where a text behind an alias stands', async () => {
      await serve({
        'compose.yaml': [
          'x-image: &image app:1',
          'services:',
          '  web:',
          '    image: *image',
          '  api:',
          '    image: api:1',
          '  base:',
          '    extends: {file: base.yaml, service: common}',
          '',
        ].join('\n'),
        'prod.yaml': 'services:\n  api:\n    image: api:2\n  web:\n    read_only: true\n',
        'base.yaml': 'services:\n  common:\n    image: base:1\n',
      });
      assert.deepEqual(await declared({ files: ['/shop/compose.yaml', '/shop/prod.yaml'] }), [
        'web: compose.yaml web, compose.yaml app:1 = app:1 = app:1',
        'api: prod.yaml api, prod.yaml api:2 = api:2 = api:2',
        'base: compose.yaml base, base.yaml base:1 = base:1 = base:1',
      ]);
    });

    it('go by the text in the editor, saved or not', async () => {
      await serve({ 'compose.yaml': 'services:\n  web:\n    image: web:1\n' });
      const text = '# New\nservices:\n  web:\n    image: web:2\n';
      await open('compose.yaml', text);
      assert.deepEqual(await declared({}, text), [
        'web: compose.yaml web, compose.yaml web:2 = web:2 = web:2',
      ]);
      await client.change(uri('compose.yaml'), 2, text.replace('web:2', 'web:3'));
      assert.deepEqual(await declared({}, text.replace('web:2', 'web:3')), [
        'web: compose.yaml web, compose.yaml web:3 = web:3 = web:3',
      ]);
    });

    it('tell which files were named together, and nothing of it where compose takes them by itself', async () => {
      await serve({
        'compose.yaml': 'name: shop\nservices:\n  web:\n    image: web:1\n',
        'prod.yml': 'services:\n  web:\n    image: web:2\n',
      });
      const composed = async (more: Partial<RunningProject>) => {
        const params = { projects: [project(more)] };
        const [answer] = (await ask<DeclaredServicesResult>(DECLARED_SERVICES, params)).projects;
        assert.ok(answer?.found);
        return answer.composed;
      };
      const files_ = ['/shop/compose.yaml', '/shop/prod.yml'];
      assert.deepEqual(await composed({ files: files_, environmentFiles: ['prod.env'] }), {
        ...{ files: files_, folder: '/shop', environmentFiles: ['/shop/prod.env'] },
      });
      const elsewhere = { workingDirectory: '/gone', files: ['/gone/compose.yaml', '/gone/prod.yml'] };
      assert.deepEqual(await composed(elsewhere), { files: files_, folder: '/shop', environmentFiles: [] });
      assert.equal(await composed({ files: [] }), undefined);
    });

    it('are answered in a workspace that is not trusted, and by the name where labels lead elsewhere', async () => {
      await serve(
        {
          'compose.yaml': 'services:\n  web:\n    image: web:1\n',
          'node_modules/a/compose.yaml': 'name: shop\n',
        },
        { initializationOptions: { trusted: false } },
      );
      const files_ = ['/elsewhere/compose.yaml'];
      const web = 'web: compose.yaml web, compose.yaml web:1 = web:1 = web:1';
      assert.deepEqual(await declared({ workingDirectory: '/elsewhere', files: files_ }), [web]);
      assert.deepEqual(await declared({ name: 'other', files: files_ }), [
        'not found /elsewhere/compose.yaml',
      ]);
      assert.deepEqual(await declared({ name: 'other', files: [] }), ['not found ']);
      assert.deepEqual(await declared({ kind: 'standalone', files: [] }), ['not found ']);
    });
  });

  it('tell the services of a compose file as it is open', async () => {
    await serve({ 'compose.yaml': 'services:\n  old: {image: a}\n', Dockerfile: 'FROM a\n' });
    const names = async (path: string, text: string): Promise<string[]> => {
      const { services } = await ask<ComposeServicesResult>(COMPOSE_SERVICES, { uri: uri(path) });
      return services.map(({ name, range }) => `${name}: ${at({ uri: uri(path), range }, text)}`);
    };
    assert.deepEqual(await names('compose.yaml', files['/shop/compose.yaml']!), ['old: compose.yaml old']);
    const text = 'services:\n  web:\n    image: a\n  "api":\n    build: .\n  reset: !reset null\n';
    await open('compose.yaml', text);
    assert.deepEqual(await names('compose.yaml', text), ['web: compose.yaml web', 'api: compose.yaml "api"']);
    assert.deepEqual(await names('Dockerfile', ''), []);
    assert.deepEqual(await names('absent.yaml', ''), []);
  });

  it('tell what earlier texts of a file name, among the files that are there now', async () => {
    await serve({
      'compose.yaml': 'services:\n  web:\n    image: web:9\n',
      'base.yaml': 'services:\n  base:\n    image: base:1\n',
      '.env': 'TAG=5\n',
    });
    const texts = [
      `services:\n  web:\n    image: web:1@${OLD}\n`,
      'services:\n  web:\n    image: web:$TAG\n',
      'services:\n  web:\n    extends: {file: base.yaml, service: base}\n',
      'services:\n  web:\n    image: web:$UNKNOWN\n',
      'services:\n  web:\n    build: .\n',
      'services:\n  api:\n    image: api\n',
      '{{{ broken',
      `services:\n  web:\n    image: web:1\n#${'x'.repeat(1_000_001)}\n`,
    ];
    const { references } = await ask<EarlierImagesResult>(EARLIER_IMAGES, {
      ...{ uri: uri('compose.yaml'), service: 'web', texts },
    });
    assert.deepEqual(references, [`web:1@${OLD}`, 'web:5', 'base:1', null, null, null, null, null]);
    // What was asked about is forgotten again.
    const again = await ask<EarlierImagesResult>(EARLIER_IMAGES, {
      ...{ uri: uri('compose.yaml'), service: 'web', texts: [files['/shop/compose.yaml']] },
    });
    assert.deepEqual(again.references, ['web:9']);
    // An earlier text of a file that another one extends, by the service of that.
    files['/shop/prod.yml'] = 'services:\n  web:\n    extends: {file: base.yaml, service: base}\n';
    const composed = { files: ['/shop/prod.yml'], environmentFiles: [], folder: '/shop' };
    const extended = await ask<EarlierImagesResult>(EARLIER_IMAGES, {
      ...{ uri: uri('base.yaml'), service: 'web', texts: ['services:\n  base:\n    image: base:0\n'] },
      composed,
    });
    assert.deepEqual(extended.references, ['base:0']);
  });

  describe('on another digest', () => {
    const COMPOSE = uri('compose.yaml');
    /** The files that change, as they would be, with digests by their names; else what keeps them from it. */
    const planned = async (more: object = {}): Promise<string> => {
      const plan = await ask<PinPlan>(PLAN_DIGEST, {
        ...{ uri: COMPOSE, service: 'web', digest: NEW, tag: null },
        ...more,
      });
      const changed = plan.files.map((file) => {
        const path = file.uri.slice('file://'.length);
        const document = TextDocument.create(file.uri, '', 0, files[path]!);
        for (const { range, before } of file.edits) assert.equal(document.getText(range), before);
        const text = TextDocument.applyEdits(document, [...file.edits]);
        return `${basename(path)}:\n${text}`;
      });
      const problems = plan.problems.map(({ place, message }) => `${place}: ${message}`);
      const lines = [...changed, ...problems, ...(plan.unchanged > 0 ? ['unchanged'] : [])];
      return lines.join('\n').replaceAll(NEW, 'NEW').replaceAll(OLD, 'OLD');
    };
    const image = (text: string, more = '') => ({
      'compose.yaml': `services:\n  web:\n    image: ${text}\n${more}`,
    });
    const becomes = async (before: string, after: string, more: object = {}) => {
      await serve(image(before));
      assert.equal(await planned(more), `compose.yaml:\n${image(after)['compose.yaml']}`);
      client.dispose();
    };

    it('put it after the tag, or in place of the one that is there', async () => {
      await becomes('web:1', 'web:1@NEW');
      await becomes('"web"  # ours', '"web@NEW"  # ours');
      await becomes(`web:1@${OLD}`, 'web:1@NEW');
      await becomes(`web@${OLD} # 1`, 'web@NEW # 1');
      await becomes('${NAME:-web:1}', '${NAME:-web:1@NEW}');
      await serve(image(`web:1@${NEW}`));
      assert.equal(await planned(), 'unchanged');
    });

    it('put the tag there too, where one is given', async () => {
      const tag = { tag: '2' };
      await becomes('web:1', 'web:2@NEW', tag);
      await becomes('web', 'web:2@NEW', tag);
      await becomes(`'web:1@${OLD}'`, "'web:2@NEW'", tag);
      await becomes(`web@${OLD}`, 'web:2@NEW', tag);
      await becomes(`"web@${OLD}"  # 1`, '"web@NEW"  # 2', tag);
      await becomes(`web@${OLD} # 2`, 'web@NEW # 2', tag);
      await becomes('host:5000/web:1', 'host:5000/web:2@NEW', tag);
      await serve({ ...image('${R}/web:1'), '.env': 'R=host.example\n' });
      assert.equal(await planned(tag), 'compose.yaml:\nservices:\n  web:\n    image: ${R}/web:2@NEW\n');
      client.dispose();
      await serve(image('web:${TAG:-1}'));
      assert.match(await planned(tag), /^compose.yaml:3: The tag of 'web:1' is made of pieces\./);
    });

    it('are for the version of a text that is open', async () => {
      await serve(image('web:1'));
      files['/shop/compose.yaml'] = image('web:5')['compose.yaml'];
      await open('compose.yaml', files['/shop/compose.yaml']);
      const plan = await ask<PinPlan>(PLAN_DIGEST, { uri: COMPOSE, service: 'web', digest: NEW, tag: null });
      assert.deepEqual(
        plan.files.map(({ version, edits }) => [version, edits[0]!.before, edits[0]!.newText]),
        [[1, 'web:5', `web:5@${NEW}`]],
      );
    });

    it('change the file that decides: an override, what is extended, or a line of .env', async () => {
      await serve({ ...image('web:1'), 'compose.override.yaml': 'services:\n  web:\n    image: web:2\n' });
      assert.equal(await planned(), 'compose.override.yaml:\nservices:\n  web:\n    image: web:2@NEW\n');
      client.dispose();
      await serve({
        'compose.yaml': 'services:\n  web:\n    extends: {file: base.yaml, service: base}\n',
        'base.yaml': 'services:\n  base:\n    image: base:1\n',
      });
      assert.equal(await planned(), 'base.yaml:\nservices:\n  base:\n    image: base:1@NEW\n');
      client.dispose();
      await serve({ ...image('${IMAGE}'), '.env': 'IMAGE=web:1\n' });
      assert.equal(await planned(), '.env:\nIMAGE=web:1@NEW\n');
      assert.equal(await planned({ tag: '2' }), '.env:\nIMAGE=web:2@NEW\n');
      client.dispose();
      await serve({ ...image('${IMAGE}'), '.env': `IMAGE=web:1@${OLD}\n` });
      assert.equal(await planned(), '.env:\nIMAGE=web:1@NEW\n');
    });

    const labelled = {
      composed: { files: ['/shop/compose.yaml', '/shop/prod'], environmentFiles: [], folder: '/shop' },
    };

    it('change the file that decides where files were named together, whatever their names', async () => {
      await serve({ ...image('web:1'), prod: 'services:\n  web:\n    image: web:2\n' });
      assert.equal(await planned(labelled), 'prod:\nservices:\n  web:\n    image: web:2@NEW\n');
      assert.equal(
        await planned({ ...labelled, uri: uri('prod') }),
        'prod:\nservices:\n  web:\n    image: web:2@NEW\n',
      );
      client.dispose();
      await serve({
        ...image('${IMAGE}'),
        'compose.override.yaml': 'services:\n  web:\n    image: web:7\n',
        prod: 'services:\n  web:\n    read_only: true\n',
        'prod.env': 'IMAGE=web:3\n',
        '.env': 'IMAGE=web:4\n',
      });
      // Compose reads no override beside files that are named.
      const composed = { ...labelled.composed, environmentFiles: ['/shop/prod.env'] };
      assert.equal(await planned({ composed }), 'prod.env:\nIMAGE=web:3@NEW\n');
      assert.equal(await planned(labelled), '.env:\nIMAGE=web:4@NEW\n');
    });

    it('change the place of an anchor when nobody else uses it', async () => {
      await serve({ 'compose.yaml': 'x-image: &i web:1\nservices:\n  web:\n    image: *i\n' });
      assert.equal(
        await planned(),
        'compose.yaml:\nx-image: &i web:1@NEW\nservices:\n  web:\n    image: *i\n',
      );
    });

    it('change nothing that is also the image of another', async () => {
      const shared = (how: string) => new RegExp(`^compose.yaml:\\d+: The text of 'web:1' ${how}`);
      await serve({
        'compose.yaml': 'x-image: &i web:1\nservices:\n  web:\n    image: *i\n  job:\n    image: *i\n',
      });
      assert.match(await planned(), shared("is the image of 'job' too. Write it twice"));
      client.dispose();
      await serve({ 'compose.yaml': 'services:\n  web:\n    image: web:1\n  job:\n    extends: web\n' });
      assert.match(await planned(), shared("is the image of 'job' too"));
      client.dispose();
      await serve({ ...image('${IMAGE}', '  job:\n    image: ${IMAGE}\n'), '.env': 'IMAGE=web:1\n' });
      assert.match(await planned(), shared('makes the image at compose.yaml:5 too. Write them apart'));
      client.dispose();
      await serve({
        ...image('${IMAGE}'),
        'other.compose.yaml': 'services:\n  job:\n    image: ${IMAGE}\n',
        '.env': 'IMAGE=web:1\n',
      });
      assert.match(await planned(), shared('makes the image at other.compose.yaml:3 too'));
      client.dispose();
      await serve({ ...image('${IMAGE}', '    environment: {IMAGE: "$IMAGE"}\n'), '.env': 'IMAGE=web:1\n' });
      assert.match(
        await planned(),
        /text that also means something else.*It comes from \.env:1:7: pin it there by hand\./,
      );
    });

    it('say why there is no place for one', async () => {
      const says = async (given: Files, message: RegExp, more: object = {}) => {
        await serve(given);
        assert.match(await planned(more), message);
        client.dispose();
      };
      await says(image('web:${TAG}'), /^compose.yaml:3: .* has a variable without a value/);
      await says(image('web:1\n    build: .'), /^compose.yaml:3: The service 'web' builds its image/);
      await says(image('web:1@sha256:123'), /^compose.yaml:3: The digest of .* is not well-formed/);
      await says(
        { ...image('web:$TAG'), '.env': 'TAG=1\n' },
        /It comes from \.env:1:5: pin it there by hand/,
      );
      await says(
        { 'compose.yaml': 'services:\n  web:\n    build: .\n' },
        /^compose.yaml:1: The service 'web' names no image/,
      );
      await says(image('web:1'), /^compose.yaml:1: There is no service 'gone' in compose.yaml/, {
        service: 'gone',
      });
      await says(image('web:1'), /^compose.yaml:3: 'latest' is no digest/, { digest: 'latest' });
      await says(image('web:1'), /^compose.yaml:3: '-' is no tag/, { tag: '-' });
      await says({ Dockerfile: 'FROM a\n' }, /Dockerfile: This is no compose file/, {
        uri: uri('Dockerfile'),
      });
    });
  });
});
