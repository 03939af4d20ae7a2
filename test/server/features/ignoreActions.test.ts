import assert from 'node:assert/strict';
import { environmentWith } from '../../support/environment';
import { startLanguageClient, type LanguageClient } from '../../support/languageClient';
import { IMAGE_RULES } from '../../support/imageRules';
import { onlyRules } from '../../support/onlyRules';

const URI = 'file:///home/ann/shop/Dockerfile';
const COMPOSE = 'file:///home/ann/shop/compose.yaml';

describe('ignore actions', () => {
  onlyRules(...IMAGE_RULES, 'ineffective-ignore');
  let client: LanguageClient;
  beforeEach(async () => (client = await startLanguageClient({ environment: environmentWith({}) })));
  afterEach(() => client.dispose());

  /** The titles of what waives the finding at a place, and what each writes there. */
  async function offered(uri: string, line: number, character: number): Promise<string[]> {
    const place = { line, character };
    const actions = await client.codeActions(uri, { start: place, end: place });
    return actions
      .filter(({ title }) => title.startsWith('Ignore'))
      .map(({ title, kind, isPreferred, edit }) => {
        const [{ range, newText } = assert.fail()] = edit!.changes![uri]!;
        assert.equal(kind, 'quickfix');
        assert.equal(isPreferred, undefined);
        return `${title}: ${range.start.line}:${range.start.character} ${JSON.stringify(newText)}`;
      });
  }

  it('are offered after the fix, for the instruction, the stage and the file', async () => {
    await client.open(
      URI,
      'dockerfile',
      '# syntax=docker/dockerfile:1@sha256:0\n\nFROM scratch\nCOPY --from=node a b\n',
    );
    assert.deepEqual(await offered(URI, 3, 13), [
      `Ignore 'latest-tag' in this instruction: 3:0 "# immutable-infra-ignore latest-tag: say why\\n"`,
      `Ignore 'latest-tag' in this stage: 2:0 "# immutable-infra-ignore-block latest-tag: say why\\n"`,
      `Ignore 'latest-tag' in this file: 1:0 "# immutable-infra-ignore-file latest-tag: say why\\n"`,
    ]);
    const place = { line: 3, character: 13 };
    const [first] = await client.codeActions(URI, { start: place, end: place });
    assert.match(first!.title, /^Pin /);
  });

  it('are offered for the line, the service and the file', async () => {
    await client.open(COMPOSE, 'yaml', 'services:\n  db:\n    image: postgres\n');
    assert.deepEqual(await offered(COMPOSE, 2, 12), [
      `Ignore 'latest-tag' on this line: 2:19 " # immutable-infra-ignore latest-tag: say why"`,
      `Ignore 'latest-tag' in this service: 1:0 "  # immutable-infra-ignore-block latest-tag: say why\\n"`,
      `Ignore 'latest-tag' in this file: 0:0 "# immutable-infra-ignore-file latest-tag: say why\\n"`,
    ]);
  });

  it('are not offered for an ignore comment that waives nothing', async () => {
    await client.open(URI, 'dockerfile', '# immutable-infra-ignore latest-tag\nFROM scratch\n');
    assert.deepEqual(await offered(URI, 0, 27), []);
  });
});
