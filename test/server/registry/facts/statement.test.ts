import assert from 'node:assert/strict';
import { readStatement } from '../../../../server/src/registry/facts/statement';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const OTHER = 'f'.repeat(40);
const V02 = 'https://slsa.dev/provenance/v0.2';
const V1 = 'https://slsa.dev/provenance/v1';
const SHA = 'a'.repeat(64);

/** What a statement says, as `commit source dirty, base`. */
function told(predicateType: string, predicate: unknown): string {
  const provenance = readStatement({ _type: 'https://in-toto.io/Statement/v0.1', predicateType, predicate });
  if (!provenance) return 'no provenance';
  const { commit, base } = provenance;
  const words = commit && [commit.revision, commit.source, commit.dirty ? 'dirty' : null];
  const image = base && `${base.name}${base.digest === null ? '' : `@${base.digest}`}`;
  return `${words?.filter((word) => word !== null).join(' ') ?? 'no commit'}, ${image ?? 'no base'}`;
}

const node = (tag: string) => ({
  uri: `pkg:docker/node@${tag}?platform=linux%2Famd64`,
  digest: { sha256: SHA },
});
const gitSource = (uri: string, digest: object = { sha1: COMMIT }) => ({ uri, digest });

describe('a statement of provenance', () => {
  it('names the commit that BuildKit fetched', () => {
    const uri = 'https://github.com/shop/app.git#refs/heads/main';
    const said = `${COMMIT} https://github.com/shop/app.git, no base`;
    assert.equal(told(V02, { invocation: { configSource: gitSource(uri) } }), said);
    const externalParameters = { configSource: gitSource(uri) };
    assert.equal(told(V1, { buildDefinition: { externalParameters } }), said);
  });

  it('names the commit of the folder that was sent, and whether it had changes', () => {
    const vcs = { source: 'https://github.com/shop/app.git', revision: COMMIT };
    const said = `${COMMIT} https://github.com/shop/app.git, no base`;
    const metadata = (value: object) => ({ 'https://mobyproject.org/buildkit@v1#metadata': { vcs: value } });
    assert.equal(told(V02, { metadata: metadata(vcs) }), said);
    assert.equal(
      told(V02, { metadata: metadata({ revision: `${COMMIT}-dirty` }) }),
      `${COMMIT} dirty, no base`,
    );
    assert.equal(told(V1, { runDetails: { metadata: { buildkit_metadata: { vcs } } } }), said);
  });

  it('goes by what was fetched where both are said', () => {
    const predicate = {
      invocation: { configSource: gitSource('https://host/app.git', { sha1: OTHER }) },
      metadata: { 'https://mobyproject.org/buildkit@v1#metadata': { vcs: { revision: COMMIT } } },
    };
    assert.equal(told(V02, predicate), `${OTHER} https://host/app.git, no base`);
  });

  it('names the only repository among what others used', () => {
    const resolvedDependencies = [
      { uri: 'git+https://github.com/shop/app@refs/heads/main', digest: { gitCommit: COMMIT } },
    ];
    const said = `${COMMIT} https://github.com/shop/app, no base`;
    assert.equal(told(V1, { buildDefinition: { resolvedDependencies } }), said);
    const two = [...resolvedDependencies, { uri: 'git+https://host/other', digest: { gitCommit: OTHER } }];
    assert.equal(told(V1, { buildDefinition: { resolvedDependencies: two } }), 'no commit, no base');
    // A Dockerfile may have added that one.
    const buildType = 'https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md';
    assert.equal(told(V1, { buildDefinition: { buildType, resolvedDependencies } }), 'no commit, no base');
  });

  it('names the only image that it was made from', () => {
    const frontend = { uri: 'pkg:docker/docker/dockerfile@1', digest: { sha256: SHA } };
    const base = `no commit, node:20-alpine@sha256:${SHA}`;
    assert.equal(told(V02, { materials: [frontend, node('20-alpine')] }), base);
    assert.equal(told(V1, { buildDefinition: { resolvedDependencies: [node('20-alpine')] } }), base);
    assert.equal(told(V02, { materials: [node('20'), node('22')] }), 'no commit, no base');
    const other = { uri: `pkg:docker/ghcr.io%2Fshop/base?digest=sha256%3A${SHA}` };
    assert.equal(told(V02, { materials: [other] }), `no commit, ghcr.io/shop/base@sha256:${SHA}`);
    assert.equal(told(V02, { materials: [{ uri: 'pkg:docker/a@%zz' }] }), 'no commit, a:%zz');
  });

  it('does not show a login that stands in an address', () => {
    const configSource = gitSource('https://user:secret@host/app.git');
    assert.equal(told(V02, { invocation: { configSource } }), `${COMMIT} https://host/app.git, no base`);
  });

  it('says nothing where it is of something else, or of another shape', () => {
    const configSource = gitSource('https://host/app.git');
    assert.equal(told('https://spdx.dev/Document', { invocation: { configSource } }), 'no provenance');
    assert.equal(told(V02, 'text'), 'no provenance');
    for (const value of [null, [], 'text', 7, { sha1: 'main' }, { sha1: 7 }]) {
      assert.equal(
        told(V02, { invocation: { configSource: gitSource('x', value as object) } }),
        'no commit, no base',
      );
      assert.equal(told(V02, { invocation: value, metadata: value, materials: value }), 'no commit, no base');
      assert.equal(told(V1, { buildDefinition: value, runDetails: value }), 'no commit, no base');
    }
    const long = gitSource(`https://host/${'a'.repeat(3000)}`);
    assert.equal(told(V02, { invocation: { configSource: long } }), `${COMMIT}, no base`);
  });
});
